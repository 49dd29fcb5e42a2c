/** A search among all files of an image: what was found so far, how far it is, and ending it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { FileEntry, FileProblem } from '../../../src-shared/contract/files.ts'
import type { AppError } from '../../../src-shared/model/error.ts'

/** `stopped` by the user; what was found stays. */
export type SearchPhase = 'idle' | 'running' | 'over' | 'stopped' | 'failed'

export interface SearchState {
  readonly phase: SearchPhase
  readonly entries: readonly FileEntry[]
  readonly problems: readonly FileProblem[]
  /** Entries looked at. */
  readonly looked: number
  readonly limitReached: boolean
  readonly error: AppError | null
}

export interface SearchQuery {
  /** Of the image. */
  readonly path: string
  readonly directory: string
  /** A pattern for names; null: any. */
  readonly pattern: string | null
  /** A text that contents hold; null: contents are not read. */
  readonly contains: string | null
}

export interface SearchStore {
  readonly state: StoreApi<SearchState>
  /** Begins a search; one that runs ends. */
  start(client: Client, query: SearchQuery): void
  /** Ends it; what was found stays. */
  stop(): void
  /** Ends it and forgets what was found. */
  clear(): void
}

/** More are not shown: who has found so much has to ask for less. */
export const mostFound = 10_000

const nothing: SearchState = { phase: 'idle', entries: [], problems: [], looked: 0, limitReached: false, error: null }

/** Characters that mean something in a pattern, as themselves. */
const literal = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&')

/** What was typed as a pattern for names: with `*`, `?` or `[…]` it is one, else it may stand anywhere in a name. */
export function patternOf(typed: string): string {
  return /[*?]|\[.+\]/.test(typed) ? typed : `*${literal(typed)}*`
}

export function createSearchStore(): SearchStore {
  const state = createStore<SearchState>(() => nothing)
  let abort = new AbortController()

  const run = async (client: Client, { path, directory, pattern, contains }: SearchQuery): Promise<void> => {
    const { signal } = abort
    const options = { signal }
    let answer = await client.call(
      'files.searchStart',
      {
        path,
        directory,
        ignoreCase: true,
        limit: mostFound,
        ...(pattern === null ? {} : { pattern }),
        ...(contains === null ? {} : { contains }),
      },
      options,
    )
    for (;;) {
      if (signal.aborted) return
      if (!answer.ok) {
        state.setState({ phase: 'failed', error: answer.error })
        return
      }
      const { search, entries, problems, looked, limitReached } = answer.value
      state.setState((before) => ({
        phase: search === null ? 'over' : 'running',
        entries: entries.length === 0 ? before.entries : [...before.entries, ...entries],
        problems: problems.length === 0 ? before.problems : [...before.problems, ...problems],
        looked,
        limitReached,
      }))
      if (search === null) return
      answer = await client.call('files.searchNext', { search }, options)
    }
  }

  const end = (): void => {
    abort.abort()
    abort = new AbortController()
  }

  return {
    state,
    start(client, query) {
      end()
      state.setState({ ...nothing, phase: 'running' })
      void run(client, query)
    },
    stop() {
      end()
      if (state.getState().phase === 'running') state.setState({ phase: 'stopped' })
    },
    clear() {
      end()
      state.setState(nothing)
    },
  }
}
