/**
 * The directories of one image that were looked at. Each is fetched once, when it is first needed;
 * nothing is listed in advance, so an image with a million files costs what is unfolded.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { FileEntry, FileProblem } from '../../../src-shared/contract/files.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { ancestorsOf } from './file-tree.ts'

export interface FilesState {
  readonly directories: ReadonlyMap<string, readonly FileEntry[]>
  readonly errors: ReadonlyMap<string, AppError>
  /** Directories of which only the first entries are held, with how many there are. */
  readonly totals: ReadonlyMap<string, number>
  /** What could not be read in a directory. */
  readonly problems: ReadonlyMap<string, readonly FileProblem[]>
  readonly loading: ReadonlySet<string>
  readonly expanded: ReadonlySet<string>
}

export interface FilesStore {
  readonly state: StoreApi<FilesState>
  /** Fetches a directory if it is not known, and unfolds the way to it. */
  open(directory: string): void
  toggle(directory: string): void
  retry(directory: string): void
  connect(client: Client): () => void
}

/** Of a directory with more entries only these are shown; finding looks at all. */
const mostEntries = 20_000

export function createFilesStore(path: string): FilesStore {
  const state = createStore<FilesState>(() => ({
    directories: new Map(),
    errors: new Map(),
    totals: new Map(),
    problems: new Map(),
    loading: new Set(),
    expanded: new Set(['/']),
  }))
  let client: Client | null = null
  let abort = new AbortController()

  const fetch = async (directory: string): Promise<void> => {
    const from = client
    const { signal } = abort
    if (from === null) return
    const { directories, loading } = state.getState()
    if (directories.has(directory) || loading.has(directory)) return
    state.setState((before) => ({ loading: new Set(before.loading).add(directory) }))
    const answer = await from.call('files.list', { path, directory, limit: mostEntries }, { signal })
    state.setState((before) => {
      const after = new Set(before.loading)
      after.delete(directory)
      const errors = new Map(before.errors)
      errors.delete(directory)
      if (answer.ok) {
        const { entries, total, problems } = answer.value
        return {
          loading: after,
          errors,
          directories: new Map(before.directories).set(directory, entries),
          totals: total > entries.length ? new Map(before.totals).set(directory, total) : before.totals,
          problems: problems.length > 0 ? new Map(before.problems).set(directory, problems) : before.problems,
        }
      }
      return {
        loading: after,
        errors: answer.error.kind === 'cancelled' ? errors : errors.set(directory, answer.error),
      }
    })
  }

  const unfold = (directories: readonly string[]): void => {
    state.setState((before) => ({ expanded: new Set([...before.expanded, ...directories]) }))
    for (const directory of directories) void fetch(directory)
  }

  return {
    state,
    open: (directory) => {
      const ancestors = ancestorsOf(directory)
      unfold(ancestors.slice(0, -1))
      void fetch(directory)
    },
    toggle: (directory) => {
      if (!state.getState().expanded.has(directory)) return unfold([directory])
      state.setState((before) => {
        const expanded = new Set(before.expanded)
        expanded.delete(directory)
        return { expanded }
      })
    },
    retry: (directory) => void fetch(directory),
    connect(to) {
      client = to
      abort = new AbortController()
      state.setState({ errors: new Map(), loading: new Set() })
      return () => {
        abort.abort()
        if (client === to) client = null
      }
    },
  }
}
