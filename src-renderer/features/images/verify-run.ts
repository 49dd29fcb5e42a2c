/**
 * Verifying many images one after the other: a few at a time, so that neither the list of jobs nor
 * the disk is flooded, with what each verdict was before. Keeps the last run for its report.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { isFinished, type Job } from '../../../src-shared/model/job.ts'
import type { Verdict, Verification } from '../../../src-shared/model/verification.ts'

export interface VerifiedImage {
  readonly image: ImageSummary
  /** What the list said when the run began. */
  readonly before: Verdict | null
  readonly outcome:
    | { readonly kind: 'waiting' }
    | { readonly kind: 'checked'; readonly verification: Verification }
    | { readonly kind: 'failed'; readonly error: AppError }
}

export interface VerifyRun {
  /** ISO 8601; null when there was none yet. */
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly wasStopped: boolean
  readonly images: readonly VerifiedImage[]
}

export interface VerifyRunner {
  readonly state: StoreApi<VerifyRun>
  /** Starts a run; one that is under way is stopped first. Ends with the run. */
  start(client: Client, images: readonly ImageSummary[]): Promise<void>
  stop(): void
}

const atOnce = 4
const showEveryMs = 150

export function createVerifyRunner(clock: () => Date = () => new Date()): VerifyRunner {
  const state = createStore<VerifyRun>(() => ({ startedAt: null, finishedAt: null, wasStopped: false, images: [] }))
  let controller: AbortController | null = null

  /** Checks one image and answers how that ended. */
  const checkOne = async (client: Client, path: string, signal: AbortSignal): Promise<VerifiedImage['outcome']> => {
    const ended = waitForJobs(client, signal)
    try {
      const answer = await client.call('signatures.verify', { path })
      if (!answer.ok) return { kind: 'failed', error: answer.error }
      const job = await ended.of(answer.value.jobId)
      if (job === null) {
        await client.call('jobs.cancel', { id: answer.value.jobId })
        return { kind: 'waiting' }
      }
      if (job.error !== null) return { kind: 'failed', error: job.error }
      const last = await client.call('signatures.last', { path })
      if (!last.ok) return { kind: 'failed', error: last.error }
      return last.value === null ? { kind: 'waiting' } : { kind: 'checked', verification: last.value }
    } finally {
      ended.close()
    }
  }

  return {
    state,
    async start(client, images) {
      controller?.abort()
      const mine = new AbortController()
      controller = mine
      state.setState({
        startedAt: clock().toISOString(),
        finishedAt: null,
        wasStopped: false,
        images: images.map((image) => ({ image, before: image.verdict, outcome: { kind: 'waiting' } })),
      })
      let next = 0
      // Outcomes are shown together: copying a list of thousands for each of them would be slow.
      let fresh = new Map<number, VerifiedImage['outcome']>()
      let timer: ReturnType<typeof setTimeout> | null = null
      const show = (): void => {
        if (timer !== null) clearTimeout(timer)
        timer = null
        const outcomes = fresh
        fresh = new Map()
        if (controller !== mine || outcomes.size === 0) return
        state.setState((before) => ({
          images: before.images.map((one, at) => {
            const outcome = outcomes.get(at)
            return outcome === undefined ? one : { ...one, outcome }
          }),
        }))
      }
      const work = async (): Promise<void> => {
        while (next < images.length && !mine.signal.aborted) {
          const at = next
          next += 1
          const image = images[at]
          if (image === undefined) return
          const outcome = await checkOne(client, image.path, mine.signal)
          fresh.set(at, outcome)
          timer ??= setTimeout(show, showEveryMs)
        }
      }
      await Promise.all(Array.from({ length: Math.min(atOnce, images.length) }, work))
      show()
      if (controller !== mine) return
      state.setState({ finishedAt: clock().toISOString(), wasStopped: mine.signal.aborted })
    },
    stop: () => controller?.abort(),
  }
}

/** Remembers jobs that end, also before anybody asks for them; null when `signal` aborts first. */
function waitForJobs(client: Client, signal: AbortSignal) {
  const finished = new Map<string, Job>()
  const waiting = new Map<string, (job: Job | null) => void>()
  const stop = client.on('jobs.changed', (job) => {
    if (job.kind !== 'verify' || !isFinished(job.state)) return
    finished.set(job.id, job)
    waiting.get(job.id)?.(job)
  })
  return {
    of: (id: string): Promise<Job | null> => {
      const early = finished.get(id)
      if (early !== undefined) return Promise.resolve(early)
      if (signal.aborted) return Promise.resolve(null)
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        signal.addEventListener('abort', () => resolve(null), { once: true })
      })
    },
    close: stop,
  }
}

export function countDone(run: VerifyRun): number {
  return run.images.filter((one) => one.outcome.kind !== 'waiting').length
}
