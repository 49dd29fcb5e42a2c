/**
 * The file system of one image, through its helper. Knows the requests and what comes back; keeps
 * nothing. Paths are from the root of the image; links on the way are followed and cannot leave it.
 */
import type {
  DirectoryUsage,
  FileDetails,
  FileEntry,
  FileProblem,
  FileSystemInfo,
} from '../../../src-shared/contract/files.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { entriesOf, type HashedEntry, hashesOf, infoOf, numberOf, problemOf, usageOf, xattrsOf } from './answers.ts'
import { wireOfText } from './byte-text.ts'
import type { Frame } from './frames.ts'
import { type AskOptions, endOf, type HelperClient } from './helper-client.ts'
import type { Ask } from './helper-failures.ts'

/** An answer that takes longer than this without a sign of life is not coming. Work that reads contents may be silent. */
const silenceMs = 60_000

export interface Listing {
  readonly entries: readonly FileEntry[]
  /** Entries of the whole directory, or found. */
  readonly total: number
  readonly limitReached: boolean
  readonly problems: readonly FileProblem[]
}

export interface FindQuery {
  readonly directory?: string
  /** `*`, `?`, `[a-z]`; with a slash held against the path, else against the name. */
  readonly pattern?: string | undefined
  /** Text that a file's contents must hold. */
  readonly contains?: string | undefined
  readonly ignoreCase?: boolean
  readonly limit?: number
}

/** What a stream of entries consists of. */
export type Found<Entry> =
  | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
  | { readonly kind: 'problem'; readonly problem: FileProblem }

/** What a search tells while it runs. */
export type SearchStep = Found<FileEntry> | { readonly kind: 'progress'; readonly looked: number }

export class OpenImage {
  readonly #client: HelperClient
  readonly #signal: AbortSignal | undefined

  /** @param signal ends whatever is under way */
  constructor(client: HelperClient, signal?: AbortSignal) {
    this.#client = client
    this.#signal = signal
  }

  /** @throws AppFailure FILES_DAMAGED, FILES_UNSUPPORTED; every method also FILES_HELPER_CRASHED, FILES_HELPER_STALLED, CANCELLED */
  async info(): Promise<FileSystemInfo> {
    return infoOf(await this.#end({ op: 'open', members: {} }, { silenceMs }))
  }

  /** The entries of one directory in order of their names. @throws AppFailure FILES_PATH_NOT_FOUND, FILES_WRONG_TYPE */
  list(directory: string, part: { readonly skip?: number | undefined; readonly limit?: number | undefined } = {}) {
    const members = { path: wireOfText(directory), skip: part.skip ?? null, limit: part.limit ?? null }
    return this.#collect({ op: 'list', members, inside: directory }, { silenceMs })
  }

  /** Everything below a directory, in order. */
  walk(directory: string): AsyncGenerator<Found<FileEntry>> {
    const members = { path: wireOfText(directory) }
    return this.#stream({ op: 'walk', members, inside: directory }, entriesOf, { silenceMs })
  }

  /** One entry; a link at its end is followed when asked. */
  async stat(path: string, follow = false): Promise<FileEntry> {
    const ask: Ask = { op: 'stat', members: { path: wireOfText(path), follow }, inside: path }
    const end = await this.#end(ask, { silenceMs })
    const [entry] = entriesOf({ id: 0, type: 'entries', members: { entries: [end.entry] }, data: null })
    if (entry === undefined) throw new Error('the helper answered no entry')
    return entry
  }

  /** One entry with its extended attributes and what it leads to. @throws AppFailure FILES_PATH_NOT_FOUND */
  async details(path: string): Promise<FileDetails> {
    const end = await this.#end({ op: 'stat', members: { path: wireOfText(path) }, inside: path }, { silenceMs })
    const [entry] = entriesOf({ id: 0, type: 'entries', members: { entries: [end.entry] }, data: null })
    if (entry === undefined) throw new Error('the helper answered no entry')
    const leadsTo = entry.type === 'symlink' ? await this.#targetOf(path) : null
    return { entry, xattrs: xattrsOf(end), leadsTo }
  }

  /** What is at the end of a link; null where nothing is, or where links lead in a circle. */
  async #targetOf(path: string): Promise<FileEntry | null> {
    try {
      return await this.stat(path, true)
    } catch (error) {
      if (error instanceof AppFailure && error.error.area === 'files' && error.error.kind !== 'internal') return null
      throw error
    }
  }

  /** The bytes of a file from `offset`, `length` of them or all that follow. @throws AppFailure FILES_WRONG_TYPE … */
  async *read(
    path: string,
    part: { readonly offset?: number; readonly length?: number } = {},
  ): AsyncGenerator<Buffer, { readonly sizeBytes: number }> {
    const members = { path: wireOfText(path), offset: part.offset ?? null, length: part.length ?? null }
    const frames = this.#client.ask({ op: 'read', members, inside: path }, this.#options({ silenceMs }))
    for (;;) {
      const { done, value } = await frames.next()
      if (done) return { sizeBytes: numberOf(value, 'sizeBytes') }
      if (value.data !== null) yield value.data
    }
  }

  /** Entries whose name fits and whose contents hold what is asked for. */
  find(query: FindQuery): Promise<Listing> {
    return this.#collect(this.#findAsk(query), {})
  }

  /** The same as they are found. */
  findStream(query: FindQuery): AsyncGenerator<Found<FileEntry>> {
    return this.#stream(this.#findAsk(query), entriesOf, {})
  }

  /** The same with how many entries were looked at; answers whether the limit ended it. */
  async *search(query: FindQuery): AsyncGenerator<SearchStep, { readonly limitReached: boolean }> {
    const frames = this.#client.ask(this.#findAsk(query), this.#options({}))
    for (;;) {
      const { done, value } = await frames.next()
      if (done) return { limitReached: numberOf(value, 'limitReached') > 0 }
      if (value.type === 'problem') yield { kind: 'problem', problem: problemOf(value) }
      else if (value.type === 'entries') yield { kind: 'entries', entries: entriesOf(value) }
      else if (value.type === 'progress') yield { kind: 'progress', looked: numberOf(value.members, 'looked') }
    }
  }

  #findAsk({ directory = '/', pattern, contains, ignoreCase = false, limit }: FindQuery): Ask {
    const members = {
      path: wireOfText(directory),
      pattern: pattern === undefined ? null : wireOfText(pattern),
      contains: contains === undefined ? null : wireOfText(contains),
      ignoreCase,
      limit: limit ?? null,
    }
    return { op: 'find', members, inside: directory }
  }

  /** Digests of all regular files below a directory, in no particular order. */
  hash(directory: string): AsyncGenerator<Found<HashedEntry>> {
    return this.#stream({ op: 'hash', members: { path: wireOfText(directory) }, inside: directory }, hashesOf, {})
  }

  /** Sizes of a directory and of those in it, `depth` levels down. */
  async usage(directory: string, depth: number): Promise<readonly DirectoryUsage[]> {
    const all: DirectoryUsage[] = []
    const ask: Ask = { op: 'usage', members: { path: wireOfText(directory), depth }, inside: directory }
    const frames = this.#client.ask(ask, this.#options({ silenceMs }))
    for await (const frame of frames) if (frame.type === 'entries') all.push(...usageOf(frame))
    return all
  }

  #options(options: AskOptions): AskOptions {
    return { ...options, signal: this.#signal }
  }

  /** The end of an answer, whatever came before. */
  #end(ask: Ask, options: AskOptions): Promise<Readonly<Record<string, unknown>>> {
    return endOf(this.#client, ask, this.#options(options))
  }

  async #collect(ask: Ask, options: AskOptions): Promise<Listing> {
    const entries: FileEntry[] = []
    const problems: FileProblem[] = []
    const frames = this.#client.ask(ask, this.#options(options))
    for (;;) {
      const { done, value } = await frames.next()
      if (done) {
        const limitReached = numberOf(value, 'limitReached') > 0
        return { entries, problems, total: numberOf(value, 'total'), limitReached }
      }
      if (value.type === 'problem') problems.push(problemOf(value))
      else if (value.type === 'entries') for (const entry of entriesOf(value)) entries.push(entry)
    }
  }

  async *#stream<Entry>(
    ask: Ask,
    read: (frame: Frame) => readonly Entry[],
    options: AskOptions,
  ): AsyncGenerator<Found<Entry>> {
    for await (const frame of this.#client.ask(ask, this.#options(options))) {
      if (frame.type === 'problem') yield { kind: 'problem', problem: problemOf(frame) }
      else if (frame.type === 'entries') yield { kind: 'entries', entries: read(frame) }
    }
  }
}
