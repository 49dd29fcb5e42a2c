/** The warnings and errors of a build, each with the way to its place in the log. */
import { useEffect, useRef } from 'react'
import { buildRunText as text } from '../../../../src-shared/text/build-run.ts'
import { formatClockSeconds } from '../../../../src-shared/text/format.ts'
import { useCall } from '../../../app/use-call.ts'
import { classNames } from '../../../components/class-names.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { ScrollPane } from '../../../components/scroll-pane.tsx'

/** How many the engine tells of. */
const mostNotices = 1000

export function NoticeList({
  id,
  count,
  onOpen,
}: {
  readonly id: string
  readonly count: number
  readonly onOpen: (line: number) => void
}) {
  const { value, error, reload } = useCall('build.notices', { id })
  const listed = useRef(count)
  useEffect(() => {
    if (listed.current === count) return
    listed.current = count
    reload()
  }, [count, reload])
  const lines = value?.lines ?? []
  if (error !== null) return <ErrorNotice error={error} />
  if (count === 0 && lines.length === 0) return <p className="log-empty quiet">{text.noNotices}</p>
  return (
    <ScrollPane className="log-pane" label={text.noticesLabel}>
      {count > mostNotices && <p className="log-more quiet">{text.firstNotices(mostNotices)}</p>}
      <ul>
        {lines.map(({ line, at, kind, text: words }) => (
          <li key={line}>
            <button
              type="button"
              className={classNames('log-row', kind)}
              title={text.goToLine(line)}
              onClick={() => onOpen(line)}
            >
              <span className="log-number">{line}</span>
              <span className="log-time">{formatClockSeconds(at)}</span>
              <span className="log-text">{words}</span>
            </button>
          </li>
        ))}
      </ul>
    </ScrollPane>
  )
}
