/** The parts of a download and how much of each has arrived. Pure bookkeeping: no bytes are moved here. */

const defaultPartSizeBytes = 8 * 1024 * 1024
/** A size is what a server claims; it must not decide how much memory the bookkeeping takes. */
const maximumParts = 20_000

/** Bytes of one part of a file of this size. */
export function partSizeFor(sizeBytes: number, wantedBytes = defaultPartSizeBytes): number {
  return Math.max(wantedBytes, Math.ceil(sizeBytes / maximumParts))
}

export interface Part {
  readonly index: number
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

export class PartPlan {
  readonly sizeBytes: number
  readonly partSizeBytes: number
  readonly #received: number[]

  /** @param received bytes that arrived of each part, from an earlier run; anything implausible counts as nothing */
  constructor(sizeBytes: number, partSizeBytes: number, received: readonly number[] = []) {
    this.sizeBytes = sizeBytes
    this.partSizeBytes = partSizeBytes
    const count = Math.ceil(sizeBytes / partSizeBytes)
    this.#received = Array.from({ length: count }, (_, index) => {
      const bytes = received[index] ?? 0
      const { start, end } = this.part(index)
      return Number.isSafeInteger(bytes) && bytes >= 0 && bytes <= end - start ? bytes : 0
    })
  }

  get count(): number {
    return this.#received.length
  }

  /** Bytes that arrived of each part, for going on later. */
  get received(): readonly number[] {
    return this.#received
  }

  get receivedBytes(): number {
    return this.#received.reduce((sum, bytes) => sum + bytes, 0)
  }

  part(index: number): Part {
    const start = index * this.partSizeBytes
    return { index, start, end: Math.min(start + this.partSizeBytes, this.sizeBytes) }
  }

  /** Where the next byte of a part belongs. */
  position(index: number): number {
    return index * this.partSizeBytes + (this.#received[index] ?? 0)
  }

  isComplete(index: number): boolean {
    return this.position(index) >= this.part(index).end
  }

  add(index: number, bytes: number): void {
    this.#received[index] = (this.#received[index] ?? 0) + bytes
  }

  reset(): void {
    this.#received.fill(0)
  }

  /** Up to where everything has arrived, from the beginning of the file. */
  frontier(from: number): number {
    let at = from
    for (let index = Math.floor(from / this.partSizeBytes); index < this.count; index++) {
      at = Math.max(at, this.position(index))
      if (!this.isComplete(index)) break
    }
    return at
  }
}
