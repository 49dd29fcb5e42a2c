/**
 * The layout of an image map: where parts, names, lanes and stems stand. Pure: the component only
 * draws what is said here. All measures in px.
 */
import { placeLabels } from './labels.ts'
import { gap, partWidths } from './part-widths.ts'
import type { ImageMapLayout, MapForm, MapLane, MapObject, MapOptions, PlacedLane, PlacedPart } from './types.ts'

interface Measures {
  readonly barTop: number
  readonly barHeight: number
  /** From the bar's lower edge to the middle of the first lane. */
  readonly firstLane: number
  readonly lanePitch: number
  readonly laneThickness: number
  /** Below the last lane. */
  readonly bottom: number
}

const measures: Readonly<Record<MapForm, Measures>> = {
  full: { barTop: 66, barHeight: 76, firstLane: 15, lanePitch: 13, laneThickness: 6, bottom: 12 },
  plain: { barTop: 0, barHeight: 40, firstLane: 15, lanePitch: 13, laneThickness: 6, bottom: 12 },
  short: { barTop: 0, barHeight: 32, firstLane: 12, lanePitch: 8, laneThickness: 4, bottom: 7 },
}

/** From this width on the file system names itself inside. */
const namedInsideFrom = 150

function placeParts(objects: readonly MapObject[], width: number, options: MapOptions): readonly PlacedPart[] {
  // Hundreds of objects leave no room for gaps.
  const gapWidth = objects.length * 6 > width ? 0 : gap
  const widths = partWidths(objects, width, options.form, options.scale, gapWidth)
  let x = 0
  return objects.map((object, index) => {
    const partWidth = widths[index] ?? 0
    const isNamedInside = options.form === 'full' && object.kind === 'fileSystem' && partWidth >= namedInsideFrom
    const part = { object, x, width: partWidth, isNamedInside }
    x += partWidth + gapWidth
    return part
  })
}

interface Stretch {
  readonly x: number
  readonly width: number
}

/** Joins neighbouring parts of a set into stretches. */
function stretches(parts: readonly PlacedPart[], keys: ReadonlySet<string>): readonly Stretch[] {
  const joined: Stretch[] = []
  let isOpen = false
  for (const part of parts) {
    if (!keys.has(part.object.key)) {
      isOpen = false
      continue
    }
    const last = joined.at(-1)
    if (isOpen && last !== undefined) joined[joined.length - 1] = { x: last.x, width: part.x + part.width - last.x }
    else joined.push({ x: part.x, width: part.width })
    isOpen = true
  }
  return joined
}

/** Where the stem of a signature meets its lane: the nearest edge of what it covers. */
function stemEnd(x: number, covered: readonly Stretch[]): number {
  let nearest = x
  let distance = Number.POSITIVE_INFINITY
  for (const { x: start, width } of covered) {
    const point = Math.min(start + width, Math.max(start, x))
    if (Math.abs(point - x) < distance) {
      distance = Math.abs(point - x)
      nearest = point
    }
  }
  return nearest
}

function placeLane(lane: MapLane, y: number, parts: readonly PlacedPart[]): PlacedLane {
  const runs = stretches(parts, lane.covers)
  const dashes = stretches(parts, lane.coversSome)
  const speaker = parts.find((part) => part.object.key === lane.signatureKey)
  if (speaker === undefined) return { lane, y, runs, dashes, stem: null }
  const x = speaker.x + speaker.width / 2
  return { lane, y, runs, dashes, stem: { x, end: stemEnd(x, [...runs, ...dashes]) } }
}

/**
 * Lays out a map.
 * @param objects parts in file order
 * @param width the room there is
 */
export function layoutImageMap(
  objects: readonly MapObject[],
  lanes: readonly MapLane[],
  width: number,
  options: MapOptions,
): ImageMapLayout {
  const measure = measures[options.form]
  const parts = placeParts(objects, width, options)
  const barBottom = measure.barTop + measure.barHeight
  const placedLanes = lanes.map((lane, index) =>
    placeLane(lane, barBottom + measure.firstLane + index * measure.lanePitch, parts),
  )
  const lastLane = placedLanes.at(-1)?.y
  return {
    width,
    height: lastLane === undefined ? barBottom + 2 : lastLane + measure.bottom,
    bar: { top: measure.barTop, height: measure.barHeight },
    laneThickness: measure.laneThickness,
    parts,
    labels: options.form === 'full' ? placeLabels(parts, width) : [],
    lanes: placedLanes,
  }
}
