/** Adding images: the sheet that asks which, the jobs that add them, and what could not be added. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished } from '../../../src-shared/model/job.ts'

export interface NotAdded {
  readonly path: string
  readonly message: string
}

export interface AddState {
  /** Why the sheet is open: asked for, or because a dropped file has no path here. Null while it is closed. */
  readonly sheet: 'asked' | 'dropped' | null
  /** Jobs of this window that add images and have not ended. */
  readonly running: ReadonlySet<string>
  /** What came of the last one: how many, what not. Null until one ended, or when it was dismissed. */
  readonly outcome: { readonly added: number; readonly failed: readonly NotAdded[] } | null
  readonly error: AppError | null
}

export interface AddStore {
  readonly state: StoreApi<AddState>
  ask(reason: 'asked' | 'dropped'): void
  closeSheet(): void
  add(paths: readonly string[]): Promise<void>
  dismiss(): void
  connect(client: Client): () => void
}

/** What a finished job of kind `add` carries; read carefully, because results are not typed. */
export function readAddResult(result: unknown): { readonly added: number; readonly failed: readonly NotAdded[] } {
  if (typeof result !== 'object' || result === null) return { added: 0, failed: [] }
  const added = 'added' in result && typeof result.added === 'number' ? result.added : 0
  const failed = 'failed' in result && Array.isArray(result.failed) ? result.failed : []
  return {
    added,
    failed: failed.flatMap((one: unknown) => {
      if (typeof one !== 'object' || one === null) return []
      const path = 'path' in one && typeof one.path === 'string' ? one.path : ''
      const message = 'message' in one && typeof one.message === 'string' ? one.message : ''
      return path === '' ? [] : [{ path, message }]
    }),
  }
}

export function createAddStore(): AddStore {
  const state = createStore<AddState>(() => ({ sheet: null, running: new Set(), outcome: null, error: null }))
  let client: Client | null = null

  return {
    state,
    ask: (sheet) => state.setState({ sheet }),
    closeSheet: () => state.setState({ sheet: null }),
    dismiss: () => state.setState({ outcome: null, error: null }),
    async add(paths) {
      if (client === null || paths.length === 0) return
      state.setState({ outcome: null, error: null })
      const answer = await client.call('images.add', { paths: [...paths] })
      if (!answer.ok) return state.setState({ error: answer.error })
      const { jobId } = answer.value
      state.setState((before) => ({ running: new Set(before.running).add(jobId) }))
      // A job that ended before it was known here has said so already.
      const job = await client.call('jobs.get', { id: jobId })
      if (job.ok && isFinished(job.value.state)) finish(jobId, job.value.result, job.value.error)
    },
    connect(to) {
      client = to
      const stop = to.on('jobs.changed', (job) => {
        if (job.kind === 'add' && isFinished(job.state)) finish(job.id, job.result, job.error)
      })
      return () => {
        stop()
        state.setState({ running: new Set() })
        if (client === to) client = null
      }
    },
  }

  function finish(id: string, result: unknown, error: AppError | null): void {
    const { running } = state.getState()
    if (!running.has(id)) return
    const rest = new Set(running)
    rest.delete(id)
    if (error !== null) state.setState({ running: rest, error: error.kind === 'cancelled' ? null : error })
    else state.setState({ running: rest, outcome: readAddResult(result) })
  }
}
