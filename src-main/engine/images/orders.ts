/**
 * Sorted lists of images, kept from one question to the next: putting a few changed images into a
 * list that is sorted already costs next to nothing, sorting tens of thousands anew does not.
 */
import type { ImageQuery, ImageSummary } from '../../../src-shared/model/image.ts'
import { verdictOrder } from '../../../src-shared/model/verdict.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'

export interface Orders {
  /** @param images the library; the same array means that nothing has changed */
  sorted(images: readonly ImageSummary[], query: Pick<ImageQuery, 'sort' | 'descending'>): readonly ImageSummary[]
}

interface Kept {
  readonly of: readonly ImageSummary[]
  readonly sorted: readonly ImageSummary[]
}

export const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const verdictRank = new Map<Verdict, number>(verdictOrder.map((verdict, rank) => [verdict, rank]))

export function createOrders(): Orders {
  const kept = new Map<string, Kept>()
  return {
    sorted(images, { sort, descending }) {
      const key = `${sort} ${descending}`
      const before = kept.get(key)
      if (before?.of === images) return before.sorted
      const start = before === undefined ? [...images] : inOrderOf(before.sorted, images)
      const sorted = start.sort(comparer(sort, descending))
      kept.set(key, { of: images, sorted })
      return sorted
    },
  }
}

/** The images in the order that those of before had, new ones last. */
function inOrderOf(before: readonly ImageSummary[], images: readonly ImageSummary[]): ImageSummary[] {
  const left = new Map(images.map((image) => [image.id, image]))
  const ordered: ImageSummary[] = []
  for (const { id } of before) {
    const image = left.get(id)
    if (image === undefined) continue
    ordered.push(image)
    left.delete(id)
  }
  ordered.push(...left.values())
  return ordered
}

/** Images that are alike in what is asked are in the order of their paths, whatever the direction. */
function comparer(sort: ImageQuery['sort'], descending: boolean): (a: ImageSummary, b: ImageSummary) => number {
  const direction = descending ? -1 : 1
  const compare = comparerOf(sort)
  return (a, b) => direction * compare(a, b) || collator.compare(a.path, b.path)
}

function comparerOf(sort: ImageQuery['sort']): (a: ImageSummary, b: ImageSummary) => number {
  switch (sort) {
    case 'name':
      return (a, b) => collator.compare(a.name, b.name)
    case 'size':
      return (a, b) => a.sizeBytes - b.sizeBytes
    case 'verdict':
      return (a, b) => rankOf(a) - rankOf(b)
    case 'addedAt':
      return (a, b) => Number(a.addedAt > b.addedAt) - Number(a.addedAt < b.addedAt)
    case 'reference':
      return (a, b) => collator.compare(a.reference ?? '', b.reference ?? '')
  }
}

/** Unchecked images come after all that have a verdict. */
function rankOf(image: ImageSummary): number {
  return image.verdict === null ? verdictOrder.length : (verdictRank.get(image.verdict) ?? verdictOrder.length)
}
