/**
 * Computes the digests that all signatures of a file need in one pass: each object is read once and
 * feeds every hash that wants it. What an earlier verification of the same file computed is used
 * again.
 */
import { type HashOptions, type HashPlan, hashSegments, type ReadStamp } from '../platform/hashing/index.ts'
import type { NeededDigest } from './content.ts'

/** Where the bytes of a slot are. */
export type ExtentOf = (slot: number) => { readonly offset: number; readonly lengthBytes: number } | null

export interface ComputedDigests {
  get(needed: NeededDigest): string | null
  readonly all: readonly { readonly slots: readonly number[]; readonly algorithm: string; readonly hex: string }[]
  /** The file as the reader saw it; null when nothing had to be read. */
  readonly seen: ReadStamp | null
}

const keyOf = ({ slots, algorithm }: NeededDigest): string => `${algorithm} ${slots.join(',')}`

/**
 * @param known digests from before, of the same file
 * @param onPlanned told how many bytes will be read, before the first
 */
export async function computeDigests(
  path: string,
  needed: readonly NeededDigest[],
  extentOf: ExtentOf,
  known: ComputedDigests['all'],
  options: HashOptions & { readonly onPlanned?: ((bytes: number) => void) | undefined },
): Promise<ComputedDigests> {
  const hexes = new Map(known.map((one) => [keyOf(one), one.hex]))
  const missing = new Map(needed.map((one) => [keyOf(one), one]))
  for (const key of hexes.keys()) missing.delete(key)
  const wanted = [...missing.values()]
  const plan = planFor(wanted, extentOf)
  options.onPlanned?.(plan.segments.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0))
  let seen: ReadStamp | null = null
  if (wanted.length > 0) {
    const outcome = await hashSegments(path, plan, options)
    seen = outcome.before
    wanted.forEach((one, place) => {
      hexes.set(keyOf(one), outcome.hex[place] ?? '')
    })
  }
  const relevant = new Map(needed.map((one) => [keyOf(one), one]))
  const all = [...relevant].flatMap(([key, { slots, algorithm }]) => {
    const hex = hexes.get(key)
    return hex === undefined ? [] : [{ slots, algorithm, hex }]
  })
  return { get: (one) => hexes.get(keyOf(one)) ?? null, all, seen }
}

/** Slots in ascending order: that is table order, which a hash over a whole group needs. */
function planFor(wanted: readonly NeededDigest[], extentOf: ExtentOf): HashPlan {
  const slots = [...new Set(wanted.flatMap((one) => one.slots))].sort((a, b) => a - b)
  const segments = slots.flatMap((slot) => {
    const extent = extentOf(slot)
    const feeds = wanted.flatMap((one, place) => (one.slots.includes(slot) ? [place] : []))
    return extent === null ? [] : [{ ...extent, feeds }]
  })
  return { hashes: wanted.map(({ algorithm }) => algorithm), segments }
}
