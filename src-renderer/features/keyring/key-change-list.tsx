/** What an import would change or has changed, key by key, each with its whole fingerprint. */
import type { KeyImportPreview } from '../../../src-shared/model/key.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Icon } from '../../components/icon.tsx'

type Change = KeyImportPreview['changes'][number]

const icons = { new: 'plus', updated: 'refresh', unchanged: 'check' } as const

function ChangeRow({ change }: { readonly change: Change }) {
  const claim = firstUserId(change.userIds)
  const effect = keyringText.effects[change.effect]
  // What stands in front of the name is not said again below it.
  const details = change.details.filter((detail) => detail.replace(/\.$/, '') !== effect)
  return (
    <li className="key-change">
      <Icon name={icons[change.effect]} />
      <div className="stack">
        <div className="line">
          <span className={change.effect === 'unchanged' ? 'quiet' : 'medium'}>{effect}</span>
          <span className="cut">
            {claim === null ? (
              keyringText.noName
            ) : (
              <>
                <span className="quiet">{keyringText.says}</span> {printUserId(claim)}
              </>
            )}
          </span>
        </div>
        <Fingerprint fingerprint={change.fingerprint} form="line" />
        {details.length > 0 && (
          <ul className="quiet">
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

export function KeyChangeList({ preview }: { readonly preview: KeyImportPreview }) {
  return (
    <>
      <ul className="key-changes">
        {preview.changes.map((change) => (
          <ChangeRow key={change.fingerprint} change={change} />
        ))}
      </ul>
      {preview.skipped.length > 0 && (
        <section className="section" aria-label={keyringText.skipped}>
          <h3>{keyringText.skipped}</h3>
          <ul className="quiet">
            {preview.skipped.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
