/** A job under way in the sheet that started it: what it does, how fast, how far it is. How it ends is the sheet's matter. */
import './progress.css'
import type { ReactNode } from 'react'
import type { Job } from '../../src-shared/model/job.ts'
import { jobBar } from '../../src-shared/text/job-bar.ts'
import { Progress } from './progress.tsx'
import { SkeletonBar } from './skeleton.tsx'

export interface JobProgressProps {
  /** Null until the engine told of it. */
  readonly job: Job | null
  /** Of the bar, for screen readers. */
  readonly label: string
  /** What stands in place of what it does until that is known. */
  readonly starting?: ReactNode
  /** A quiet sentence below the bar. */
  readonly note: string
  /** What it is about, above the bar. */
  readonly children?: ReactNode
}

export function JobProgress({ job, label, starting, note, children }: JobProgressProps) {
  const bar = job === null ? null : jobBar(job)
  return (
    <div className="job-progress">
      {children}
      <div className="line small">
        <span className="grow cut">{bar?.doing ?? starting ?? <SkeletonBar width={120} />}</span>
        <span className="quiet nowrap">{bar?.pace}</span>
      </div>
      <Progress label={label} fraction={bar?.share ?? null} isStill={bar?.isPaused ?? false} />
      <p className="quiet">{note}</p>
    </div>
  )
}
