/**
 * Where the names above an image map stand. They keep the order of the parts, and all leaders have
 * one shape, so leaders never cross; names never overlap, and those without room are left out, the
 * least telling first. Pure; px.
 */
import type { MapPartKind } from '../../../src-shared/model/image.ts'
import type { MapObject, PlacedLabel, PlacedPart } from './types.ts'

/** Between a leader and its text. */
const indent = 7
/** Between a text and the next leader. */
const spacing = 9
/** Leaders stand this far apart where there is room: a calm row. */
const comfortable = 112
const edge = 1

const titleCharacter = 6.9
const detailCharacter = 6.5

/** Estimated width of the two lines of a label. */
export function labelWidth(object: MapObject): number {
  return Math.ceil(Math.max(object.title.length * titleCharacter, object.detail.length * detailCharacter))
}

/** Which names are given up first when there is no room: the higher, the longer it stays. */
const importance: Readonly<Record<MapPartKind, number>> = {
  signature: 7,
  data: 6,
  other: 5,
  fileSystem: 8,
  definition: 4,
  metadata: 3,
  table: 2,
  header: 1,
}

const needed = (object: MapObject): number => indent + labelWidth(object) + spacing

/** Leaves out names, the least important first and of those the last, until the others fit. */
function fitting(parts: readonly PlacedPart[], width: number): readonly PlacedPart[] {
  let kept = parts
  let sum = parts.reduce((total, part) => total + needed(part.object), 0)
  while (sum > width - 2 * edge && kept.length > 0) {
    const leaving = kept.reduce((least, part) =>
      importance[part.object.kind] <= importance[least.object.kind] ? part : least,
    )
    sum -= needed(leaving.object)
    kept = kept.filter((part) => part !== leaving)
  }
  return kept
}

/** Distances between leaders: the comfortable one where all of them have room for it. */
function steps(parts: readonly PlacedPart[], room: number): readonly number[] {
  const least = parts.map((part) => needed(part.object))
  const wide = least.map((step) => Math.max(step, comfortable))
  const wideSum = wide.reduce((sum, step) => sum + step, 0)
  if (wideSum <= room) return wide
  const leastSum = least.reduce((sum, step) => sum + step, 0)
  const spare = Math.max(0, room - leastSum) / Math.max(1, parts.length)
  return least.map((step) => Math.min(Math.max(step, comfortable), step + spare))
}

/**
 * Places the names of parts that do not name themselves. Those before the widest part start at the
 * left edge and have their text right of the leader; those after it end at the right edge, mirrored.
 */
export function placeLabels(parts: readonly PlacedPart[], width: number): readonly PlacedLabel[] {
  const widest = parts.reduce((best, part, index) => (part.width > (parts[best]?.width ?? 0) ? index : best), 0)
  const named = fitting(
    parts.filter((part) => !part.isNamedInside),
    width,
  )
  const before = named.filter((part) => parts.indexOf(part) <= widest)
  const after = named.filter((part) => parts.indexOf(part) > widest).toReversed()
  const afterLeast = after.reduce((sum, part) => sum + needed(part.object), 0)
  const beforeSteps = steps(before, width - 2 * edge - afterLeast)
  const beforeSum = beforeSteps.reduce((sum, step) => sum + step, 0)
  const afterSteps = steps(after, width - 2 * edge - beforeSum)

  const labels: PlacedLabel[] = []
  let x = edge
  for (const [index, part] of before.entries()) {
    labels.push(labelAt(part, x, 'start'))
    x += beforeSteps[index] ?? 0
  }
  x = width - edge
  const mirrored: PlacedLabel[] = []
  for (const [index, part] of after.entries()) {
    mirrored.push(labelAt(part, x, 'end'))
    x -= afterSteps[index] ?? 0
  }
  return [...labels, ...mirrored.toReversed()]
}

function labelAt(part: PlacedPart, x: number, side: 'start' | 'end'): PlacedLabel {
  return { object: part.object, x, side, textWidth: labelWidth(part.object), from: part.x + part.width / 2 }
}

/** The stretch that a label takes, its leader included. */
export function labelExtent({ x, side, textWidth }: PlacedLabel): readonly [number, number] {
  return side === 'start' ? [x, x + indent + textWidth] : [x - indent - textWidth, x]
}

/** Where the text of a label begins, or ends on the right side. */
export function textPlace({ x, side }: PlacedLabel): number {
  return side === 'start' ? x + indent : x - indent
}
