/**
 * Follows one file that grows, in the hashing thread. It waits while it reads: what it reads was just written
 * and lies in the system's memory, so that handing the reading to yet another thread would cost more. It knows
 * neither of threads nor of transfers.
 */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'

/** Large enough to make a system call cheap, small enough to stay in the processor's cache. */
const chunkBytes = 256 * 1024
/** After so much, others of the same thread have their turn. */
const sliceBytes = 16 * 1024 * 1024

export class FollowRun {
  readonly #path: string
  readonly #hash: Hash
  readonly #buffer = Buffer.allocUnsafeSlow(chunkBytes)
  #descriptor: number | null = null
  #position = 0
  #end = 0
  #running: Promise<void> = Promise.resolve()

  constructor(path: string, algorithm: string) {
    this.#path = path
    this.#hash = createHash(algorithm)
  }

  /** Hashes up to here, after what was asked for before. */
  advance(end: number): void {
    this.#end = Math.max(this.#end, end)
    this.#running = this.#running.then(() => this.#read())
    // Told with the digest.
    this.#running.catch(() => undefined)
  }

  /** @throws when the file could not be read so far */
  async digest(end: number): Promise<string> {
    this.advance(end)
    await this.#running
    return this.#hash.copy().digest('hex')
  }

  async close(): Promise<void> {
    this.#end = 0
    await this.#running.catch(() => undefined)
    if (this.#descriptor !== null) closeSync(this.#descriptor)
    this.#descriptor = null
  }

  async #read(): Promise<void> {
    while (this.#position < this.#end) {
      this.#readUntil(Math.min(this.#end, this.#position + sliceBytes))
      if (this.#position < this.#end) await turn()
    }
  }

  #readUntil(end: number): void {
    this.#descriptor ??= openSync(this.#path, 'r')
    while (this.#position < end) {
      const length = Math.min(chunkBytes, end - this.#position)
      const read = readSync(this.#descriptor, this.#buffer, 0, length, this.#position)
      if (read === 0) throw new Error('the file is shorter than it was said to be')
      this.#hash.update(this.#buffer.subarray(0, read))
      this.#position += read
    }
  }
}
