/** One line of a log: its number, its time and its text, with what was found in it marked. */
import { memo } from 'react'
import type { LogLine } from '../../../../src-shared/model/build-log.ts'
import { formatClockSeconds } from '../../../../src-shared/text/format.ts'
import { classNames } from '../../../components/class-names.ts'
import { splitAtFindings } from './find-store.ts'

export interface LogRowProps {
  readonly number: number
  /** Null while it is being fetched. */
  readonly line: LogLine | null
  /** What is looked for; empty for nothing. */
  readonly wanted: string
  /** It is the finding that is looked at, or the line that was asked for. */
  readonly isCurrent: boolean
}

function Marked({ text, wanted }: { readonly text: string; readonly wanted: string }) {
  let place = 0
  return splitAtFindings(text, wanted).map((piece, index) => {
    const key = place
    place += piece.length + 1
    return index % 2 === 0 ? <span key={key}>{piece}</span> : <mark key={key}>{piece}</mark>
  })
}

export const LogRow = memo(function LogRow({ number, line, wanted, isCurrent }: LogRowProps) {
  return (
    <div className={classNames('log-row', line?.kind, isCurrent && 'current')} data-line={number}>
      <span className="log-number">{number}</span>
      <span className="log-time">{line === null ? '' : formatClockSeconds(line.at)}</span>
      <span className="log-text" aria-busy={line === null}>
        {line === null ? ' ' : wanted === '' ? line.text : <Marked text={line.text} wanted={wanted} />}
      </span>
    </div>
  )
})
