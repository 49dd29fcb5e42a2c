/**
 * Finding in one build's log: which lines have the words, and which of them is looked at. The engine searches;
 * while the log grows, only what was added is searched again.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../../src-shared/contract/client.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'

export interface FindState {
  readonly text: string
  /** Numbers of the lines that have the text, ascending; the engine tells of the first ten thousand. */
  readonly lines: readonly number[]
  /** How many there are in all. */
  readonly total: number
  /** Place in `lines` of the one that is looked at; null before the first. */
  readonly current: number | null
  readonly isBusy: boolean
  readonly error: AppError | null
}

export interface FindStore {
  readonly state: StoreApi<FindState>
  /**
   * Looks for a text; an empty one ends finding.
   * @param near the line that is seen now: the first finding from there on is looked at
   */
  find(client: Client, text: string, near: number): Promise<void>
  /** Searches the lines that were added since. */
  extend(client: Client, logTotal: number): Promise<void>
  /** Goes to the next finding or the one before, around the ends. */
  step(by: 1 | -1): void
}

const nothing: FindState = { text: '', lines: [], total: 0, current: null, isBusy: false, error: null }

export function createFindStore(id: string): FindStore {
  const state = createStore<FindState>(() => nothing)
  let abort = new AbortController()
  /** Up to this line everything was searched. */
  let searchedTo = 0

  return {
    state,
    async find(client, text, near) {
      abort.abort()
      abort = new AbortController()
      const { signal } = abort
      searchedTo = 0
      if (text === '') return state.setState(nothing)
      state.setState({ text, isBusy: true, error: null })
      const answer = await client.call('build.findInLog', { id, text }, { signal })
      if (signal.aborted) return
      if (!answer.ok) return state.setState({ ...nothing, text, error: answer.error })
      const { lines, total } = answer.value
      searchedTo = lines.at(-1) ?? 0
      const next = lines.findIndex((line) => line >= near)
      const current = lines.length === 0 ? null : Math.max(0, next)
      state.setState({ text, lines, total, current, isBusy: false, error: null })
    },
    async extend(client, logTotal) {
      const { text, isBusy, lines, total } = state.getState()
      // What goes beyond the list is counted no further.
      if (text === '' || isBusy || total > lines.length || logTotal <= searchedTo) return
      const { signal } = abort
      state.setState({ isBusy: true })
      const answer = await client.call('build.findInLog', { id, text, after: searchedTo }, { signal })
      if (signal.aborted) return
      if (!answer.ok) return state.setState({ isBusy: false })
      const more = answer.value.lines
      searchedTo = Math.max(logTotal, more.at(-1) ?? 0)
      state.setState((before) => ({
        isBusy: false,
        lines: [...before.lines, ...more],
        total: before.total + answer.value.total,
        current: before.current ?? (more.length > 0 ? 0 : null),
      }))
    },
    step(by) {
      state.setState(({ lines, current }) => {
        if (lines.length === 0) return {}
        if (current === null) return { current: by === 1 ? 0 : lines.length - 1 }
        return { current: (current + by + lines.length) % lines.length }
      })
    },
  }
}

/** Splits a text at what was found in it, whatever the case: pieces at odd places are findings. */
export function splitAtFindings(text: string, wanted: string): readonly string[] {
  if (wanted === '') return [text]
  const low = text.toLowerCase()
  const needle = wanted.toLowerCase()
  // A few characters change their length with their case; places would be wrong then.
  if (low.length !== text.length) return [text]
  const pieces: string[] = []
  let from = 0
  for (let at = low.indexOf(needle); at !== -1; at = low.indexOf(needle, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + needle.length))
    from = at + needle.length
  }
  pieces.push(text.slice(from))
  return pieces
}
