/**
 * A root in a squashfs with everything an archive of it needs: owners, times, inodes, attributes. Names are
 * byte strings here, one character a byte, as the helper has them. It only reads.
 */
import { z } from 'zod'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'
import { textOfWire } from '../../files/byte-text.ts'
import type { Frame } from '../../files/frames.ts'
import { endOf, type HelperClient } from '../../files/helper-client.ts'
import type { Ask } from '../../files/helper-failures.ts'

const entrySchema = z.object({
  path: z.string(),
  type: z.enum(['file', 'dir', 'symlink', 'char', 'block', 'fifo', 'socket']),
  sizeBytes: z.number(),
  mode: z.string(),
  uid: z.number(),
  gid: z.number(),
  mtime: z.number(),
  inode: z.number(),
  links: z.number(),
  target: z.string().optional(),
  major: z.number().optional(),
  minor: z.number().optional(),
  hasXattrs: z.boolean().optional(),
})
export type RootEntry = Readonly<z.output<typeof entrySchema>>

const xattrsSchema = z.array(z.object({ name: z.string(), valueHex: z.string() }))
export type RootXattrs = Readonly<z.output<typeof xattrsSchema>>

export class RootReader {
  readonly #client: HelperClient
  readonly #signal: AbortSignal

  constructor(client: HelperClient, signal: AbortSignal) {
    this.#client = client
    this.#signal = signal
  }

  /** What is at a path; null when nothing is. */
  async stat(path: string, follow: boolean): Promise<RootEntry | null> {
    try {
      const end = await this.#end('stat', path, { follow })
      return entrySchema.parse(end.entry)
    } catch (error) {
      if (error instanceof AppFailure && error.error.code === 'FILES_PATH_NOT_FOUND') return null
      throw error
    }
  }

  async xattrs(path: string): Promise<RootXattrs> {
    return xattrsSchema.parse((await this.#end('stat', path, { follow: false })).xattrs)
  }

  /** The entries of a directory in order of their names. */
  list(path: string): AsyncGenerator<RootEntry> {
    return this.#entries('list', path)
  }

  /** Everything below a directory, directories before what is in them. */
  walk(path: string): AsyncGenerator<RootEntry> {
    return this.#entries('walk', path)
  }

  /** The bytes of a regular file. */
  async *read(path: string): AsyncGenerator<Uint8Array> {
    for await (const frame of this.#ask('read', path, {})) if (frame.data !== null) yield frame.data
  }

  async *#entries(op: string, path: string): AsyncGenerator<RootEntry> {
    for await (const frame of this.#ask(op, path, {})) {
      if (frame.type === 'entries') yield* z.array(entrySchema).parse(frame.members.entries)
    }
  }

  #ask(op: string, path: string, members: Readonly<Record<string, unknown>>): AsyncGenerator<Frame> {
    return this.#client.ask(askOf(op, path, members), { signal: this.#signal })
  }

  #end(op: string, path: string, members: Readonly<Record<string, unknown>>) {
    return endOf(this.#client, askOf(op, path, members), { signal: this.#signal })
  }
}

function askOf(op: string, path: string, members: Readonly<Record<string, unknown>>): Ask {
  return { op, members: { ...members, path }, inside: textOfWire(path) }
}
