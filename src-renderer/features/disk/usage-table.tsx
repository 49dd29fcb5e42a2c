/** Who uses which space, and what is here twice, as a table. */
import './disk.css'
import type { Duplicate } from '../../../src-shared/model/disk.ts'
import { diskText } from '../../../src-shared/text/disk.ts'
import { formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { addressOf } from '../../app/address.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { duplicateName, duplicatePlaces, type RowShow, type UseRow } from './disk-view.ts'

interface ShowProps {
  readonly row: UseRow
  readonly onShow: (show: RowShow) => void
}

function ShowButton({ row, onShow }: ShowProps) {
  const { show, name } = row
  const label = diskText.showOf(name)
  switch (show?.kind) {
    case undefined:
      return null
    case 'images':
      return (
        <LinkButton href={addressOf.images()} label={label}>
          {diskText.show}
        </LinkButton>
      )
    case 'activity':
      return (
        <LinkButton href={addressOf.activity()} label={label}>
          {diskText.show}
        </LinkButton>
      )
    case 'quarantine':
      return (
        <LinkButton href={addressOf.settings('trust')} label={`${diskText.review} ${name}`}>
          {diskText.review}
        </LinkButton>
      )
    case 'builds':
    case 'cache':
      return (
        <Button onPress={() => onShow(show)} label={label}>
          {diskText.show}
        </Button>
      )
  }
}

export interface UsageTableProps {
  readonly rows: readonly UseRow[]
  readonly duplicates: readonly Duplicate[]
  readonly home: string
  readonly onShow: (show: RowShow) => void
  readonly onChoose: (duplicate: Duplicate) => void
}

export function UsageTable({ rows, duplicates, home, onShow, onChoose }: UsageTableProps) {
  const twiceBytes = duplicates.reduce((sum, { extraBytes }) => sum + extraBytes, 0)
  return (
    <table className="disk-table" aria-label={diskText.whoUses}>
      <thead>
        <tr>
          <th scope="col">{diskText.whoUsesIt}</th>
          <th scope="col" className="number disk-size" aria-sort="descending">
            {diskText.size} <Icon name="sort-down" size={12} />
          </th>
          <th scope="col" className="disk-used">
            {diskText.lastUsed}
          </th>
          <th scope="col" className="disk-act">
            <span className="for-screen-readers">{diskText.show}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <div className="disk-who">
                <i className={`disk-swatch ${row.tone}`} />
                <div className="stack">
                  <span className="medium cut">{row.name}</span>
                  <span className="quiet disk-note cut" title={row.note}>
                    {row.note}
                  </span>
                </div>
              </div>
            </th>
            <td className="number">{formatSize(row.takenBytes)}</td>
            <td className="quiet disk-used">{row.lastUsed}</td>
            <td className="disk-act">
              <ShowButton row={row} onShow={onShow} />
            </td>
          </tr>
        ))}
      </tbody>
      {duplicates.length > 0 && (
        <tbody>
          <tr className="disk-group">
            <th scope="rowgroup" colSpan={4}>
              {diskText.hereTwice}{' '}
              <span className="quiet">{diskText.hereTwiceNote(duplicates.length, formatSize(twiceBytes))}</span>
            </th>
          </tr>
          {duplicates.slice(0, mostDuplicates).map((duplicate) => (
            <tr key={duplicate.digest}>
              <th scope="row">
                <div className="disk-who">
                  <i className="disk-swatch" />
                  <div className="stack">
                    <span className="medium cut">{duplicateName(duplicate)}</span>
                    <span className="quiet disk-note cut">{diskText.inPlaces(duplicatePlaces(duplicate, home))}</span>
                  </div>
                </div>
              </th>
              <td className="number">{formatSize(duplicate.sizeBytes)}</td>
              <td className="quiet disk-used">{formatRelative(newest(duplicate))}</td>
              <td className="disk-act">
                <Button onPress={() => onChoose(duplicate)} label={diskText.chooseOf(duplicateName(duplicate))}>
                  {diskText.choose}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      )}
      {duplicates.length > mostDuplicates && (
        <tfoot>
          <tr>
            <td colSpan={4} className="quiet">
              {diskText.andMore(duplicates.length - mostDuplicates)}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}

/** The largest are worth a look; thousands of rows are not. */
const mostDuplicates = 100

const newest = ({ files }: Duplicate): string =>
  files
    .map(({ modifiedAt }) => modifiedAt)
    .sort()
    .at(-1) ?? ''
