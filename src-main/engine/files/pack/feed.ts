/**
 * Bytes on their way into a helper's pipe, no faster than it takes them. Tells a source that failed
 * from a helper that takes no more: only the first is an error of feeding.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Bytes in order. A Node stream is one, so is the body of a response. */
export type Bytes = AsyncIterable<Uint8Array>

/** Opens a source when its turn has come; must stop when the signal says so. */
export type OpenBytes = (signal: AbortSignal) => Bytes | Promise<Bytes>

/**
 * Feeds everything a source has, then closes the pipe.
 * @throws what the source throws; nothing if the helper closes its end or the signal ends it
 */
export async function feedAll(open: OpenBytes, pipe: Writable, signal: AbortSignal): Promise<void> {
  const source = new Watched(open, signal)
  try {
    await pipeline(source.bytes(), pipe, { signal })
  } catch {
    source.rethrow(signal)
  }
}

/**
 * Feeds exactly `sizeBytes` and leaves the pipe open.
 * @returns whether the source had exactly so many
 * @throws as {@link feedAll}
 */
export async function feedExactly(
  open: OpenBytes,
  sizeBytes: number,
  pipe: Writable,
  signal: AbortSignal,
): Promise<boolean> {
  const source = new Watched(open, signal)
  let leftBytes = sizeBytes
  try {
    for await (const chunk of source.bytes()) {
      if (chunk.length > leftBytes) return false
      leftBytes -= chunk.length
      if (!pipe.write(chunk)) await once(pipe, 'drain', { signal })
    }
  } catch {
    source.rethrow(signal)
  }
  return leftBytes === 0
}

/** A source that remembers whether it was the one to fail. */
class Watched {
  readonly #open: OpenBytes
  readonly #signal: AbortSignal
  #failed: { readonly error: unknown } | null = null

  constructor(open: OpenBytes, signal: AbortSignal) {
    this.#open = open
    this.#signal = signal
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* await this.#open(this.#signal)
    } catch (error) {
      this.#failed = { error }
      throw error
    }
  }

  rethrow(signal: AbortSignal): void {
    if (this.#failed !== null && !signal.aborted) throw this.#failed.error
  }
}
