/**
 * Checks of many images as the window follows them: the newest report of the engine, which keeps it and
 * goes on without any window. Starts and stops; it checks nothing itself.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { VerifyReport } from '../../../src-shared/model/verify-report.ts'

export interface VerifyRun {
  /** The newest report; null when there is none, or before it is known. */
  readonly report: VerifyReport | null
  readonly isLoaded: boolean
  /** How far the one that is under way has come; newer than the report between two looks at it. */
  readonly done: number
  /** Why the last call failed; the report before it stays. */
  readonly error: AppError | null
}

export interface VerifyRunner {
  readonly state: StoreApi<VerifyRun>
  /**
   * @param paths files and folders; null for the whole library
   * @returns why it could not be started; null when it was
   */
  start(paths: readonly string[] | null, lookUpKeys?: boolean): Promise<AppError | null>
  stop(): Promise<void>
  /** Follows the engine until the returned function is called. */
  connect(client: Client): () => void
}

/** A report of thousands is not fetched again for each of its images. */
const lookEveryMs = 1200

export function createVerifyRunner(): VerifyRunner {
  const state = createStore<VerifyRun>(() => ({ report: null, isLoaded: false, done: 0, error: null }))
  let client: Client | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  const look = async (): Promise<void> => {
    timer = null
    const from = client
    if (from === null) return
    const answer = await from.call('signatures.report', {})
    if (client !== from) return
    if (!answer.ok) {
      if (answer.error.kind !== 'cancelled') state.setState({ isLoaded: true, error: answer.error })
      return
    }
    const report = answer.value
    state.setState({ report, isLoaded: true, error: null, done: report === null ? 0 : doneOf(report) })
  }

  return {
    state,
    async start(paths, lookUpKeys = false) {
      if (client === null) return null
      const answer = await client.call('signatures.verifyMany', {
        lookUpKeys,
        ...(paths === null ? {} : { paths: [...paths] }),
      })
      if (!answer.ok) {
        state.setState({ error: answer.error })
        return answer.error
      }
      await look()
      return null
    },
    async stop() {
      const jobId = state.getState().report?.jobId ?? null
      if (client !== null && jobId !== null) await client.call('jobs.cancel', { id: jobId })
    },
    connect(to) {
      client = to
      const stops = [
        to.on('signatures.reported', ({ id, done, total }) => {
          const { report } = state.getState()
          if (report?.id === id) state.setState({ done })
          // The last one is looked at without delay.
          if (done === total && timer !== null) {
            clearTimeout(timer)
            timer = null
          }
          timer ??= setTimeout(() => void look(), done === total ? 0 : lookEveryMs)
        }),
        to.on('jobs.changed', ({ id, state: jobState }) => {
          const isMine = state.getState().report?.jobId === id
          if (isMine && jobState !== 'running') timer ??= setTimeout(() => void look(), 0)
        }),
      ]
      void look()
      return () => {
        for (const stop of stops) stop()
        if (timer !== null) clearTimeout(timer)
        timer = null
        if (client === to) client = null
      }
    },
  }
}

function doneOf({ files }: VerifyReport): number {
  return files.filter(({ outcome }) => outcome.kind !== 'waiting').length
}

export function isRunning({ report }: Pick<VerifyRun, 'report'>): boolean {
  return report !== null && report.jobId !== null && report.finishedAt === null
}
