/** Follows one file that grows, in the hashing thread. It knows neither of threads nor of transfers. */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

const chunkBytes = 256 * 1024

export class FollowRun {
  readonly #path: string
  readonly #hash: Hash
  #file: FileHandle | null = null
  /** While one is hashed, the next piece is already being read into the other. */
  #buffers: readonly [Buffer, Buffer] = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)]
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
    await this.#file?.close()
    this.#file = null
  }

  async #read(): Promise<void> {
    if (this.#position >= this.#end) return
    this.#file ??= await open(this.#path, 'r')
    const file = this.#file
    const read = async (buffer: Buffer, position: number): Promise<number> => {
      const length = Math.min(chunkBytes, this.#end - position)
      return length <= 0 ? 0 : (await file.read(buffer, 0, length, position)).bytesRead
    }
    let filled = await read(this.#buffers[0], this.#position)
    while (this.#position < this.#end) {
      if (filled === 0) throw new Error('the file is shorter than it was said to be')
      const [current, next] = this.#buffers
      const ahead = read(next, this.#position + filled)
      ahead.catch(() => undefined)
      this.#hash.update(current.subarray(0, filled))
      this.#position += filled
      filled = await ahead
      this.#buffers = [next, current]
    }
  }
}
