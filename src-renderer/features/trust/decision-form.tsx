/**
 * The decision about a key, in four choices and words. *I have checked it* stays closed until the
 * whole fingerprint was compared; nothing here is a default button, and nothing is saved by Enter.
 */
import './trust.css'
import { type ReactNode, useState } from 'react'
import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components'
import type { DecisionMethod } from '../../../src-shared/model/decision.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { methodChoices, scopeChoice, trustText } from '../../../src-shared/text/trust.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { FilterChip } from '../../components/chip.tsx'
import { RadioGroup } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { type Choice, decisionCall, type ScopeOption, usualScope } from './decision-view.ts'
import type { Compared } from './use-comparison.ts'

interface ScopeChipProps {
  readonly options: readonly ScopeOption[]
  readonly chosen: ScopeOption
  readonly onChange: (option: ScopeOption) => void
}

function ScopeChip({ options, chosen, onChange }: ScopeChipProps) {
  return (
    <FilterChip
      label={trustText.scope}
      mode="one"
      hidesLabel
      choices={options.map((option) => ({ value: option.id, label: scopeChoice(option.scope, option.imageName) }))}
      chosen={[chosen.id]}
      onChange={([id]) => {
        const option = options.find((entry) => entry.id === id)
        if (option !== undefined) onChange(option)
      }}
    />
  )
}

interface ChoiceRowProps {
  readonly choice: Choice
  readonly label: string
  readonly isDisabled?: boolean
  readonly end?: ReactNode
  readonly children?: ReactNode
}

function ChoiceRow({ choice, label, isDisabled = false, end, children }: ChoiceRowProps) {
  return (
    <div className="decision-choice">
      <Radio className="radio" value={choice} isDisabled={isDisabled}>
        <span className="radio-dot" />
        <span className="medium">{label}</span>
      </Radio>
      <div className="line">{end}</div>
      {children !== undefined && <div className="more">{children}</div>}
    </div>
  )
}

const isChoice = (value: string): value is Choice => ['checked', 'accept', 'reject', 'later'].includes(value)

export interface DecisionFormProps {
  readonly fingerprint: string
  readonly compared: Compared
  /** Never empty; everywhere first. */
  readonly options: readonly [ScopeOption, ...ScopeOption[]]
  /** Whether there is a decision already. */
  readonly isDecided: boolean
}

export function DecisionForm({ fingerprint, compared, options, isDecided }: DecisionFormProps) {
  const client = useClient()
  const [choice, setChoice] = useState<Choice>('later')
  const [how, setHow] = useState<Exclude<DecisionMethod, 'notChecked'> | null>(null)
  const [scopes, setScopes] = useState<Readonly<Partial<Record<Choice, string>>>>({})
  const [note, setNote] = useState('')
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  // What differs meanwhile closes the choice again, even if it was made before.
  const made: Choice = choice === 'checked' && !compared.isSame ? 'later' : choice
  const scopeOf = (which: Choice): ScopeOption =>
    options.find(({ id }) => id === scopes[which]) ?? usualScope(which, options) ?? options[0]
  const chip = (which: Choice) => (
    <ScopeChip
      options={options}
      chosen={scopeOf(which)}
      onChange={({ id }) => {
        setScopes({ ...scopes, [which]: id })
        setChoice(which)
      }}
    />
  )
  const call = decisionCall(fingerprint, { choice: made, how, scope: scopeOf(made).scope, note }, compared.isSame)

  const reset = (): void => {
    setChoice('later')
    setHow(null)
    setNote('')
    setError(null)
  }
  const save = async (): Promise<void> => {
    if (call === null) return
    setSaving(true)
    const result = await client.call('trust.decide', call)
    setSaving(false)
    if (!result.ok) return setError(result.error)
    reset()
  }
  const closedNote =
    compared.comparison.outcome === 'differs' ? trustText.checkedClosedDiffers : trustText.checkedClosedOpen

  return (
    <section className="decision-panel" aria-label={trustText.yourDecision}>
      <h2>{trustText.yourDecision}</h2>
      <AriaRadioGroup
        className="decision-choices"
        aria-label={trustText.yourDecision}
        value={made}
        onChange={(value) => {
          if (isChoice(value)) setChoice(value)
        }}
      >
        <ChoiceRow
          choice="checked"
          label={trustText.checked}
          isDisabled={!compared.isSame}
          end={compared.isSame ? chip('checked') : <span className="quiet small">{closedNote}</span>}
        >
          {compared.isSame ? (
            <RadioGroup
              label={trustText.checkedHow}
              choices={methodChoices.map((method) => ({ value: method.how, label: method.label }))}
              value={made === 'checked' ? how : null}
              onChange={(method) => {
                // Who says how it was checked says that it was.
                setHow(method)
                setChoice('checked')
              }}
              isHorizontal
            />
          ) : (
            trustText.checkedWays
          )}
        </ChoiceRow>
        <ChoiceRow choice="accept" label={trustText.accept} end={chip('accept')}>
          {made === 'accept' ? trustText.acceptText : undefined}
        </ChoiceRow>
        <ChoiceRow choice="reject" label={trustText.reject} end={chip('reject')}>
          {made === 'reject' ? trustText.rejectText : undefined}
        </ChoiceRow>
        <ChoiceRow
          choice="later"
          label={trustText.later}
          end={<span className="quiet small">{isDecided ? trustText.laterDecidedNote : trustText.laterNote}</span>}
        />
      </AriaRadioGroup>
      {made !== 'later' && (
        <div className="decision-note">
          <Field label={trustText.note} value={note} onChange={setNote} placeholder={trustText.notePlaceholder} />
        </div>
      )}
      {error !== null && (
        <p role="alert" className="decision-note">
          {trustText.saveFailed}. {error.message} {error.hint}
        </p>
      )}
      <div className="decision-foot">
        <Button isDisabled={call === null} isPending={isSaving} onPress={() => void save()}>
          {trustText.save}
        </Button>
        {made !== 'later' && (
          <Button variant="ghost" onPress={reset}>
            {trustText.cancel}
          </Button>
        )}
      </div>
    </section>
  )
}
