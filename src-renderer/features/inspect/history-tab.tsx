/** The History tab: what is known about where the file came from and what happened to it. */
import './inspect.css'
import { type ReactNode, useMemo } from 'react'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Arrival } from '../../../src-shared/model/policy.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { formatDateTime, formatRelative } from '../../../src-shared/text/format.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { admissionSentence } from '../../../src-shared/text/policies.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { useCall } from '../../app/use-call.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { type HistoryEvent, history, isClaim } from './history.ts'

function title(event: HistoryEvent): string {
  switch (event.kind) {
    case 'added':
      return inspectText.historyAdded
    case 'used':
      return inspectText.historyUsed
    case 'pulled':
      return inspectText.historyPulled
    case 'checked':
      return inspectText.historyChecked
    case 'signed':
      return inspectText.historySigned
    case 'objectAdded':
      return inspectText.historyObjectAdded(event.objectId)
    case 'created':
      return inspectText.historyCreated
    case 'modified':
      return inspectText.historyModifiedFile
    default:
      return assertNever(event)
  }
}

/** What the policies did with it when it came, and why it was let in after all. */
function Admitted({ arrival }: { readonly arrival: Arrival }) {
  return (
    <>
      <span className="quiet">{admissionSentence(arrival.admission)}</span>
      {arrival.note !== '' && <span className="quiet">{policiesView.releasedBecause(arrival.note)}</span>}
    </>
  )
}

function detail(event: HistoryEvent, arrival: Arrival | null): ReactNode {
  switch (event.kind) {
    case 'pulled':
      return (
        <span className="stack">
          <ReferenceText reference={event.reference} />
          {event.tagMoved && <span className="quiet">{inspectText.tagMoved}</span>}
          {arrival !== null && <Admitted arrival={arrival} />}
        </span>
      )
    case 'checked':
      return <VerdictBadge verdict={event.verdict} />
    case 'signed':
      return event.fingerprint === null ? inspectText.keyNotNamed : <Fingerprint fingerprint={event.fingerprint} />
    default:
      return null
  }
}

export interface HistoryTabProps {
  readonly image: ImageSummary | null
  readonly inspection: Inspection
  readonly verification: Verification | null
}

export function HistoryTab({ image, inspection, verification }: HistoryTabProps) {
  const events = useMemo(() => history(image, inspection, verification), [image, inspection, verification])
  const { value: arrivals } = useCall('trust.arrivals', image === null ? null : { path: image.path, limit: 1 }, {
    refetchOn: ['trust.policiesChanged'],
  })
  // Another file may have come under the same name since.
  const arrival = arrivals?.arrivals.find(({ digest }) => digest === null || digest === image?.digest) ?? null
  if (events.length === 0) return <EmptyState title={inspectText.historyEmpty} isPlain />
  return (
    <ScrollPane label={inspectText.tabHistory} className="history">
      <table className="history-table" aria-label={inspectText.tabHistory}>
        <thead className="for-screen-readers">
          <tr>
            <th scope="col">{inspectText.historyWhen}</th>
            <th scope="col">{inspectText.historyWhat}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr
              key={`${event.kind} ${'objectId' in event ? event.objectId : ''}`}
              className={isClaim(event) ? 'claim' : undefined}
            >
              <td className="quiet nowrap" title={formatDateTime(event.at)}>
                {formatRelative(event.at)}
              </td>
              <th scope="row">{title(event)}</th>
              <td>{detail(event, arrival)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet history-note">{inspectText.historyExplanation}</p>
    </ScrollPane>
  )
}
