/**
 * How jobs are shown: groups, words beside the bar, and the summary for status bar and navigation.
 * Pure; it reads jobs and never starts or stops one.
 */
import { isFinished, type Job, type JobKind } from '../../../src-shared/model/job.ts'
import { type Verdict, verdicts } from '../../../src-shared/model/verification.ts'
import { parseReference, pullFileName } from '../../../src-shared/reference/index.ts'
import { formatDuration, formatRate, formatSize } from '../../../src-shared/text/format.ts'
import { jobParticiples, jobsText } from '../../../src-shared/text/jobs.ts'

export interface JobGroups {
  readonly running: readonly Job[]
  /** Queued and paused. */
  readonly waiting: readonly Job[]
  readonly finished: readonly Job[]
}

/** Splits jobs as Activity lists them: under way oldest first, so that rows stay where they are; finished newest first. */
export function groupJobs(jobs: readonly Job[]): JobGroups {
  const byStart = [...jobs].sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id))
  return {
    running: byStart.filter((job) => job.state === 'running'),
    waiting: byStart.filter((job) => job.state === 'queued' || job.state === 'paused'),
    finished: byStart
      .filter((job) => isFinished(job.state))
      .sort((a, b) => (b.finishedAt ?? '').localeCompare(a.finishedAt ?? '')),
  }
}

/** How long a finished job took, in seconds; null where it never started. */
export function jobSeconds(job: Job): number | null {
  if (job.startedAt === null || job.finishedAt === null) return null
  return Math.max(0, (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000)
}

/** `1.84 GB in 58 s`, for a job that came to its end; empty where nothing is known. */
export function jobPast(job: Job, sizeBytes: number | null): string {
  const seconds = jobSeconds(job)
  if (seconds === null) return ''
  const duration = seconds < 1 ? '1 s' : formatDuration(seconds)
  return sizeBytes === null || sizeBytes <= 0 ? duration : jobsText.tookPart(formatSize(sizeBytes), duration)
}

export interface JobsSummary {
  /** Jobs that run. */
  readonly running: number
  /** Share of all that runs, 0 to 1; null where it is not known. */
  readonly share: number | null
  /** `Pulling 2 · 34 MB/s · 1 min left`; null when nothing runs. */
  readonly text: string | null
  /** Bytes a second, all running jobs together. */
  readonly rate: number
}

/** The kind that most running jobs have; the oldest of them decides between equals. */
function commonKind(jobs: readonly Job[]): JobKind | null {
  let best: JobKind | null = null
  let most = 0
  for (const { kind } of jobs) {
    const count = jobs.filter((job) => job.kind === kind).length
    if (count > most) {
      most = count
      best = kind
    }
  }
  return best
}

/** What the status bar says and the ring in the navigation shows. */
export function summarizeJobs(jobs: readonly Job[]): JobsSummary {
  const { running } = groupJobs(jobs)
  const rate = running.reduce((sum, job) => sum + (job.progress.rate ?? 0), 0)
  const known = running.filter((job) => job.progress.bytesTotal !== null)
  const total = known.reduce((sum, job) => sum + (job.progress.bytesTotal ?? 0), 0)
  const done = known.reduce((sum, job) => sum + Math.min(job.progress.bytesDone, job.progress.bytesTotal ?? 0), 0)
  const share = known.length === running.length && total > 0 ? done / total : null
  const kind = commonKind(running)
  if (kind === null) return { running: 0, share: null, text: null, rate: 0 }
  const sameKind = running.filter((job) => job.kind === kind)
  const slowest = Math.max(
    -1,
    ...known.map(({ progress }) =>
      progress.rate === null || progress.rate <= 0
        ? -1
        : ((progress.bytesTotal ?? 0) - progress.bytesDone) / progress.rate,
    ),
  )
  const others = running.length - sameKind.length
  const parts = [
    `${jobParticiples[kind]} ${sameKind.length}${others > 0 ? ` + ${others}` : ''}`,
    rate > 0 ? formatRate(rate) : null,
    slowest >= 0 && known.length === running.length ? `${formatDuration(slowest)} left` : null,
  ]
  return { running: running.length, share, text: parts.filter((part) => part !== null).join(' · '), rate }
}

/** What a finished job left behind, read out of its result; null members where it has none. */
export interface JobOutcome {
  readonly verdict: Verdict | null
  /** Path of the image it is about. */
  readonly path: string | null
  readonly sizeBytes: number | null
}

const isVerdict = (value: unknown): value is Verdict => verdicts.some((verdict) => verdict === value)

/** Reads the results of pulls and checks; other kinds leave nothing to show. */
export function jobOutcome(job: Job): JobOutcome {
  const { result } = job
  const none: JobOutcome = { verdict: null, path: null, sizeBytes: null }
  if (job.state !== 'done' || typeof result !== 'object' || result === null) return none
  const text = (name: string): string | null => {
    const value: unknown = Reflect.get(result, name)
    return typeof value === 'string' ? value : null
  }
  const verdict: unknown = Reflect.get(result, 'verdict')
  const size: unknown = Reflect.get(result, 'sizeBytes')
  return {
    verdict: isVerdict(verdict) ? verdict : null,
    path: text('path') ?? text('file'),
    sizeBytes: typeof size === 'number' ? size : null,
  }
}

const lastName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

/**
 * What a job is about, by the name of the file it makes or works on, and where that comes from. A
 * pull is known by its reference until its file has a name.
 */
export function jobNames(job: Job): { readonly name: string; readonly from: string } {
  const { path } = jobOutcome(job)
  const parsed = job.kind === 'pull' ? parseReference(job.subject) : null
  const reference = parsed?.ok === true ? job.subject : null
  if (path !== null) return { name: lastName(path), from: reference ?? job.from }
  if (parsed?.ok === true) return { name: pullFileName(parsed.value), from: job.subject }
  return { name: job.subject, from: job.from }
}
