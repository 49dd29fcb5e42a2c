import { z } from 'zod'
import type { Job } from '../model/job.ts'
import { call, nothing } from './define.ts'

const id = z.strictObject({ id: z.string().max(64) })

export const jobsCalls = {
  /** All jobs that are not finished, and the finished ones of late, newest first. */
  'jobs.list': call<readonly Job[]>()(nothing),
  'jobs.get': call<Job>()(id),
  'jobs.cancel': call<Job>()(id),
  'jobs.pause': call<Job>()(id),
  /** Lets a paused job go on; starts a failed, cancelled or interrupted one again from what it was started with. */
  'jobs.resume': call<Job>()(id),
  /** Forgets finished jobs; answers how many. */
  'jobs.clear': call<{ readonly removed: number }>()(nothing),
}

export interface JobsEvents {
  /** A job was made, moved on or ended. At most ten a second for each job. */
  'jobs.changed': Job
  'jobs.removed': { readonly ids: readonly string[] }
}
