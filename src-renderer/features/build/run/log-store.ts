/**
 * The lines of one build's log, fetched a page at a time as they come to view. Few questions are under way
 * at once, and pages that were not looked at for long are forgotten, so a log of any length costs what is
 * shown of it. It keeps what it was told and never asks for what nobody sees.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../../src-shared/contract/client.ts'
import type { LogLine } from '../../../../src-shared/model/build-log.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'

export interface LogState {
  /** How many lines there are by now. */
  readonly total: number
  readonly pages: ReadonlyMap<number, readonly LogLine[]>
  readonly error: AppError | null
}

export interface LogStore {
  readonly state: StoreApi<LogState>
  /** A line by its number, from 1; null while it is not here. */
  lineAt(line: number): LogLine | null
  /** Numbers of lines near the view, both included. */
  show(first: number, last: number): void
  /** Says how many lines there are; fewer than before are ignored. */
  grow(total: number): void
  retry(): void
  connect(client: Client): () => void
}

export const pageLines = 200
const mostPages = 60
const mostUnderWay = 2

const pageOf = (line: number): number => Math.floor((line - 1) / pageLines)

export function createLogStore(id: string, total: number): LogStore {
  const state = createStore<LogState>(() => ({ total, pages: new Map(), error: null }))
  const underWay = new Set<number>()
  let wanted: readonly number[] = []
  let client: Client | null = null
  let abort = new AbortController()

  /** How many lines of a page are not here yet. */
  const missing = (page: number): number => {
    const { pages, total } = state.getState()
    return Math.min(pageLines, total - page * pageLines) - (pages.get(page)?.length ?? 0)
  }

  const ask = async (from: Client, page: number): Promise<void> => {
    const { signal } = abort
    const held = state.getState().pages.get(page) ?? []
    underWay.add(page)
    const first = page * pageLines + held.length + 1
    const answer = await from.call('build.log', { id, from: first, count: pageLines - held.length }, { signal })
    if (signal.aborted) return
    underWay.delete(page)
    if (!answer.ok) {
      if (answer.error.kind !== 'cancelled') state.setState({ error: answer.error })
      return
    }
    const { lines, total } = answer.value
    state.setState((before) => {
      const pages = new Map(before.pages)
      // A page that was read again is looked at: it goes to the end, where the young ones are.
      pages.delete(page)
      pages.set(page, [...held, ...lines])
      for (const old of pages.keys()) {
        if (pages.size <= mostPages) break
        if (!wanted.includes(old)) pages.delete(old)
      }
      return { pages, total: Math.max(before.total, total), error: null }
    })
    // An engine that has nothing more to say of a page is asked again when the log grows.
    if (lines.length > 0) fetchNext()
  }

  const fetchNext = (): void => {
    const from = client
    if (from === null || state.getState().error !== null) return
    for (const page of wanted) {
      if (underWay.size >= mostUnderWay) return
      if (missing(page) > 0 && !underWay.has(page)) void ask(from, page)
    }
  }

  return {
    state,
    lineAt: (line) => state.getState().pages.get(pageOf(line))?.[(line - 1) % pageLines] ?? null,
    show(first, last) {
      const from = pageOf(Math.max(1, first))
      const to = pageOf(Math.max(1, first, last))
      wanted = Array.from({ length: to - from + 1 }, (_, place) => from + place)
      fetchNext()
    },
    grow(next) {
      if (next <= state.getState().total) return
      state.setState({ total: next })
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
      const stop = to.on('build.logged', (logged) => {
        if (logged.id === id) this.grow(logged.total)
      })
      fetchNext()
      return () => {
        stop()
        abort.abort()
        if (client === to) client = null
      }
    },
  }
}
