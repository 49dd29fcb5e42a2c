/** Sizes as bars on one scale, the largest full; names and amounts beside them. */
import './facts.css'
import { formatBytes, formatSize } from '../../src-shared/text/format.ts'

export interface SizeBar {
  readonly name: string
  readonly sizeBytes: number
}

export function SizeBars({ label, bars }: { readonly label: string; readonly bars: readonly SizeBar[] }) {
  const largest = Math.max(1, ...bars.map((bar) => bar.sizeBytes))
  return (
    <ul className="size-bars" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.name}>
          <code className="cut" title={bar.name}>
            {bar.name}
          </code>
          <span>
            <span className="bar" style={{ display: 'block', width: `${(bar.sizeBytes / largest) * 100}%` }} />
          </span>
          <span className="amount" title={formatBytes(bar.sizeBytes)}>
            {formatSize(bar.sizeBytes)}
          </span>
        </li>
      ))}
    </ul>
  )
}
