/**
 * Reads files that somebody named. The path may lead to anything: a folder, a device without end, a pipe that
 * nobody writes to. Nothing is waited for that cannot be cancelled, and nothing is written.
 */
import { close, constants, fstat, open, read } from 'node:fs'
import { type FileHandle, open as openHandle } from 'node:fs/promises'
import { Socket } from 'node:net'
import { isatty, ReadStream } from 'node:tty'
import { promisify } from 'node:util'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatSize } from '../../../src-shared/text/format.ts'

export interface StreamOptions {
  /**
   * Pipes, terminals and devices as well. For what a command was given on its line, where `<(…)` is a file like any
   * other; never for paths that were kept, or found in another file.
   */
  readonly allowsPipes?: boolean
  /** Ends the wait for somebody who writes into a pipe. */
  readonly signal?: AbortSignal | undefined
}

export interface NamedFileOptions extends StreamOptions {
  /** A larger file is refused, and read no further than this. */
  readonly mostBytes: number
}

// With plain descriptors: one that is given to a stream is closed by it.
const openDescriptor = promisify(open)
const closeDescriptor = promisify(close)
const statusOf = promisify(fstat)
const readSome = promisify(read)

/** Without blocking: a pipe that nobody writes to would hold a thread, and with it the process, for ever. */
const readingFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
const chunkBytes = 65_536

/**
 * @returns all bytes of the file
 * @throws AppFailure FILE_TOO_LARGE, and as {@link streamNamedFile}
 */
export async function readNamedFile(path: string, options: NamedFileOptions): Promise<Buffer> {
  const kept: Buffer[] = []
  let length = 0
  // Not by the size that the file says: a device says none, and a file may grow meanwhile.
  for await (const chunk of streamNamedFile(path, options)) {
    length += chunk.length
    if (length > options.mostBytes) throw failure('FILE_TOO_LARGE', { path, limit: formatSize(options.mostBytes) })
    kept.push(chunk)
  }
  return Buffer.concat(kept)
}

/** The same as text; bytes that are no UTF-8 become replacement characters. */
export async function readNamedText(path: string, options: NamedFileOptions): Promise<string> {
  return (await readNamedFile(path, options)).toString('utf8')
}

/**
 * The bytes of a file as they come. It is opened when the first are asked for.
 * @throws AppFailure FILE_IS_DIRECTORY, FILE_NOT_ORDINARY, CANCELLED; system errors of opening, which bear the path
 */
export async function* streamNamedFile(path: string, options: StreamOptions = {}): AsyncGenerator<Buffer> {
  const descriptor = await openDescriptor(path, readingFlags)
  let isHandedOver = false
  try {
    const status = await statusOf(descriptor)
    if (status.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path })
    if (!status.isFile() && options.allowsPipes !== true) throw failure('FILE_NOT_ORDINARY', { path })
    isHandedOver = status.isFIFO() || isatty(descriptor)
    yield* isHandedOver ? waitingFor(descriptor, options) : chunksOf(descriptor, options)
  } finally {
    if (!isHandedOver) await closeDescriptor(descriptor)
  }
}

async function* chunksOf(descriptor: number, { signal }: StreamOptions): AsyncGenerator<Buffer> {
  for (;;) {
    if (signal?.aborted) throw failure('CANCELLED')
    const { bytesRead, buffer } = await readSome(descriptor, Buffer.alloc(chunkBytes), 0, chunkBytes, null)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}

/** From what may have nothing to read yet. The stream closes the descriptor. */
async function* waitingFor(descriptor: number, { signal }: StreamOptions): AsyncGenerator<Buffer> {
  const stream = isatty(descriptor)
    ? new ReadStream(descriptor)
    : new Socket({ fd: descriptor, readable: true, writable: false })
  const stop = (): void => {
    stream.destroy(failure('CANCELLED'))
  }
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    yield* stream
  } finally {
    signal?.removeEventListener('abort', stop)
    stream.destroy()
  }
}

/**
 * Opens an ordinary file for reading at any place.
 * @throws AppFailure FILE_IS_DIRECTORY, FILE_NOT_ORDINARY; system errors of opening
 */
export async function openOrdinaryFile(path: string): Promise<FileHandle> {
  const handle = await openHandle(path, readingFlags)
  try {
    const status = await handle.stat()
    if (status.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path })
    if (!status.isFile()) throw failure('FILE_NOT_ORDINARY', { path })
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}
