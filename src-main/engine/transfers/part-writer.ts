/**
 * Writes a run of bytes to its place in a file, many chunks with one call, and takes further chunks
 * while a call is under way. What it has written it tells in order; it holds at most two batches.
 */
import type { FileHandle } from 'node:fs/promises'

/** Large enough to make a system call cheap, small enough for several connections at once. */
const batchBytes = 1024 * 1024
/** Of a slow connection little is lost with a program that is killed. */
const longestWaitMs = 200

export class PartWriter {
  readonly #file: FileHandle
  readonly #onWritten: (chunk: Uint8Array, position: number) => void
  #position: number
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #writing: Promise<void> = Promise.resolve()
  #begunAt = performance.now()

  /**
   * @param position of the first byte in the file
   * @param onWritten told of each chunk once it is in the file
   */
  constructor(file: FileHandle, position: number, onWritten: (chunk: Uint8Array, position: number) => void) {
    this.#file = file
    this.#position = position
    this.#onWritten = onWritten
  }

  /** Takes the next bytes; waits only while an earlier batch is still being written. @throws what writing throws */
  async add(chunk: Uint8Array): Promise<void> {
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes < batchBytes && performance.now() - this.#begunAt < longestWaitMs) return
    await this.#writing
    this.#begin()
  }

  /** Ends when everything is in the file. @throws what writing throws */
  async flush(): Promise<void> {
    await this.#writing
    this.#begin()
    await this.#writing
  }

  #begin(): void {
    const chunks = this.#waiting
    if (chunks.length === 0) return
    this.#begunAt = performance.now()
    const position = this.#position
    this.#position += this.#waitingBytes
    this.#waiting = []
    this.#waitingBytes = 0
    this.#writing = this.#write(chunks, position)
    // Handled where it is awaited; until then a failed write must not count as unhandled.
    this.#writing.catch(() => undefined)
  }

  async #write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    let left = [...chunks]
    let at = position
    while (left.length > 0) {
      const { bytesWritten } = await this.#file.writev(left, at)
      at += bytesWritten
      left = without(left, bytesWritten)
    }
    at = position
    for (const chunk of chunks) {
      this.#onWritten(chunk, at)
      at += chunk.length
    }
  }
}

/** What is left of chunks when so many bytes of them are done. */
function without(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let done = bytes
  return chunks.flatMap((chunk) => {
    const here = Math.min(done, chunk.length)
    done -= here
    return here === chunk.length ? [] : [chunk.subarray(here)]
  })
}
