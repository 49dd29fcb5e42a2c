/**
 * What the lanes of an image map say, in words: one row per signature with verdict, claimed name,
 * full fingerprint, coverage and next action, and one for what no signature covers.
 */
import './image-map/image-map.css'
import type { ReactNode } from 'react'
import type { Verdict } from '../../src-shared/model/verification.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { classNames } from './class-names.ts'
import { Fingerprint } from './fingerprint.tsx'
import { VerdictBadge } from './verdict-badge.tsx'
import { verdictLooks } from './verdict-look.ts'

/** The swatch of a lane: whole, some fields, or the hatching of what is not covered. */
export function LaneKey({ kind }: { readonly kind: 'covered' | 'some' | 'none' }) {
  return <span className={classNames('lane-key', kind !== 'covered' && kind)} aria-hidden="true" />
}

export type MapLegendRow =
  | {
      readonly kind: 'lane'
      readonly key: string
      readonly verdict: Verdict
      /** Claimed names are preceded by a quiet *says it belongs to*. */
      readonly name: ReactNode
      readonly fingerprint: string | null
      readonly coverage: string
      /** The next action, or when it was signed. */
      readonly end: ReactNode
    }
  | {
      readonly kind: 'uncovered'
      readonly key: string
      readonly name: ReactNode
      /** Exact bytes and offset. */
      readonly place: string
      readonly coverage: string
      readonly end: ReactNode
    }

function Row({ row }: { readonly row: MapLegendRow }) {
  if (row.kind === 'uncovered') {
    return (
      <tr>
        <td className="key-cell">
          <LaneKey kind="none" />
        </td>
        <td className="verdict-cell not-covered-word">{frameText.notCovered}</td>
        <th scope="row" className="name-cell medium">
          {row.name}
        </th>
        <td className="quiet">{row.place}</td>
        <td className="coverage-cell quiet hide-narrow">{row.coverage}</td>
        <td className="end-cell quiet">{row.end}</td>
      </tr>
    )
  }
  return (
    <tr className="lane" data-family={verdictLooks[row.verdict].family}>
      <td className="key-cell">
        <LaneKey kind="covered" />
      </td>
      <td className="verdict-cell">
        <VerdictBadge verdict={row.verdict} />
      </td>
      <th scope="row" className="name-cell">
        {row.name}
      </th>
      <td>{row.fingerprint !== null && <Fingerprint fingerprint={row.fingerprint} />}</td>
      <td className="coverage-cell quiet hide-narrow">{row.coverage}</td>
      <td className="end-cell quiet">{row.end}</td>
    </tr>
  )
}

export function MapLegend({ rows }: { readonly rows: readonly MapLegendRow[] }) {
  if (rows.length === 0) return null
  return (
    <table className="map-legend">
      <caption className="for-screen-readers">{frameText.mapLegend}</caption>
      <tbody>
        {rows.map((row) => (
          <Row key={row.key} row={row} />
        ))}
      </tbody>
    </table>
  )
}

export interface ShortLegendRow {
  readonly key: string
  /** Null: the row of what is not covered. */
  readonly verdict: Verdict | null
  readonly name: ReactNode
  readonly coverage: string
}

/** The legend for panes: swatch, name, objects. */
export function ShortMapLegend({ rows }: { readonly rows: readonly ShortLegendRow[] }) {
  return (
    <ul className="map-legend-short" aria-label={frameText.mapLegend}>
      {rows.map((row) => (
        <li key={row.key} {...(row.verdict === null ? {} : { 'data-family': verdictLooks[row.verdict].family })}>
          <LaneKey kind={row.verdict === null ? 'none' : 'covered'} />
          <span className="cut">{row.name}</span>
          <span className="coverage">{row.coverage}</span>
        </li>
      ))}
    </ul>
  )
}
