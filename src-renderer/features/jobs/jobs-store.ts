/**
 * All jobs, as the engine tells of them: one list at the start, then an event for each change. The
 * store only keeps what it was told; a job's life is the engine's.
 */
import { create } from 'zustand'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Job } from '../../../src-shared/model/job.ts'

export interface JobsState {
  readonly jobs: ReadonlyMap<string, Job>
  /** False until the first list has come. */
  readonly isLoaded: boolean
  /** Why the list could not be read; what was known before stays. */
  readonly error: AppError | null
  /** Why a job could not be paused, cancelled or started again, by job. */
  readonly failures: ReadonlyMap<string, AppError>
}

export const useJobs = create<JobsState>(() => ({
  jobs: new Map(),
  isLoaded: false,
  error: null,
  failures: new Map(),
}))

function remember(job: Job): void {
  useJobs.setState(({ jobs }) => ({ jobs: new Map(jobs).set(job.id, job) }))
}

/**
 * Reads the list. Jobs that an event told of meanwhile are newer than the list and win.
 * @param told ids of jobs that events told of since the question was asked
 */
async function readList(client: Client, told: ReadonlySet<string>): Promise<void> {
  const result = await client.call('jobs.list', {})
  if (!result.ok) return useJobs.setState({ error: result.error, isLoaded: true })
  useJobs.setState(({ jobs }) => {
    const listed = result.value.map((job) => [job.id, told.has(job.id) ? (jobs.get(job.id) ?? job) : job] as const)
    const newer = [...jobs].filter(([id]) => told.has(id))
    return { jobs: new Map([...listed, ...newer]), isLoaded: true, error: null }
  })
}

/** Reads the list again, after it could not be read. */
export function reloadJobs(client: Client): Promise<void> {
  return readList(client, new Set())
}

/** Follows the jobs of this client until the returned function is called. */
export function followJobs(client: Client): () => void {
  const told = new Set<string>()
  const stops = [
    client.on('jobs.changed', (job) => {
      told.add(job.id)
      remember(job)
    }),
    client.on('jobs.removed', ({ ids }) =>
      useJobs.setState(({ jobs }) => ({ jobs: new Map([...jobs].filter(([id]) => !ids.includes(id))) })),
    ),
  ]
  void readList(client, told)
  return () => {
    for (const stop of stops) stop()
  }
}

type JobVerb = 'jobs.cancel' | 'jobs.pause' | 'jobs.resume'

/** Asks for a change of one job; its failure is kept beside the job. */
export async function askJob(client: Client, verb: JobVerb, id: string): Promise<void> {
  const result = await client.call(verb, { id })
  useJobs.setState(({ failures }) => {
    const next = new Map(failures)
    if (result.ok) next.delete(id)
    else next.set(id, result.error)
    return { failures: next }
  })
  if (result.ok) remember(result.value)
}

/** Forgets all finished jobs. */
export async function clearFinishedJobs(client: Client): Promise<void> {
  const result = await client.call('jobs.clear', {})
  if (!result.ok) useJobs.setState({ error: result.error })
}
