/**
 * SHA-256 of a file that arrives out of order. Bytes that come in order are hashed as they come;
 * what arrived ahead is read back from the file when its turn comes, in pieces small enough to keep
 * the thread free.
 */
import { createHash, type Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { type Follower, followFile } from '../platform/hashing/index.ts'

const pieceBytes = 512 * 1024

/** SHA-256 of a file that arrives out of order. */
export interface ArrivalHash {
  /** Up to where the file has been taken. */
  readonly position: number
  /**
   * So many bytes are in the file at `position`; they are taken if it is their turn.
   * @param bytes themselves, where they passed through this thread
   */
  offer(position: number, lengthBytes: number, bytes?: Uint8Array): void
  /** Everything up to `end` has arrived. */
  catchUp(end: number, signal: AbortSignal): Promise<void>
  restart(): void
  /** `sha256:` and 64 hex digits of everything up to `position`. */
  digest(): Promise<string>
  close(): void
}

/**
 * @param path of the handle's file, which another thread opens for itself
 * @param isLarge whether a thread of its own is worth what it costs
 */
export function arrivalHash(file: FileHandle, path: string, isLarge: boolean): ArrivalHash {
  return isLarge ? new FollowingHash(path) : new OrderedHash(file)
}

/** Large files: another thread reads what has arrived, while it is still in the system's memory. */
class FollowingHash implements ArrivalHash {
  readonly #follower: Follower
  #position = 0

  constructor(path: string) {
    this.#follower = followFile(path, 'sha256')
  }

  get position(): number {
    return this.#position
  }

  offer(position: number, lengthBytes: number): void {
    if (position === this.#position) this.#reach(position + lengthBytes)
  }

  async catchUp(end: number): Promise<void> {
    if (end > this.#position) this.#reach(end)
  }

  restart(): void {
    this.#position = 0
    this.#follower.restart()
  }

  async digest(): Promise<string> {
    return `sha256:${await this.#follower.digest()}`
  }

  close(): void {
    this.#follower.close()
  }

  #reach(position: number): void {
    this.#position = position
    this.#follower.advance(position)
  }
}

export class OrderedHash implements ArrivalHash {
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
  offer(position: number, _lengthBytes: number, bytes?: Uint8Array): void {
    if (position !== this.#position || bytes === undefined) return
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
  async digest(): Promise<string> {
    return `sha256:${this.#hash.copy().digest('hex')}`
  }

  close(): void {
    // Nothing is held.
  }
}
