/** Writes a policy: from where, by whom, and what happens to the rest. What is weaker than before is said. */
import './policies.css'
import { useState } from 'react'
import type { Key } from '../../../src-shared/model/key.ts'
import { changedActions, type Policy, type PolicyAction, policyActions } from '../../../src-shared/model/policy.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { actionWords } from '../../../src-shared/text/policies.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { useClient } from '../../app/connection.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Check, RadioGroup } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Select } from '../../components/select.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import {
  draftOf,
  isWeaker,
  newDraft,
  type PolicyDraft,
  policyCall,
  readNamespace,
  replacedBy,
  shownSigner,
} from './policy-view.ts'

interface ActionChoiceProps<Action extends PolicyAction> {
  readonly label: string
  readonly actions: readonly Action[]
  readonly value: Action
  readonly onChange: (action: Action) => void
}

function ActionChoice<Action extends PolicyAction>({ label, actions, value, onChange }: ActionChoiceProps<Action>) {
  return (
    <Select
      label={label}
      choices={actions.map((action) => ({ value: action, label: actionWords[action] }))}
      value={value}
      onChange={onChange}
    />
  )
}

interface SignerChoiceProps {
  readonly draft: PolicyDraft
  readonly keys: readonly Key[]
  readonly onChange: (signers: readonly string[]) => void
}

function SignerChoice({ draft, keys, onChange }: SignerChoiceProps) {
  const fingerprints = [...new Set([...draft.signers, ...keys.map(({ fingerprint }) => fingerprint)])]
  if (fingerprints.length === 0) return <p className="quiet">{policiesView.noKeys}</p>
  return (
    <div className="policy-keys">
      {fingerprints.map((fingerprint) => {
        const signer = shownSigner(fingerprint, keys)
        const isChosen = draft.signers.includes(fingerprint)
        return (
          <Check
            key={fingerprint}
            isChecked={isChosen}
            onChange={(isOn) =>
              onChange(isOn ? [...draft.signers, fingerprint] : draft.signers.filter((one) => one !== fingerprint))
            }
            note={<Fingerprint fingerprint={fingerprint} form="line" />}
          >
            {signer.isClaim && <span className="quiet">{keyringText.says} </span>}
            {signer.name}
          </Check>
        )
      })}
    </div>
  )
}

export interface PolicySheetProps {
  /** Null for a new one. */
  readonly policy: Policy | null
  readonly policies: readonly Policy[]
  readonly keys: readonly Key[]
  readonly onClose: () => void
}

export function PolicySheet({ policy, policies, keys, onClose }: PolicySheetProps) {
  const client = useClient()
  const [draft, setDraft] = useState<PolicyDraft>(policy === null ? newDraft : draftOf(policy))
  const [isTouched, setTouched] = useState(false)
  const change = (changes: Partial<PolicyDraft>): void => setDraft({ ...draft, ...changes })
  const call = policyCall(draft)
  const isWrong = draft.namespace !== null && isTouched && readNamespace(draft.namespace) === null
  const run = useSheetRun<unknown>(
    async () => (call === null ? { ok: true, value: null } : client.call('trust.setPolicy', call)),
    onClose,
  )
  const rules =
    call === null ? null : { ...call, changed: call.changed ?? 'refuse', signerChange: call.signerChange ?? 'apart' }
  const weaker = rules !== null && isWeaker({ ...rules, signers: rules.signers }, replacedBy(rules, policies))
  return (
    <ActionSheet
      title={policiesView.policyTitle}
      subtitle={policiesView.policyAbout}
      width="medium"
      onClose={onClose}
      action={policiesView.save}
      // Letting in more than before is a decision about trust; it gets no default button.
      variant={weaker ? 'plain' : 'primary'}
      isReady={call !== null}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <div className="policy-form">
        {draft.namespace === null ? (
          <p className="medium">{policiesView.everythingElse}</p>
        ) : (
          <Field
            label={policiesView.policyFrom}
            value={draft.namespace}
            onChange={(namespace) => {
              setTouched(namespace.trim().length > 3)
              change({ namespace })
            }}
            placeholder={policiesView.policyFromPlaceholder}
            help={policiesView.policyFromHelp}
            problem={isWrong ? policiesView.policyFromProblem : null}
            isCode
            isDisabled={policy !== null}
            autoFocus={policy === null}
          />
        )}
        <RadioGroup
          label={policiesView.whoSigns}
          value={draft.who}
          onChange={(who) => change({ who })}
          choices={[
            { value: 'anybody', label: policiesView.anybody, note: policiesView.anybodyNote },
            { value: 'nobody', label: policiesView.nobody, note: policiesView.nobodyNote },
            { value: 'listed', label: policiesView.listed, note: policiesView.listedNote },
          ]}
        />
        {draft.who === 'listed' && (
          <SignerChoice draft={draft} keys={keys} onChange={(signers) => change({ signers })} />
        )}
        <div className="policy-actions">
          <ActionChoice
            label={policiesView.changed}
            actions={changedActions}
            value={draft.changed}
            onChange={(changed) => change({ changed })}
          />
          <ActionChoice
            label={policiesView.other}
            actions={policyActions}
            value={draft.other}
            onChange={(other) => change({ other })}
          />
          <ActionChoice
            label={policiesView.notSigned}
            actions={policyActions}
            value={draft.notSigned}
            onChange={(notSigned) => change({ notSigned })}
          />
          {draft.who === 'anybody' && (
            <ActionChoice
              label={policiesView.signerChange}
              actions={policyActions}
              value={draft.signerChange}
              onChange={(signerChange) => change({ signerChange })}
            />
          )}
        </div>
        {weaker && <SourceNotice kind="failed" title={policiesView.weaker} />}
      </div>
    </ActionSheet>
  )
}
