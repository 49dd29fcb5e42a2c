/** Activity: what runs, what waits and what is finished, in one place. */
import './activity.css'
import { type ReactNode, useMemo } from 'react'
import type { Job } from '../../../src-shared/model/job.ts'
import { formatRate } from '../../../src-shared/text/format.ts'
import { jobsText } from '../../../src-shared/text/jobs.ts'
import { addressOf, type RouteOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { ActivityRow } from './activity-row.tsx'
import { groupJobs, summarizeJobs } from './job-view.ts'
import { askJob, clearFinishedJobs, reloadJobs, useJobs } from './jobs-store.ts'

interface SectionProps {
  readonly title: string
  readonly jobs: readonly Job[]
  readonly marked: string | null
  readonly action?: ReactNode
}

function Section({ title, jobs, marked, action }: SectionProps) {
  if (jobs.length === 0) return null
  return (
    <section aria-label={title}>
      <div className="group-head">
        <h2>{title}</h2>
        <span className="quiet">{jobs.length}</span>
        <span className="grow" />
        {action}
      </div>
      <ul>
        {jobs.map((job) => (
          <ActivityRow key={job.id} job={job} isMarked={job.id === marked} />
        ))}
      </ul>
    </section>
  )
}

export function ActivityView({ route }: { readonly route: RouteOf<'activity'> }) {
  const client = useClient()
  const { jobs, isLoaded, error } = useJobs()
  const list = useMemo(() => [...jobs.values()], [jobs])
  const groups = useMemo(() => groupJobs(list), [list])
  const { rate } = summarizeJobs(list)

  const pausable = groups.running.filter((job) => job.canPause)
  const paused = groups.waiting.filter((job) => job.state === 'paused')
  const askAll = (verb: 'jobs.pause' | 'jobs.resume', which: readonly Job[]) => () => {
    for (const { id } of which) void askJob(client, verb, id)
  }
  const clear = (
    <Button variant="ghost" size="small" onPress={() => void clearFinishedJobs(client)}>
      {jobsText.clearFinished}
    </Button>
  )

  return (
    <>
      <ViewHead
        title={jobsText.title}
        {...(rate > 0 ? { note: jobsText.downRate(formatRate(rate)) } : {})}
        actions={
          pausable.length > 1 ? (
            <Button icon="pause" onPress={askAll('jobs.pause', pausable)}>
              {jobsText.pauseAll}
            </Button>
          ) : paused.length > 1 ? (
            <Button icon="play" onPress={askAll('jobs.resume', paused)}>
              {jobsText.goOnAll}
            </Button>
          ) : undefined
        }
      />
      {!isLoaded ? (
        <SkeletonRows />
      ) : error !== null && list.length === 0 ? (
        <ErrorState error={error} title={jobsText.listFailed} onRetry={() => void reloadJobs(client)} />
      ) : list.length === 0 ? (
        <EmptyState
          title={jobsText.nothingYet}
          text={jobsText.nothingYetText}
          action={<LinkButton href={addressOf.library()}>{jobsText.openLibrary}</LinkButton>}
        />
      ) : (
        <div className="pane activity-list">
          <Section title={jobsText.running} jobs={groups.running} marked={route.jobId} />
          <Section title={jobsText.waiting} jobs={groups.waiting} marked={route.jobId} />
          <Section title={jobsText.finished} jobs={groups.finished} marked={route.jobId} action={clear} />
        </div>
      )}
    </>
  )
}
