/**
 * Where the files of a tar archive are in it. Reads headers only: ustar, GNU long names and PAX paths, links
 * among the entries followed. Every number is compared with the size of the file. Directories need no entry.
 */
import type { FileHandle } from 'node:fs/promises'
import { failure } from '../../../../src-shared/text/errors/index.ts'

export interface ArchivedFile {
  readonly offset: number
  readonly sizeBytes: number
}

const blockBytes = 512
const maxHeaderBytes = 1 << 20
const maxEntries = 200_000
const maxLinks = 16

export class TarIndex {
  readonly #files: ReadonlyMap<string, ArchivedFile>
  readonly #links: ReadonlyMap<string, string>

  private constructor(files: ReadonlyMap<string, ArchivedFile>, links: ReadonlyMap<string, string>) {
    this.#files = files
    this.#links = links
  }

  /** @throws AppFailure OCI_ARCHIVE_MALFORMED */
  static async read(handle: FileHandle, shownAs: string, signal: AbortSignal): Promise<TarIndex> {
    const { size } = await handle.stat()
    const files = new Map<string, ArchivedFile>()
    const links = new Map<string, string>()
    const malformed = (reason: string) => failure('OCI_ARCHIVE_MALFORMED', { path: shownAs, reason })
    let longName: string | null = null
    let longLink: string | null = null
    let entries = 0
    for (let at = 0; at + blockBytes <= size; ) {
      signal.throwIfAborted()
      const header = await readExactly(handle, at, blockBytes)
      if (header.every((byte) => byte === 0)) break
      if (!hasGoodSum(header)) throw malformed(at === 0 ? 'it is no tar archive' : `a header at ${at} is damaged`)
      const sizeBytes = numberField(header, 124, 12)
      const offset = at + blockBytes
      if (sizeBytes === null || offset + sizeBytes > size) throw malformed('it ends too early')
      at = offset + Math.ceil(sizeBytes / blockBytes) * blockBytes
      const type = String.fromCharCode(header[156] ?? 0)
      if (type === 'L' || type === 'K' || type === 'x' || type === 'g') {
        if (sizeBytes > maxHeaderBytes) throw malformed('a name in it is too long')
        const bytes = await readExactly(handle, offset, sizeBytes)
        if (type === 'L') longName = cString(bytes)
        else if (type === 'K') longLink = cString(bytes)
        else if (type === 'x') {
          const pax = paxRecords(bytes)
          longName = pax.get('path') ?? longName
          longLink = pax.get('linkpath') ?? longLink
        }
        continue
      }
      entries += 1
      if (entries > maxEntries) throw malformed('it has too many entries')
      const name = plainName(longName ?? headerName(header))
      if (type === '0' || type === '\0' || type === '7') files.set(name, { offset, sizeBytes })
      else if (type === '1') links.set(name, plainName(longLink ?? cString(header.subarray(157, 257))))
      else if (type === '2') {
        const target = longLink ?? cString(header.subarray(157, 257))
        links.set(name, plainName(`${name}/../${target}`))
      }
      longName = null
      longLink = null
    }
    return new TarIndex(files, links)
  }

  /** Names of files, without slashes and dots in front. */
  names(): Iterable<string> {
    return this.#files.keys()
  }

  /** A file by its name, whatever slashes and dots it has in the archive; null when it is not there. */
  find(name: string): ArchivedFile | null {
    let wanted = plainName(name)
    for (let links = 0; links <= maxLinks; links += 1) {
      const file = this.#files.get(wanted)
      if (file !== undefined) return file
      const target = this.#links.get(wanted)
      if (target === undefined) return null
      wanted = target
    }
    return null
  }
}

export async function readExactly(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, offset + done)
    if (bytesRead === 0) return buffer.subarray(0, done)
    done += bytesRead
  }
  return buffer
}

function hasGoodSum(header: Buffer): boolean {
  const sum = numberField(header, 148, 8)
  let total = 0
  for (const [index, byte] of header.entries()) total += index >= 148 && index < 156 ? 32 : byte
  return sum === total
}

/** Octal text, or a binary number when the first bit says so; null when it is neither. */
function numberField(header: Buffer, at: number, length: number): number | null {
  const field = header.subarray(at, at + length)
  const first = field[0] ?? 0
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f
    for (const byte of field.subarray(1)) value = value * 256 + byte
    return Number.isSafeInteger(value) ? value : null
  }
  const text = cString(field).trim()
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : null
}

function headerName(header: Buffer): string {
  const name = cString(header.subarray(0, 100))
  const isUstar = header.toString('latin1', 257, 262) === 'ustar' && header[262] === 0
  const prefix = isUstar ? cString(header.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function cString(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end)
}

function paxRecords(bytes: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const length = blank < 0 ? Number.NaN : Number(bytes.toString('latin1', at, blank))
    if (!Number.isInteger(length) || length <= blank - at + 1) break
    const record = bytes.toString('utf8', blank + 1, at + length - 1)
    const equals = record.indexOf('=')
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}

/** A name without leading slashes, dots and steps back, which cannot leave the archive. */
function plainName(name: string): string {
  const kept: string[] = []
  for (const part of name.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return kept.join('/')
}
