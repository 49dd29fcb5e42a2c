/** The strip of the largest directories inside the file system of an image map. Pure; px. */
import { shareWidths } from './part-widths.ts'

export interface PlacedDirectory {
  readonly path: string
  readonly x: number
  readonly width: number
  /** From 1, the largest. */
  readonly rank: number
  readonly isNamed: boolean
}

const most = 6
const leastPx = 4.5
const gapPx = 1.5
const characterPx = 6.6
const padPx = 7

/** @param x left end of the strip  @param width of the strip */
export function placeDirectories(
  directories: readonly { readonly path: string; readonly sizeBytes: number }[],
  x: number,
  width: number,
): readonly PlacedDirectory[] {
  const shown = directories.toSorted((one, other) => other.sizeBytes - one.sizeBytes).slice(0, most)
  const widths = shareWidths(
    shown.map((directory) => directory.sizeBytes),
    shown.map(() => leastPx),
    width - gapPx * (shown.length - 1),
  )
  let at = x
  return shown.map(({ path }, index) => {
    const own = widths[index] ?? 0
    const placed = { path, x: at, width: own, rank: index + 1, isNamed: path.length * characterPx + 2 * padPx <= own }
    at += own + gapPx
    return placed
  })
}
