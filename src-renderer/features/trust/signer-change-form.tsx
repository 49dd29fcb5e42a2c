/** What to do about another signer. *Keep refusing* is chosen, and stays in the review list. */
import './trust.css'
import './signer-changed.css'
import { type ReactNode, useState } from 'react'
import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components'
import type { DecisionScope } from '../../../src-shared/model/decision.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { PolicyAction } from '../../../src-shared/model/policy.ts'
import type { SignerSide } from '../../../src-shared/model/signer-memory.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { navigate } from '../../app/router.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { FilterChip } from '../../components/chip.tsx'

type Choice = 'refuse' | 'accept' | 'reject'
type Where = 'namespace' | 'everywhere'

const isChoice = (value: string): value is Choice => ['refuse', 'accept', 'reject'].includes(value)

interface RowProps {
  readonly choice: Choice
  readonly label: string
  readonly end: ReactNode
  readonly children?: ReactNode
}

function Row({ choice, label, end, children }: RowProps) {
  return (
    <div className="decision-choice">
      <Radio className="radio" value={choice}>
        <span className="radio-dot" />
        <span className="medium">{label}</span>
      </Radio>
      <div className="line">{end}</div>
      {children !== undefined && <div className="more">{children}</div>}
    </div>
  )
}

export interface SignerChangeFormProps {
  readonly namespace: string
  readonly before: SignerSide
  readonly now: SignerSide
  /** Images of the signer until now. */
  readonly count: number
  /** What the policies do with further ones of the other signer. */
  readonly action: PolicyAction
}

export function SignerChangeForm({ namespace, before, now, count, action }: SignerChangeFormProps) {
  const client = useClient()
  const [choice, setChoice] = useState<Choice>('refuse')
  const [where, setWhere] = useState<Readonly<Record<'accept' | 'reject', Where>>>({
    accept: 'namespace',
    reject: 'everywhere',
  })
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  const save = async (): Promise<void> => {
    if (choice === 'refuse') return navigate(addressOf.keys())
    const scope: DecisionScope =
      where[choice] === 'everywhere' ? { kind: 'everywhere' } : { kind: 'namespace', namespace }
    setSaving(true)
    const result = await client.call('trust.decide', {
      fingerprint: now.fingerprint,
      kind: choice === 'accept' ? 'accepted' : 'rejected',
      how: 'notChecked',
      scope,
    })
    setSaving(false)
    if (!result.ok) return setError(result.error)
    navigate(addressOf.keys())
  }
  const chip = (of: 'accept' | 'reject') => (
    <FilterChip
      label={policiesView.where}
      mode="one"
      hidesLabel
      choices={[
        { value: 'namespace', label: policiesView.only(namespace) },
        { value: 'everywhere', label: policiesView.everywhere },
      ]}
      chosen={[where[of]]}
      onChange={([value]) => {
        if (value === undefined) return
        setWhere({ ...where, [of]: value })
        setChoice(of)
      }}
    />
  )
  const address = sharedAddress(before, now)
  return (
    <section className="decision-panel signer-change-form" aria-label={policiesView.save2}>
      <AriaRadioGroup
        className="decision-choices"
        aria-label={policiesView.save2}
        value={choice}
        onChange={(value) => {
          if (isChoice(value)) setChoice(value)
        }}
      >
        <Row
          choice="refuse"
          label={policiesView.keepRefusing}
          end={<span className="quiet small">{policiesView.keepRefusingNote}</span>}
        >
          {policiesView.keepRefusingText(namespace, count, action)}
        </Row>
        <div className="decision-choice">
          <span className="medium compare-first">{policiesView.compare}</span>
          <LinkButton href={addressOf.key(now.fingerprint)}>{policiesView.check}</LinkButton>
        </div>
        <Row choice="accept" label={policiesView.accept} end={chip('accept')} />
        <Row choice="reject" label={policiesView.reject} end={chip('reject')} />
      </AriaRadioGroup>
      {error !== null && (
        <p role="alert" className="decision-note">
          {error.message} {error.hint}
        </p>
      )}
      <div className="decision-foot">
        <Button isPending={isSaving} onPress={() => void save()}>
          {policiesView.save2}
        </Button>
        <LinkButton variant="ghost" href={addressOf.keys()}>
          {policiesView.cancel}
        </LinkButton>
        {address !== null && <span className="quiet small ask-elsewhere">{policiesView.askElsewhere(address)}</span>}
      </div>
    </section>
  )
}

/** An address that both keys name says nothing about either. */
function sharedAddress(before: SignerSide, now: SignerSide): string | null {
  const old = before.key === null ? null : (firstUserId(before.key.userIds)?.email ?? null)
  const fresh = now.key === null ? null : (firstUserId(now.key.userIds)?.email ?? null)
  return old !== null && old === fresh ? old : null
}
