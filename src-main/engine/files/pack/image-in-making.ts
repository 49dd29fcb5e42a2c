/**
 * An image whose layers are merged and that is not finished: what is in it can be looked at, further
 * files can be put in, others taken out. Paths are from the root of the image; links on the way are
 * followed inside it and cannot leave it. Must never be used after the packing it belongs to has ended.
 */
import { z } from 'zod'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { textOfWire, wireOfText } from '../byte-text.ts'
import { endOf, type HelperClient } from '../helper-client.ts'
import { feedExactly, type OpenBytes } from './feed.ts'
import type { PackAsk } from './pack-failures.ts'

/** The descriptor of the helper that contents of added files come through. */
export const contentsDescriptor = 4
/** Up to this length contents travel in the request. */
const mostInlineBytes = 128 << 10
/** Nothing of this takes long; a disk that is busy may. */
const silenceMs = 120_000

/** What is at a path. */
export type Looked =
  | { readonly kind: 'dir'; readonly mode: number; readonly names: readonly string[] }
  | { readonly kind: 'file'; readonly mode: number; readonly sizeBytes: number; readonly head: Buffer }
  | { readonly kind: 'symlink'; readonly mode: number; readonly target: string }
  | { readonly kind: 'char' | 'block' | 'fifo' | 'socket'; readonly mode: number }

export interface AddOptions {
  /** Permission bits with set-id and sticky bits; 0755 for directories, 0644 for files if missing. */
  readonly mode?: number
  /** Only with the owners of the layers kept; root if missing. */
  readonly uid?: number
  readonly gid?: number
  /** The time of the image if missing. */
  readonly mtimeSeconds?: number
  /** Leaves what is there. */
  readonly ifMissing?: boolean
  /** Also follows a link at the end of the path, and writes where it leads to. */
  readonly follow?: boolean
}

/** Contents of a file: bytes, text in UTF-8, or a source of exactly so many bytes. */
export type Contents = Uint8Array | string | Source

interface Source {
  readonly sizeBytes: number
  readonly open: OpenBytes
}

const lookedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dir'), mode: z.number(), names: z.array(z.string()) }),
  z.object({ kind: z.literal('file'), mode: z.number(), sizeBytes: z.number(), headHex: z.string() }),
  z.object({ kind: z.literal('symlink'), mode: z.number(), target: z.string() }),
  z.object({ kind: z.enum(['char', 'block', 'fifo', 'socket']), mode: z.number() }),
])
const addedSchema = z.object({ added: z.boolean() })

export class ImageInMaking {
  readonly #client: HelperClient
  readonly #signal: AbortSignal
  readonly #shownAs: string
  /** Contents share one pipe, so additions wait for each other. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Contents that broke off leave the helper waiting; nothing more can be done then. */
  #broken: { readonly error: unknown } | null = null

  /** @param signal ends whatever is under way */
  constructor(client: HelperClient, signal: AbortSignal, shownAs: string) {
    this.#client = client
    this.#signal = signal
    this.#shownAs = shownAs
  }

  /**
   * @returns what is at a path, a link at its end as such unless followed; null if nothing is there
   * @throws AppFailure FILES_PACK_REFUSED for links in circles; every method also FILES_PACKER_CRASHED,
   *   FILES_PACKER_STALLED, CANCELLED
   */
  look(path: string, { follow = false }: { readonly follow?: boolean } = {}): Promise<Looked | null> {
    return this.#inTurn(() => this.#look(path, follow))
  }

  async #look(path: string, follow: boolean): Promise<Looked | null> {
    const answer = await this.#end({ op: 'look', members: { path: wireOfText(path), follow }, inside: path })
    if (answer.kind === null) return null
    const looked = lookedSchema.parse(answer)
    switch (looked.kind) {
      case 'dir':
        return { ...looked, names: looked.names.map(textOfWire) }
      case 'symlink':
        return { ...looked, target: textOfWire(looked.target) }
      case 'file': {
        const { headHex, ...file } = looked
        return { ...file, head: Buffer.from(headHex, 'hex') }
      }
      default:
        return looked
    }
  }

  /** Makes a directory and what is missing above it; over an existing one only its metadata changes. @returns whether it was put in */
  addDirectory(path: string, options: AddOptions = {}): Promise<boolean> {
    return this.#add(path, { kind: 'dir' }, options)
  }

  /** Makes a symbolic link with this target, stored as it is. @returns whether it was put in */
  addLink(path: string, target: string, options: AddOptions = {}): Promise<boolean> {
    return this.#add(path, { kind: 'symlink', target: wireOfText(target) }, options)
  }

  /** Makes a named pipe. @returns whether it was put in */
  addFifo(path: string, options: AddOptions = {}): Promise<boolean> {
    return this.#add(path, { kind: 'fifo' }, options)
  }

  /** Makes a device. @returns whether it was put in */
  addDevice(
    path: string,
    device: { readonly kind: 'char' | 'block'; readonly major: number; readonly minor: number },
    options: AddOptions = {},
  ): Promise<boolean> {
    return this.#add(path, { ...device }, options)
  }

  /**
   * Makes a file, in place of what is there.
   * @returns whether it was put in
   * @throws AppFailure FILES_PACK_SOURCE_CHANGED when a source has more or fewer bytes than it said; FILES_PACK_LIMIT; what a
   *   source throws
   */
  async addFile(path: string, contents: Contents, options: AddOptions = {}): Promise<boolean> {
    const bytes = typeof contents === 'string' ? Buffer.from(contents, 'utf8') : contents
    if (!(bytes instanceof Uint8Array)) return this.#addFrom(path, bytes, options)
    if (bytes.length > mostInlineBytes) {
      return this.#addFrom(path, { sizeBytes: bytes.length, open: () => oneChunk(bytes) }, options)
    }
    const wire = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    return this.#add(path, { kind: 'file', contents: wire }, options)
  }

  /** Where a path leads to when links on the way and at its end are followed, whether or not anything is there. */
  async resolve(path: string): Promise<string> {
    const answer = await this.#ask({ op: 'look', members: { path: wireOfText(path), follow: true }, inside: path })
    return textOfWire(z.string().parse(answer.path))
  }

  /**
   * Replaces the contents of a regular file as writing into it does: its names, owner and attributes stay, its mode
   * unless one is given. Links at the end of the path are followed.
   * @throws AppFailure as {@link addFile}; FILES_PATH_NOT_FOUND, FILES_WRONG_TYPE
   */
  async writeInto(path: string, contents: Contents, mode?: number): Promise<void> {
    const bytes = typeof contents === 'string' ? Buffer.from(contents, 'utf8') : contents
    if (bytes instanceof Uint8Array && bytes.length <= mostInlineBytes) {
      const wire = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
      const members = { path: wireOfText(path), follow: true, mode, contents: wire }
      await this.#ask({ op: 'set', members, inside: path })
      return
    }
    const source = bytes instanceof Uint8Array ? { sizeBytes: bytes.length, open: () => oneChunk(bytes) } : bytes
    const members = { fd: contentsDescriptor, sizeBytes: source.sizeBytes, path: wireOfText(path), follow: true, mode }
    await this.#fed({ op: 'set', members, inside: path }, source)
  }

  /** Changes the permission bits of what is at a path. @throws AppFailure FILES_PATH_NOT_FOUND */
  async setMode(path: string, mode: number): Promise<void> {
    await this.#ask({ op: 'set', members: { path: wireOfText(path), follow: true, mode }, inside: path })
  }

  /** Gives what is at a path another name, in a directory that is there. @throws AppFailure FILES_PATH_NOT_FOUND, FILE_EXISTS */
  async move(path: string, to: string): Promise<void> {
    await this.#ask({ op: 'move', members: { path: wireOfText(path), to: wireOfText(to) }, inside: path })
  }

  /** Gives the regular file at `target` a further name. @throws AppFailure FILES_PACK_REFUSED when it is not there */
  async addName(path: string, target: string): Promise<void> {
    await this.#ask({ op: 'link', members: { path: wireOfText(path), to: wireOfText(target) }, inside: path })
  }

  /** Takes out what is at a path with everything below it; nothing there is no error. */
  async remove(path: string): Promise<void> {
    await this.#ask({ op: 'remove', members: { path: wireOfText(path) }, inside: path })
  }

  async #addFrom(path: string, contents: Source, options: AddOptions): Promise<boolean> {
    return this.#inTurn(async () => {
      const { ifMissing = false, follow = false, ...rest } = options
      // The helper reads contents only if it takes the file, so this must be known beforehand.
      if (ifMissing && (await this.#look(path, follow)) !== null) return false
      const members = { kind: 'file', fd: contentsDescriptor, sizeBytes: contents.sizeBytes }
      const answer = await this.#feed(this.#addAsk(path, members, { ...rest, follow }), contents)
      return addedSchema.parse(answer).added
    })
  }

  #fed(ask: PackAsk, contents: Source): Promise<Readonly<Record<string, unknown>>> {
    return this.#inTurn(() => this.#feed(ask, contents))
  }

  /** Asks for something that reads contents, and feeds them. */
  async #feed(ask: PackAsk, { open, sizeBytes }: Source): Promise<Readonly<Record<string, unknown>>> {
    const pipe = this.#client.pipe(contentsDescriptor)
    const ended = new AbortController()
    const signal = AbortSignal.any([this.#signal, ended.signal])
    // Not told by silence: the source may take its time.
    const asking = endOf(this.#client, ask, { signal: this.#signal })
    const feeding = feedExactly(open, sizeBytes, pipe, signal).then((complete) => {
      // The helper would wait for the rest for ever; the packing ends with this failure and stops it.
      if (complete || signal.aborted) return
      throw failure('FILES_PACK_SOURCE_CHANGED', { path: this.#shownAs, inside: ask.inside ?? '/' })
    })
    try {
      const [answer] = await Promise.all([asking, feeding])
      return answer
    } catch (error) {
      this.#broken = { error }
      throw error
    } finally {
      ended.abort()
      void asking.catch(() => undefined)
      void feeding.catch(() => undefined)
    }
  }

  async #add(path: string, members: Readonly<Record<string, unknown>>, options: AddOptions): Promise<boolean> {
    return addedSchema.parse(await this.#ask(this.#addAsk(path, members, options))).added
  }

  #addAsk(path: string, members: Readonly<Record<string, unknown>>, options: AddOptions): PackAsk {
    const { mode, uid, gid, mtimeSeconds, ifMissing = false, follow = false } = options
    const all = { ...members, path: wireOfText(path), mode, uid, gid, mtime: mtimeSeconds, ifMissing, follow }
    return { op: 'add', members: all, inside: path }
  }

  #ask(ask: PackAsk): Promise<Readonly<Record<string, unknown>>> {
    return this.#inTurn(() => this.#end(ask))
  }

  #end(ask: PackAsk): Promise<Readonly<Record<string, unknown>>> {
    return endOf(this.#client, ask, { signal: this.#signal, silenceMs })
  }

  /** The helper answers one request after the other, so one waits for the other here. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#turn.then(() => {
      if (this.#broken !== null) throw this.#broken.error
      return work()
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
