/**
 * SHA-256 of a file that arrives out of order. Bytes that come in order are hashed as they come;
 * what arrived ahead is read back from the file when its turn comes, in pieces small enough to keep
 * the thread free.
 */
import { createHash, type Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { failure } from '../../../src-shared/text/errors/index.ts'

const pieceBytes = 512 * 1024

export class OrderedHash {
  readonly #file: FileHandle
  #hash: Hash = createHash('sha256')
  #position = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  /** Up to where the file has been hashed. */
  get position(): number {
    return this.#position
  }

  /** Takes bytes that belong at `position` of the file, if it is their turn. */
  offer(bytes: Uint8Array, position: number): void {
    if (position !== this.#position) return
    this.#hash.update(bytes)
    this.#position += bytes.length
  }

  /** Reads back what has arrived, up to `end`. */
  async catchUp(end: number, signal: AbortSignal): Promise<void> {
    const buffer = Buffer.alloc(Math.min(pieceBytes, Math.max(0, end - this.#position)))
    while (this.#position < end) {
      signal.throwIfAborted()
      const from = this.#position
      const { bytesRead } = await this.#file.read(buffer, 0, Math.min(buffer.length, end - from), from)
      // Another reader may have gone on meanwhile; then these bytes had their turn already.
      if (from !== this.#position) continue
      if (bytesRead === 0) throw failure('INTERNAL', {}, { detail: 'a downloaded part is missing' })
      this.#hash.update(buffer.subarray(0, bytesRead))
      this.#position += bytesRead
    }
  }

  restart(): void {
    this.#hash = createHash('sha256')
    this.#position = 0
  }

  /** `sha256:` and 64 hex digits of everything up to `position`. */
  digest(): string {
    return `sha256:${this.#hash.copy().digest('hex')}`
  }
}
