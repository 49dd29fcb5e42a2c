/**
 * Reads places of an image that is not here, in blocks that are kept while it is open. For its small parts
 * only: what was read is bounded, and nothing of it is ever written to the disk. A server that gives no
 * ranges is read from its beginning as far as a little.
 */
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import type { HttpResponse } from '../platform/http/client.ts'
import type { ReadableBytes, StreamOptions } from '../sif/file-bytes.ts'
import type { ArrivingFile } from './fetch-image.ts'
import type { ByteSource } from './sources.ts'

const blockBytes = 32_768
/** More than this of one image is a download. */
const mostReadBytes = 64 * 1024 * 1024
/** So much is read for nothing of a server that answers a range with everything. */
const mostSkippedBytes = 2 * 1024 * 1024

export class RemoteBytes implements ReadableBytes {
  readonly path: string
  readonly sizeBytes: number
  readonly #source: ByteSource
  readonly #signal: AbortSignal
  readonly #blocks = new Map<number, Buffer>()
  #bytesRead = 0

  private constructor(path: string, sizeBytes: number, source: ByteSource, signal: AbortSignal) {
    this.path = path
    this.sizeBytes = sizeBytes
    this.#source = source
    this.#signal = signal
  }

  /**
   * Opens what one of the sources has; the first that has it is asked for everything.
   * @param shownAs how messages name it
   * @throws AppFailure FILE_NOT_ON_SERVER, ANSWER_MALFORMED where its size is not told, those of the network
   */
  static async open(file: ArrivingFile, shownAs: string, signal: AbortSignal): Promise<RemoteBytes> {
    const { sizeBytes } = file
    if (sizeBytes === null) throw failure('ANSWER_MALFORMED', { host: file.host })
    let missing: unknown = failure('FILE_NOT_ON_SERVER', { host: file.host })
    for await (const source of file.sources(signal)) {
      const bytes = new RemoteBytes(shownAs, sizeBytes, source, signal)
      try {
        await bytes.read(0, Math.min(blockBytes, sizeBytes))
        return bytes
      } catch (error) {
        const isElsewhere =
          error instanceof AppFailure && ['FILE_NOT_ON_SERVER', 'NOT_LOGGED_IN'].includes(error.error.code)
        if (!isElsewhere) throw error
        missing = error
      }
    }
    throw missing
  }

  get bytesRead(): number {
    return this.#bytesRead
  }

  /** @throws AppFailure RANGES_NOT_OFFERED, IMAGE_PEEK_TOO_LARGE, SIZE_DIFFERS, those of the network */
  async read(offset: number, length: number): Promise<Buffer> {
    if (offset < 0 || length < 0 || offset + length > this.sizeBytes)
      throw new RangeError(`read of ${length} bytes at ${offset} of ${this.sizeBytes}`)
    const first = Math.floor(offset / blockBytes)
    const end = Math.ceil((offset + length) / blockBytes)
    for (let block = first; block < end; ) {
      if (this.#blocks.has(block)) {
        block += 1
        continue
      }
      let after = block + 1
      while (after < end && !this.#blocks.has(after)) after += 1
      await this.#fetch(block, after)
      block = after
    }
    const pieces: Buffer[] = []
    for (let block = first; block < end; block += 1) pieces.push(this.#blocks.get(block) ?? Buffer.alloc(0))
    return Buffer.concat(pieces).subarray(offset - first * blockBytes, offset - first * blockBytes + length)
  }

  async *stream(offset: number, length: number, options: StreamOptions = {}): AsyncGenerator<Buffer> {
    for (let done = 0; done < length; ) {
      options.signal?.throwIfAborted()
      const bytes = await this.read(offset + done, Math.min(options.chunkBytes ?? blockBytes, length - done))
      done += bytes.length
      yield bytes
    }
  }

  async close(): Promise<void> {
    this.#blocks.clear()
  }

  async #fetch(first: number, after: number): Promise<void> {
    const start = first * blockBytes
    const length = Math.min(after * blockBytes, this.sizeBytes) - start
    const host = this.#source.host
    if (this.#bytesRead + length > mostReadBytes) throw failure('IMAGE_PEEK_TOO_LARGE', { host })
    const response = await this.#source.open({ start, end: start + length - 1 }, this.#signal)
    const skip = bytesToSkip(response, start, length, host)
    if (skip > mostSkippedBytes) {
      await response.discard()
      throw failure('RANGES_NOT_OFFERED', { host })
    }
    const wanted = Buffer.alloc(length)
    let place = -skip
    for await (const chunk of response.body) {
      const from = Math.max(0, -place)
      if (from < chunk.length) wanted.set(chunk.subarray(from, Math.min(chunk.length, length - place)), place + from)
      place += chunk.length
      if (place >= length) break
    }
    if (place < length) throw failure('SIZE_DIFFERS', { host })
    this.#bytesRead += length
    for (let block = first; block < after; block += 1)
      this.#blocks.set(block, wanted.subarray((block - first) * blockBytes, (block - first + 1) * blockBytes))
  }
}

/** A range must be the very one that was asked for; a whole file has what comes before it in front. */
function bytesToSkip(response: HttpResponse, start: number, length: number, host: string): number {
  if (response.status === 200) return start
  const range = /^bytes (\d+)-(\d+)\//.exec(response.header('content-range') ?? '')
  if (Number(range?.[1]) !== start || Number(range?.[2]) !== start + length - 1)
    throw failure('ANSWER_MALFORMED', { host })
  return 0
}
