/**
 * The entries of a huge directory in one order, fetched a page at a time as they come to view. Few
 * questions are under way at once, so dragging through half a million rows asks for where it stops,
 * not for everything it passes; pages that were not looked at for long are forgotten.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { FileSort } from './file-tree.ts'

export interface PagedState {
  readonly pages: ReadonlyMap<number, readonly FileEntry[]>
  readonly error: AppError | null
}

export interface PagedStore {
  readonly state: StoreApi<PagedState>
  /** The entry of a row; null while it is not here. */
  rowAt(index: number): FileEntry | null
  /** Rows that are near the view. `end` is one past the last. */
  show(first: number, end: number): void
  retry(): void
  connect(client: Client): () => void
}

export interface PagedOptions {
  /** Of the image. */
  readonly path: string
  readonly directory: string
  readonly total: number
  readonly sort: FileSort
  readonly isDescending: boolean
}

export const pageRows = 400
const mostPages = 60
const mostUnderWay = 2

export function createPagedStore({ path, directory, total, sort, isDescending }: PagedOptions): PagedStore {
  const state = createStore<PagedState>(() => ({ pages: new Map(), error: null }))
  const underWay = new Set<number>()
  let wanted: readonly number[] = []
  let client: Client | null = null
  let abort = new AbortController()

  const ask = async (from: Client, page: number): Promise<void> => {
    const { signal } = abort
    const first = page * pageRows
    const end = Math.min(total, first + pageRows)
    underWay.add(page)
    // Names are in stored order already; from their end they are read as the mirrored part of it.
    const isMirrored = sort === 'name' && isDescending
    const answer = await from.call(
      'files.list',
      {
        path,
        directory,
        skip: isMirrored ? total - end : first,
        limit: end - first,
        ...(sort === 'name' ? {} : { order: sort, descending: isDescending }),
      },
      { signal },
    )
    if (signal.aborted) return
    underWay.delete(page)
    if (!answer.ok) {
      if (answer.error.kind !== 'cancelled') state.setState({ error: answer.error })
      return
    }
    const { entries } = answer.value
    state.setState((before) => {
      const pages = new Map(before.pages)
      pages.set(page, isMirrored ? [...entries].reverse() : entries)
      for (const old of pages.keys()) {
        if (pages.size <= mostPages) break
        if (!wanted.includes(old)) pages.delete(old)
      }
      return { pages, error: null }
    })
    fetchNext()
  }

  const fetchNext = (): void => {
    const from = client
    if (from === null || state.getState().error !== null) return
    const { pages } = state.getState()
    for (const page of wanted) {
      if (underWay.size >= mostUnderWay) return
      if (!pages.has(page) && !underWay.has(page)) void ask(from, page)
    }
  }

  return {
    state,
    rowAt: (index) => state.getState().pages.get(Math.floor(index / pageRows))?.[index % pageRows] ?? null,
    show(first, end) {
      const from = Math.floor(first / pageRows)
      const to = Math.floor(Math.max(first, end - 1) / pageRows)
      wanted = Array.from({ length: to - from + 1 }, (_, place) => from + place)
      fetchNext()
    },
    retry() {
      state.setState({ error: null })
      fetchNext()
    },
    connect(to) {
      client = to
      abort = new AbortController()
      underWay.clear()
      state.setState({ error: null })
      fetchNext()
      return () => {
        abort.abort()
        if (client === to) client = null
      }
    },
  }
}
