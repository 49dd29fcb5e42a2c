/**
 * Bounded, positioned reads from one file that may be anything and may change at any time.
 * It knows nothing of the format and never reads a byte that was not asked for.
 */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { failure } from '../../../src-shared/text/errors/index.ts'

/** How much is read at once when a range is streamed. */
const chunkSizeBytes = 1024 * 1024

export interface StreamOptions {
  /** Aborting ends the stream with the signal's reason. */
  readonly signal?: AbortSignal
  /** Bytes a time; 1 MiB unless told otherwise. */
  readonly chunkBytes?: number
}

/** Bytes of known number that can be read at any place: a file here, or one that lies elsewhere. */
export interface ReadableBytes {
  /** For messages. */
  readonly path: string
  readonly sizeBytes: number
  /** Bytes read so far. */
  readonly bytesRead: number
  read(offset: number, length: number): Promise<Buffer>
  stream(offset: number, length: number, options?: StreamOptions): AsyncGenerator<Buffer>
  close(): Promise<void>
}

export class FileBytes implements ReadableBytes {
  /** For messages. */
  readonly path: string
  /** As it was when the file was opened. */
  readonly sizeBytes: number
  readonly #handle: FileHandle
  #bytesRead = 0

  private constructor(path: string, handle: FileHandle, sizeBytes: number) {
    this.path = path
    this.#handle = handle
    this.sizeBytes = sizeBytes
  }

  /**
   * Opens an ordinary file for reading.
   * @param shownAs how messages name the file
   * @throws AppFailure FILE_IS_DIRECTORY, SIF_NOT_A_FILE; system errors of opening as they are
   */
  static async open(path: string, shownAs = path): Promise<FileBytes> {
    // Without blocking, so that a pipe under an image's name cannot hold the caller for ever.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const status = await handle.stat()
      if (status.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path: shownAs })
      if (!status.isFile()) throw failure('SIF_NOT_A_FILE', { path: shownAs })
      return new FileBytes(shownAs, handle, status.size)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Bytes read from the file so far. */
  get bytesRead(): number {
    return this.#bytesRead
  }

  /**
   * Reads a range that lies inside the file.
   * @throws AppFailure SIF_CHANGED_UNDERNEATH when the file has become shorter
   */
  async read(offset: number, length: number): Promise<Buffer> {
    if (offset < 0 || length < 0 || offset + length > this.sizeBytes) {
      throw new RangeError(`read of ${length} bytes at ${offset} in a file of ${this.sizeBytes}`)
    }
    const bytes = Buffer.allocUnsafe(length)
    await this.#fill(bytes, offset)
    return bytes
  }

  async #fill(bytes: Buffer, offset: number): Promise<void> {
    let done = 0
    while (done < bytes.length) {
      const { bytesRead } = await this.#handle.read(bytes, done, bytes.length - done, offset + done)
      if (bytesRead === 0) throw failure('SIF_CHANGED_UNDERNEATH', { path: this.path })
      done += bytesRead
      this.#bytesRead += bytesRead
    }
  }

  /**
   * Streams a range that lies inside the file. Every chunk is the receiver's own.
   * @throws AppFailure SIF_CHANGED_UNDERNEATH when the file has become shorter
   */
  async *stream(offset: number, length: number, options: StreamOptions = {}): AsyncGenerator<Buffer> {
    const chunkBytes = options.chunkBytes ?? chunkSizeBytes
    for (let done = 0; done < length; ) {
      options.signal?.throwIfAborted()
      const bytes = await this.read(offset + done, Math.min(chunkBytes, length - done))
      done += bytes.length
      yield bytes
    }
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}
