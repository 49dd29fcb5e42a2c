/** Anything that can take longer than a blink. Jobs live in the database and are shown in one place. */
import type { AppError } from './error.ts'

export const jobKinds = [
  'pull',
  'verify',
  'verifyMany',
  'sign',
  'add',
  'extract',
  'hash',
  'refreshKeys',
  'push',
  'build',
  'clean',
  'compare',
  'lookAtTags',
  'move',
] as const
export type JobKind = (typeof jobKinds)[number]

export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled' | 'interrupted'

export interface JobProgress {
  /** Stable key of what is being done, like `downloading`; text in src-shared/text/jobs. */
  readonly phase: string
  readonly bytesDone: number
  readonly bytesTotal: number | null
  /** Bytes per second over the last seconds; null until known. */
  readonly rate: number | null
}

export interface Job {
  readonly id: string
  readonly kind: JobKind
  /** What it works on, as shown: an image name or a reference. */
  readonly subject: string
  /** From where, as shown; empty where there is nothing to say. */
  readonly from: string
  readonly state: JobState
  readonly progress: JobProgress
  readonly canPause: boolean
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly error: AppError | null
  /** What came out; its shape depends on the kind. */
  readonly result: unknown
  /** The last lines of its log, oldest first. */
  readonly log: readonly string[]
}

export function isFinished(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled' || state === 'interrupted'
}
