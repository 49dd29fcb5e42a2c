/** How wide each part of an image map is: to scale, but never narrower than can be seen and pressed. Pure; px. */
import type { MapPartKind } from '../../../src-shared/model/image.ts'
import type { MapForm, MapObject, MapScale } from './types.ts'

/** Between parts. */
export const gap = 2

const fullLeast: Readonly<Record<MapPartKind, number>> = {
  header: 30,
  table: 86,
  definition: 34,
  metadata: 34,
  signature: 34,
  fileSystem: 60,
  data: 60,
  other: 34,
}
const smallLeast: Readonly<Record<MapPartKind, number>> = {
  header: 8,
  table: 22,
  definition: 12,
  metadata: 12,
  signature: 20,
  fileSystem: 24,
  data: 24,
  other: 12,
}

/** The least width of a kind of part in a form of the map. */
export function leastWidth(kind: MapPartKind, form: MapForm): number {
  return form === 'full' ? fullLeast[kind] : smallLeast[kind]
}

/**
 * Shares `available` among parts in proportion to `sizes`, none below its `least`: parts that would be
 * narrower get their least width, and the others share what is left, so that among them the scale is true.
 * @returns widths that sum up to `available`; with too little room all least widths shrink alike
 */
export function shareWidths(sizes: readonly number[], least: readonly number[], available: number): readonly number[] {
  const leastSum = least.reduce((sum, width) => sum + width, 0)
  if (leastSum >= available) return least.map((width) => (width / leastSum) * available)
  const widths = [...least]
  let free = sizes.map((_, index) => index)
  for (;;) {
    const pinned = widths.reduce((sum, width, index) => (free.includes(index) ? sum : sum + width), 0)
    const size = free.reduce((sum, index) => sum + (sizes[index] ?? 0), 0)
    const room = available - pinned
    const scaled = (index: number): number => (size === 0 ? room / free.length : ((sizes[index] ?? 0) / size) * room)
    const next = free.filter((index) => scaled(index) >= (least[index] ?? 0))
    if (next.length === free.length || next.length === 0) {
      const shared = next.length === 0 ? free : next
      for (const index of shared) widths[index] = next.length === 0 ? room / free.length : scaled(index)
      return widths
    }
    free = next
  }
}

/**
 * The size that a part counts with. Header and table frame the file and keep their least width, as the
 * table's slots tell more than its bytes: else they would be nearly all of a small image's map.
 */
export function weightOf(part: { readonly kind: MapPartKind; readonly sizeBytes: number }): number {
  return part.kind === 'header' || part.kind === 'table' ? part.sizeBytes * 1e-9 : part.sizeBytes
}

/** Widths of all parts without the gaps between them. */
export function partWidths(
  objects: readonly MapObject[],
  width: number,
  form: MapForm,
  scale: MapScale,
  gapWidth: number,
): readonly number[] {
  const available = Math.max(0, width - gapWidth * (objects.length - 1))
  const least = objects.map((object) => leastWidth(object.kind, form))
  const sizes = objects.map((object) => (scale === 'equal' ? 1 : weightOf(object)))
  return shareWidths(sizes, scale === 'equal' ? objects.map(() => 0) : least, available)
}
