/** Names and values in a plain table, as written in the image, narrowed by a filter. */
import './inspect.css'
import { useMemo } from 'react'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { printable } from '../../../src-shared/text/printable.ts'

export interface Pair {
  readonly name: string
  readonly value: string
  /** A third, quiet column. */
  readonly note?: string
  readonly noteTitle?: string
}

export interface PairTableProps {
  readonly label: string
  readonly nameTitle: string
  /** Title of the third column; without it there is none. */
  readonly noteTitle?: string
  readonly rows: readonly Pair[]
  readonly filter: string
}

/** Rows whose name or value holds the text, whatever its case. */
export function filterPairs(rows: readonly Pair[], filter: string): readonly Pair[] {
  const wanted = filter.trim().toLowerCase()
  if (wanted === '') return rows
  return rows.filter((row) => row.name.toLowerCase().includes(wanted) || row.value.toLowerCase().includes(wanted))
}

export function PairTable({ label, nameTitle, noteTitle, rows, filter }: PairTableProps) {
  const shown = useMemo(() => filterPairs(rows, filter), [rows, filter])
  return (
    <table className="pair-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{nameTitle}</th>
          <th scope="col">{inspectText.labelValue}</th>
          {noteTitle !== undefined && <th scope="col">{noteTitle}</th>}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={`${row.name} ${row.noteTitle ?? ''}`}>
            <th scope="row">
              <code>{printable(row.name)}</code>
            </th>
            <td>{row.value === '' ? <span className="quiet">–</span> : printable(row.value)}</td>
            {noteTitle !== undefined && (
              <td className="quiet" title={row.noteTitle}>
                {row.note}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
