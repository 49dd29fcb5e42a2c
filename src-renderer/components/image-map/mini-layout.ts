/** The image map of lists: 96 by 10 px, without text. Pure. */
import type { MapPart, MapPartKind } from '../../../src-shared/model/image.ts'
import { shareWidths, weightOf } from './part-widths.ts'

export const miniWidth = 96
export const miniHeight = 10

export interface MiniPart {
  readonly part: MapPart
  readonly x: number
  readonly width: number
}

export interface MiniLayout {
  readonly parts: readonly MiniPart[]
  /** Covered stretches. */
  readonly lane: readonly { readonly x: number; readonly width: number }[]
}

const gap = 1
const least: Readonly<Record<MapPartKind, number>> = {
  header: 3,
  table: 5,
  definition: 3.5,
  metadata: 3.5,
  fileSystem: 10,
  data: 6,
  signature: 3.5,
  other: 3.5,
}

const isCovered = (part: MapPart): boolean => part.cover === 'covered' || part.cover === 'changed'

export function layoutMiniMap(parts: readonly MapPart[]): MiniLayout {
  const gapWidth = parts.length * 3 > miniWidth ? 0 : gap
  const widths = shareWidths(
    parts.map(weightOf),
    parts.map((part) => least[part.kind]),
    Math.max(0, miniWidth - gapWidth * (parts.length - 1)),
  )
  let x = 0
  const placed = parts.map((part, index) => {
    const width = widths[index] ?? 0
    const mini = { part, x, width }
    x += width + gapWidth
    return mini
  })
  const lane: { x: number; width: number }[] = []
  for (const [index, mini] of placed.entries()) {
    if (!isCovered(mini.part)) continue
    const last = lane.at(-1)
    const previous = placed[index - 1]
    if (last !== undefined && previous !== undefined && isCovered(previous.part))
      last.width = mini.x + mini.width - last.x
    else lane.push({ x: mini.x, width: mini.width })
  }
  return { parts: placed, lane }
}
