/** The policies as a table: from where, by whom, what happens, what happened last. The narrowest stands first. */
import './policies.css'
import type { Key } from '../../../src-shared/model/key.ts'
import type { Arrival, Policy, PolicyAction } from '../../../src-shared/model/policy.ts'
import { formatRelative } from '../../../src-shared/text/format.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import {
  actionWords,
  namespaceLabel,
  originText,
  outcomeWords,
  signersNote,
  signersWord,
} from '../../../src-shared/text/policies.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { MoreMenu } from '../../components/menu.tsx'
import { shownSigner } from './policy-view.ts'
import { VerdictMark } from './verdict-mark.tsx'

const actionIcons: Readonly<Record<PolicyAction, IconName>> = { keep: 'tag', apart: 'clock', refuse: 'cross' }

function Action({ action }: { readonly action: PolicyAction }) {
  return (
    <span className="policy-action">
      <Icon name={actionIcons[action]} size={14} />
      {actionWords[action]}
    </span>
  )
}

/** Where images come from, always in full: what a policy is about must not be guessed. */
function Namespace({ text }: { readonly text: string }) {
  const [scheme = '', ...rest] = text.split('://')
  return (
    <code className="reference policy-namespace">
      <span className="scheme">{scheme}://</span>
      {rest.join('://')}
    </code>
  )
}

function Signers({ policy, keys }: { readonly policy: Policy; readonly keys: readonly Key[] }) {
  const [first] = (policy.signers ?? []).map((fingerprint) => shownSigner(fingerprint, keys))
  if (first === undefined) return <span className="cut">{signersWord(policy.signers)}</span>
  return (
    <span className="policy-signer">
      <VerdictMark verdict={first.standing} />
      <span className="cut" title={first.name}>
        {first.isClaim && <span className="quiet">{keyringText.says} </span>}
        {first.name}
      </span>
    </span>
  )
}

export interface PolicyRow {
  readonly policy: Policy
  readonly last: Arrival | null
}

export interface PolicyTableProps {
  readonly rows: readonly PolicyRow[]
  readonly keys: readonly Key[]
  readonly onEdit: (policy: Policy) => void
  readonly onRemove: (policy: Policy) => void
}

export function PolicyTable({ rows, keys, onEdit, onRemove }: PolicyTableProps) {
  const text = policiesView.columns
  return (
    <table className="policy-table" aria-label={policiesView.table}>
      <thead>
        <tr>
          <th scope="col" className="from">
            {text.from}
          </th>
          <th scope="col" className="who">
            {text.signers}
          </th>
          <th scope="col" className="act leaves">
            {text.changed}
          </th>
          <th scope="col" className="act other">
            {text.other}
          </th>
          <th scope="col" className="act">
            {text.notSigned}
          </th>
          <th scope="col" className="last leaves">
            {text.last}
          </th>
          <th scope="col" className="more">
            <span className="for-screen-readers">{policiesView.more}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ policy, last }) => (
          <tr key={policy.namespace ?? ''}>
            <th scope="row">
              <div>
                {policy.namespace === null ? (
                  <span className="medium">{namespaceLabel(null)}</span>
                ) : (
                  <Namespace text={namespaceLabel(policy.namespace)} />
                )}
              </div>
              <div className="quiet small">{originText(policy)}</div>
            </th>
            <td>
              <Signers policy={policy} keys={keys} />
              <div className="quiet small">{signersNote(policy)}</div>
            </td>
            <td className="leaves">
              <Action action={policy.changed} />
            </td>
            <td>
              <Action action={policy.other} />
            </td>
            <td>
              <Action action={policy.notSigned} />
            </td>
            <td className="leaves">
              <div className="cut">
                {last === null ? policiesView.notYet : outcomeWords[last.admission.outcome].toLowerCase()}
              </div>
              <div className="quiet small cut">
                {last !== null
                  ? formatRelative(last.at)
                  : policy.madeAt === null
                    ? ''
                    : policiesView.made(policy.madeAt)}
              </div>
            </td>
            <td>
              <MoreMenu
                label={`${policiesView.more}: ${namespaceLabel(policy.namespace)}`}
                entries={[
                  { kind: 'action', id: 'edit', label: policiesView.edit, onAction: () => onEdit(policy) },
                  ...(policy.madeAt === null
                    ? []
                    : ([
                        {
                          kind: 'action',
                          id: 'remove',
                          label: policy.namespace === null ? policiesView.reset : policiesView.remove,
                          icon: 'trash',
                          isDangerous: true,
                          onAction: () => onRemove(policy),
                        },
                      ] as const)),
                ]}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
