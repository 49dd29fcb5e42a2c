/** Bytes as pairs of digits with offsets and what can be printed. Eight in a row, sixteen where there is room. */
import './objects.css'
import { useRef } from 'react'
import { LineWindow } from '../../components/line-window.tsx'
import { useWidth } from '../../components/use-width.ts'
import { hexRows } from './hex.ts'

export interface HexViewProps {
  readonly bytes: Uint8Array
  /** Offset of the first byte. */
  readonly firstOffset: number
  readonly label: string
}

/** The width that sixteen bytes take, in px: offset, pairs, text. */
const sixteenFrom = 620

export function HexView({ bytes, firstOffset, label }: HexViewProps) {
  const element = useRef<HTMLElement>(null)
  const width = useWidth(element) ?? 0
  const perRow = width >= sixteenFrom ? 16 : 8
  const digits = Math.max(4, (firstOffset + bytes.length).toString(16).length)
  return (
    <LineWindow
      className="hex-view"
      label={label}
      element={element}
      count={Math.ceil(bytes.length / perRow)}
      lineAt={(index) => {
        const at = index * perRow
        const [row] = hexRows(bytes.subarray(at, at + perRow), perRow, firstOffset + at)
        if (row === undefined) return null
        return (
          <div key={row.offset} className="hex-row">
            <span className="quiet">{row.offset.toString(16).toUpperCase().padStart(digits, '0')}</span>
            <span>{row.pairs.join(' ').padEnd(perRow * 3 - 1)}</span>
            <span className="hex-text">{row.text}</span>
          </div>
        )
      }}
    />
  )
}
