/** What an import would change, key by key, each with its whole fingerprint and, where there are several, a choice. */
import { useMemo, useState } from 'react'
import type { KeyImportPreview } from '../../../src-shared/model/key.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { Check } from '../../components/choice.tsx'
import { SearchField } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Icon } from '../../components/icon.tsx'

type Change = KeyImportPreview['changes'][number]

const icons = { new: 'plus', updated: 'refresh', unchanged: 'check' } as const

/** So many rows are drawn; a filter finds the others. */
const mostRows = 100
const fewRows = 8
const mostReasons = 20

interface RowProps {
  readonly change: Change
  /** Null where there is nothing to choose. */
  readonly isChosen: boolean | null
  readonly onChoose: (isChosen: boolean) => void
}

function ChangeRow({ change, isChosen, onChoose }: RowProps) {
  const claim = firstUserId(change.userIds)
  const effect = keyringText.effects[change.effect]
  const name = claim === null ? keyringText.noName : printUserId(claim)
  // What stands in front of the name is not said again below it.
  const details = change.details.filter((detail) => detail.replace(/\.$/, '') !== effect)
  return (
    <li className="key-change">
      {isChosen === null ? (
        <Icon name={icons[change.effect]} />
      ) : (
        <Check isChecked={isChosen} onChange={onChoose} label={`${effect}, ${name}`}>
          {null}
        </Check>
      )}
      <div className="stack">
        <div className="line">
          <span className={change.effect === 'unchanged' ? 'quiet' : 'medium'}>{effect}</span>
          <span className="cut">
            {claim !== null && <span className="quiet">{keyringText.says} </span>}
            {name}
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

const matches = (change: Change, wanted: string): boolean =>
  change.userIds.some((userId) => userId.toLowerCase().includes(wanted)) ||
  change.fingerprint.includes(wanted.replace(/^0x|[\s:]/gi, '').toUpperCase())

export interface KeyChangeListProps {
  readonly preview: KeyImportPreview
  /** Fingerprints that are left out; null where all are taken. */
  readonly leftOut: ReadonlySet<string> | null
  readonly onLeftOut: (leftOut: ReadonlySet<string>) => void
}

export function KeyChangeList({ preview, leftOut, onLeftOut }: KeyChangeListProps) {
  const [filter, setFilter] = useState('')
  const changing = useMemo(() => preview.changes.filter(({ effect }) => effect !== 'unchanged'), [preview])
  const unchanged = preview.changes.length - changing.length
  const wanted = filter.trim().toLowerCase()
  const found = wanted === '' ? changing : changing.filter((change) => matches(change, wanted))
  const shown = found.slice(0, mostRows)
  const left = leftOut ?? new Set<string>()
  const isChoice = changing.length > 1
  const chosen = changing.length - left.size
  const choose = (fingerprint: string, isChosen: boolean): void => {
    const next = new Set(left)
    if (isChosen) next.delete(fingerprint)
    else next.add(fingerprint)
    onLeftOut(next)
  }
  return (
    <>
      {isChoice && (
        <div className="line key-choice">
          <Check
            isChecked={chosen > 0}
            isPartial={chosen > 0 && chosen < changing.length}
            onChange={(isAll) => onLeftOut(new Set(isAll ? [] : changing.map(({ fingerprint }) => fingerprint)))}
          >
            {keyringText.chosenOf(chosen, changing.length)}
          </Check>
          <span className="grow" />
          {changing.length > fewRows && (
            <SearchField
              kind="filter"
              label={keyringText.filter}
              placeholder={keyringText.filter}
              width={180}
              value={filter}
              onChange={setFilter}
            />
          )}
        </div>
      )}
      {shown.length > 0 && (
        <ul className="key-changes">
          {shown.map((change) => (
            <ChangeRow
              key={change.fingerprint}
              change={change}
              isChosen={isChoice ? !left.has(change.fingerprint) : null}
              onChoose={(isChosen) => choose(change.fingerprint, isChosen)}
            />
          ))}
        </ul>
      )}
      {found.length > shown.length && <p className="quiet">{keyringText.moreKeys(found.length - shown.length)}</p>}
      {found.length === 0 && changing.length > 0 && <p className="quiet">{keyringText.nothingMatches}</p>}
      {unchanged > 0 && changing.length > 0 && <p className="quiet">{keyringText.alreadyHere(unchanged)}</p>}
      {preview.skipped.length > 0 && (
        <section className="section" aria-label={keyringText.skipped}>
          <h3>{keyringText.skipped}</h3>
          <ul className="quiet">
            {preview.skipped.slice(0, mostReasons).map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
            {preview.skipped.length > mostReasons && (
              <li>{keyringText.moreReasons(preview.skipped.length - mostReasons)}</li>
            )}
          </ul>
        </section>
      )}
    </>
  )
}
