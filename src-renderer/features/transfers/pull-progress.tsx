/** A pull under way in its sheet: what it does, how far it is, and how it ended when it did not work. */
import type { Job } from '../../../src-shared/model/job.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { addressOf } from '../../app/address.ts'
import { LinkButton } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'

export interface PullProgressProps {
  /** Null until the engine told of it. */
  readonly job: Job | null
  readonly reference: string
  readonly onRetry: () => void
}

export function PullProgress({ job, reference, onRetry }: PullProgressProps) {
  if (job?.state === 'failed' || job?.state === 'interrupted') {
    if (job.error === null) return null
    const way =
      job.error.code === 'PULL_REFUSED' ? (
        <LinkButton href={addressOf.settings('trust')}>{policiesView.openQuarantine}</LinkButton>
      ) : undefined
    return <ErrorState error={job.error} onRetry={onRetry} {...(way === undefined ? {} : { actions: way })} />
  }
  if (job?.state === 'cancelled') return <p className="quiet">{transfersText.cancelledText}</p>
  return (
    <JobProgress job={job} label={transfersText.pulling} note={transfersText.willBeChecked}>
      <ReferenceText reference={reference} />
    </JobProgress>
  )
}
