/**
 * How many bytes a second all transfers together may take. The numbers lie in shared memory, because bytes
 * arrive in several threads: each takes its turn on one time line and waits until its bytes are due. It
 * moves no bytes and knows no transfer.
 */
import { setTimeout as wait } from 'node:timers/promises'

/** When bytes are due that have been taken. */
export interface Due {
  /** Milliseconds from now; 0 as soon as the limit has been changed. */
  waitMs(): number
}

export interface Pacer {
  /** How many bytes should be moved at once. */
  pieceBytes(): number
  /** Takes a place on the time line for bytes that have been moved. @returns null when nothing is to be waited for */
  take(bytes: number): Due | null
}

export interface Bandwidth extends Pacer {
  /** What another thread makes its own view from, with {@link sharedPacer}. */
  readonly shared: SharedArrayBuffer
  /** @param bytesPerSecond 0 for no limit; what waits now goes on at once */
  setLimit(bytesPerSecond: number): void
}

const slots = { limit: 0, next: 1, changes: 2 } as const
const largestPieceBytes = 1024 * 1024
const smallestPieceBytes = 1024
/** Pieces a second under a limit: even enough to watch, few enough to cost nothing. */
const piecesPerSecond = 20

const nowMicroseconds = (): bigint => process.hrtime.bigint() / 1000n

/** The view of one thread. @param shared see {@link Bandwidth.shared} */
export function sharedPacer(shared: SharedArrayBuffer): Pacer {
  const numbers = new BigInt64Array(shared)
  return {
    pieceBytes() {
      const limit = Number(Atomics.load(numbers, slots.limit))
      if (limit === 0) return largestPieceBytes
      return Math.min(largestPieceBytes, Math.max(smallestPieceBytes, Math.round(limit / piecesPerSecond)))
    },
    take(bytes) {
      const limit = Atomics.load(numbers, slots.limit)
      if (limit === 0n) return null
      const changes = Atomics.load(numbers, slots.changes)
      const tookMicroseconds = (BigInt(bytes) * 1_000_000n) / limit
      for (;;) {
        const next = Atomics.load(numbers, slots.next)
        // Time that nobody used is not saved up.
        let begin = nowMicroseconds()
        if (begin < next) begin = next
        const at = begin + tookMicroseconds
        if (Atomics.compareExchange(numbers, slots.next, next, at) !== next) continue
        return {
          waitMs() {
            if (Atomics.load(numbers, slots.changes) !== changes) return 0
            return Math.max(0, Number(at - nowMicroseconds()) / 1000)
          },
        }
      }
    },
  }
}

export function createBandwidth(): Bandwidth {
  const shared = new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT)
  const numbers = new BigInt64Array(shared)
  return {
    ...sharedPacer(shared),
    shared,
    setLimit(bytesPerSecond) {
      if (Atomics.load(numbers, slots.limit) === BigInt(bytesPerSecond)) return
      Atomics.store(numbers, slots.limit, BigInt(bytesPerSecond))
      Atomics.store(numbers, slots.next, 0n)
      Atomics.add(numbers, slots.changes, 1n)
    },
  }
}

/** A limit that is lifted is noticed so soon. */
const longestSleepMs = 100

/** Waits until these bytes are due. @throws AbortError when the signal aborts */
export async function pace(pacer: Pacer, bytes: number, signal: AbortSignal | undefined): Promise<void> {
  const due = pacer.take(bytes)
  for (let waitMs = due?.waitMs() ?? 0; waitMs > 0; waitMs = due?.waitMs() ?? 0) {
    await wait(Math.min(waitMs, longestSleepMs), undefined, signal ? { signal } : {})
  }
}
