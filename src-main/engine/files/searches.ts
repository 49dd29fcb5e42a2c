/**
 * Searches that are given out as they find: each runs by itself, waits while nobody takes what it
 * found, and ends when the one who asked goes away or stops asking. Owns their lives and nothing else.
 */
import { randomUUID } from 'node:crypto'
import type { FileEntry, FileProblem, SearchPart } from '../../../src-shared/contract/files.ts'
import type { CallParams } from '../../../src-shared/contract/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { ImagePool } from './image-pool.ts'

/** A search that nobody asks about for so long is ended. */
const forgottenMs = 30_000
/** The search waits while so many findings are not taken. */
const mostWaiting = 2000

export interface Searches {
  /** @throws AppFailure CANCELLED, and those of looking into the image */
  start(query: CallParams<'files.searchStart'>, signal: AbortSignal): Promise<SearchPart>
  /** @throws AppFailure as {@link start}; CANCELLED also for a search that has ended */
  next(search: string, signal: AbortSignal): Promise<SearchPart>
  close(): void
}

class Search {
  readonly id = randomUUID()
  readonly #abort = new AbortController()
  #entries: FileEntry[] = []
  #problems: FileProblem[] = []
  #looked = 0
  #limitReached = false
  #isOver = false
  #error: unknown = null
  /** Wakes whoever waits for findings. */
  #found: (() => void) | null = null
  /** Wakes the search when its findings were taken. */
  #taken: (() => void) | null = null

  constructor(use: ImagePool['use'], { path, ...query }: CallParams<'files.searchStart'>) {
    const { signal } = this.#abort
    const running = use(path, signal, async (image) => {
      const stream = image.search(query)
      for (;;) {
        const { done, value } = await stream.next()
        if (done) {
          this.#limitReached = value.limitReached
          return
        }
        if (value.kind === 'entries') this.#entries.push(...value.entries)
        else if (value.kind === 'problem') this.#problems.push(value.problem)
        else this.#looked = value.looked
        this.#tell()
        if (this.#entries.length + this.#problems.length >= mostWaiting) {
          await new Promise<void>((resolve) => {
            this.#taken = resolve
            if (signal.aborted) resolve()
          })
        }
      }
    })
    void running
      .catch((error: unknown) => {
        this.#error = error
      })
      .finally(() => {
        this.#isOver = true
        this.#tell()
      })
  }

  get isOver(): boolean {
    return this.#isOver && this.#entries.length === 0 && this.#problems.length === 0
  }

  #tell(): void {
    const found = this.#found
    this.#found = null
    found?.()
  }

  end(): void {
    this.#abort.abort()
    this.#taken?.()
  }

  /** What was found since the last time; waits until there is something to tell. */
  async take(signal: AbortSignal): Promise<SearchPart> {
    if (!this.#isOver && this.#entries.length === 0 && this.#problems.length === 0) {
      await new Promise<void>((resolve) => {
        this.#found = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    if (signal.aborted) {
      this.end()
      throw failure('CANCELLED')
    }
    const part = { entries: this.#entries, problems: this.#problems, looked: this.#looked }
    this.#entries = []
    this.#problems = []
    const taken = this.#taken
    this.#taken = null
    taken?.()
    if (this.#isOver && this.#error !== null) throw this.#error
    return { ...part, search: this.#isOver ? null : this.id, limitReached: this.#limitReached }
  }
}

export function createSearches(use: ImagePool['use']): Searches {
  const open = new Map<string, { readonly search: Search; timer: NodeJS.Timeout | null }>()

  const drop = (id: string): void => {
    const held = open.get(id)
    open.delete(id)
    if (held?.timer) clearTimeout(held.timer)
    held?.search.end()
  }

  const ask = async (id: string, signal: AbortSignal): Promise<SearchPart> => {
    const held = open.get(id)
    if (held === undefined) throw failure('CANCELLED')
    if (held.timer !== null) clearTimeout(held.timer)
    held.timer = null
    try {
      const part = await held.search.take(signal)
      if (part.search === null) drop(id)
      else {
        held.timer = setTimeout(() => drop(id), forgottenMs)
        held.timer.unref()
      }
      return part
    } catch (error) {
      drop(id)
      throw error
    }
  }

  return {
    async start(query, signal) {
      if (signal.aborted) throw failure('CANCELLED')
      const search = new Search(use, query)
      open.set(search.id, { search, timer: null })
      return ask(search.id, signal)
    },
    next: ask,
    close() {
      for (const id of [...open.keys()]) drop(id)
    },
  }
}
