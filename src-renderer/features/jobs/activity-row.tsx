/** One job in Activity, with what can be done with it in its state. */
import { useEffect, useRef, useState } from 'react'
import type { Job, JobKind } from '../../../src-shared/model/job.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatClock, formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { jobBar } from '../../../src-shared/text/job-bar.ts'
import { jobsText, jobTitle } from '../../../src-shared/text/jobs.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { openReference } from '../../app/open.ts'
import { Button, IconButton, LinkButton } from '../../components/button.tsx'
import { errorDetail } from '../../components/error-state.tsx'
import type { IconName } from '../../components/icon.tsx'
import { JobRow } from '../../components/job-row.tsx'
import { type MenuEntry, MoreMenu } from '../../components/menu.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { extractOutcome } from '../files/extract-view.ts'
import { jobNames, jobOutcome, jobPast } from './job-view.ts'
import { askJob, useJobs } from './jobs-store.ts'

const icons: Readonly<Record<JobKind, IconName>> = {
  pull: 'pull',
  build: 'builds',
  verify: 'check',
  sign: 'keys',
  add: 'plus',
  extract: 'folder',
  clean: 'trash',
  hash: 'file',
  refreshKeys: 'refresh',
  push: 'push',
  verifyMany: 'check',
  compare: 'compare',
  lookAtTags: 'tag',
  move: 'folder',
}

const isReference = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//.test(text)

function Note({ job }: { readonly job: Job }) {
  const extracted = extractOutcome(job)
  const { sizeBytes } = jobOutcome(job)
  if (job.state !== 'done') {
    const { from } = jobNames(job)
    return isReference(from) ? <ReferenceText reference={from} /> : from
  }
  const at = job.finishedAt === null ? '' : formatRelative(job.finishedAt)
  const clock = job.finishedAt === null || !/ago|now/.test(at) ? at : formatClock(job.finishedAt)
  if (extracted !== null) {
    const { entries, bytes, to, leftOut, problemCount } = extracted
    return [filesText.extractedNote(entries, formatSize(bytes), to, leftOut + problemCount), clock].join(' · ')
  }
  return [jobPast(job, sizeBytes), clock].filter((part) => part !== '').join(' · ')
}

function Outcome({ job }: { readonly job: Job }) {
  switch (job.state) {
    case 'done': {
      const { verdict } = jobOutcome(job)
      return verdict === null ? null : <VerdictBadge verdict={verdict} />
    }
    case 'cancelled':
      return <span className="quiet">{jobsText.cancelled}</span>
    case 'failed':
    case 'interrupted': {
      const { error } = job
      const text = error?.message ?? (job.state === 'failed' ? jobsText.failed : jobsText.interrupted)
      return (
        <div title={[text, error?.hint].filter((part) => part !== undefined).join(' ')}>
          <div className="reason">{text}</div>
          {error?.hint !== undefined && <div className="quiet cut">{error.hint}</div>}
        </div>
      )
    }
    case 'queued':
    case 'running':
    case 'paused':
      return null
  }
}

/** Whether another reference would help more than the same one again. */
const needsOtherChoice = (job: Job): boolean =>
  job.kind === 'pull' &&
  (job.error?.kind === 'notFound' || job.error?.kind === 'conflict') &&
  isReference(jobNames(job).from)

function Actions({ job, more }: { readonly job: Job; readonly more: readonly MenuEntry[] }) {
  const client = useClient()
  const ask = (verb: 'jobs.cancel' | 'jobs.pause' | 'jobs.resume') => () => void askJob(client, verb, job.id)
  const menu = more.length > 0 && <MoreMenu label={jobsText.moreActions} entries={more} />
  switch (job.state) {
    case 'running':
      return (
        <>
          {job.canPause && <IconButton icon="pause" label={jobsText.pause} onPress={ask('jobs.pause')} />}
          <IconButton icon="cross" label={jobsText.cancel} onPress={ask('jobs.cancel')} />
          {menu}
        </>
      )
    case 'queued':
      return (
        <>
          <IconButton icon="cross" label={jobsText.cancel} onPress={ask('jobs.cancel')} />
          {menu}
        </>
      )
    case 'paused':
      return (
        <>
          <Button icon="play" onPress={ask('jobs.resume')}>
            {jobsText.goOn}
          </Button>
          <IconButton icon="cross" label={jobsText.cancel} onPress={ask('jobs.cancel')} />
          {menu}
        </>
      )
    case 'failed':
    case 'interrupted':
    case 'cancelled':
      return (
        <>
          {needsOtherChoice(job) ? (
            <Button onPress={() => openReference(jobNames(job).from)}>{jobsText.chooseAnother}</Button>
          ) : (
            <Button onPress={ask('jobs.resume')}>{jobsText.tryAgain}</Button>
          )}
          {menu}
        </>
      )
    case 'done': {
      const { path } = jobOutcome(job)
      return (
        <>
          {path !== null && (
            <LinkButton variant="ghost" href={addressOf.image(path)}>
              {jobsText.show}
            </LinkButton>
          )}
          {menu}
        </>
      )
    }
  }
}

export function ActivityRow({ job, isMarked }: { readonly job: Job; readonly isMarked: boolean }) {
  const element = useRef<HTMLLIElement>(null)
  const [isLogOpen, setLogOpen] = useState(false)
  const failure = useJobs((state) => state.failures.get(job.id))
  const title = jobTitle(job.kind, jobNames(job).name, job.state)
  const isFailed = job.state === 'failed' || job.state === 'interrupted'
  const isOver = isFailed || job.state === 'done' || job.state === 'cancelled'
  const bar = isOver ? null : jobBar(job)

  useEffect(() => {
    if (isMarked) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isMarked])

  const { error } = job
  const copy = (text: string) => () => void navigator.clipboard.writeText(text)
  const more: readonly MenuEntry[] = [
    ...(job.log.length === 0
      ? []
      : ([
          {
            kind: 'action',
            id: 'log',
            label: isLogOpen ? jobsText.hideLog : jobsText.showLog,
            icon: 'terminal',
            onAction: () => setLogOpen(!isLogOpen),
          },
          { kind: 'action', id: 'copy-log', label: jobsText.copyLog, icon: 'copy', onAction: copy(job.log.join('\n')) },
        ] as const)),
    ...(error === null
      ? []
      : ([
          {
            kind: 'action',
            id: 'reason',
            label: jobsText.copyReason,
            icon: 'copy',
            onAction: copy(errorDetail(error)),
          },
        ] as const)),
  ]

  return (
    <JobRow
      ref={element}
      icon={icons[job.kind]}
      title={title}
      note={<Note job={job} />}
      isFailed={isFailed}
      isMarked={isMarked}
      outcome={<Outcome job={job} />}
      actions={<Actions job={job} more={more} />}
      {...(bar === null
        ? {}
        : { bar: { doing: bar.doing, pace: bar.pace, fraction: bar.share, isStill: bar.isPaused } })}
    >
      {(failure !== undefined || isLogOpen) && (
        <>
          {failure !== undefined && (
            <p role="alert">
              {jobsText.callFailed} {failure.message}
            </p>
          )}
          {isLogOpen && (
            <section aria-label={jobsText.logOf(jobNames(job).name)}>
              <pre className="raw-text">{job.log.join('\n')}</pre>
            </section>
          )}
        </>
      )}
    </JobRow>
  )
}
