/**
 * The directories of one image that were looked at. Each is fetched once, when it is first needed;
 * nothing is listed in advance, so an image with a million files costs what is unfolded. Of a huge
 * directory only the first entries are held here; its table fetches the others as they come to view.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { ancestorsOf, type Directory } from './file-tree.ts'

export interface FilesState {
  readonly directories: ReadonlyMap<string, Directory>
  readonly errors: ReadonlyMap<string, AppError>
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

/** A directory with at most so many entries is held whole, and sorted here. */
export const wholeUpTo = 3000

export function createFilesStore(path: string): FilesStore {
  const state = createStore<FilesState>(() => ({
    directories: new Map(),
    errors: new Map(),
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
    const answer = await from.call('files.list', { path, directory, limit: wholeUpTo }, { signal })
    state.setState((before) => {
      const loading = new Set(before.loading)
      loading.delete(directory)
      const errors = new Map(before.errors)
      errors.delete(directory)
      if (answer.ok) return { loading, errors, directories: new Map(before.directories).set(directory, answer.value) }
      return { loading, errors: answer.error.kind === 'cancelled' ? errors : errors.set(directory, answer.error) }
    })
  }

  const unfold = (directories: readonly string[]): void => {
    state.setState((before) => ({ expanded: new Set([...before.expanded, ...directories]) }))
    for (const directory of directories) void fetch(directory)
  }

  return {
    state,
    open: (directory) => {
      unfold(ancestorsOf(directory).slice(0, -1))
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
