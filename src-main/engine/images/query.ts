/** Filtering, sorting and grouping of the Images list. Pure, and quick for tens of thousands of images. */
import { dirname } from 'node:path'
import type { ImagePage, ImageQuery, ImageSummary } from '../../../src-shared/model/image.ts'
import { verdictOrder } from '../../../src-shared/model/verdict.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'
import { collator, createOrders } from './orders.ts'

/** Verdicts that ask the user to look: something is wrong, or could not be told. */
const needsALook: ReadonlySet<Verdict> = new Set<Verdict>([
  'changed',
  'rejected',
  'revoked',
  'partlySigned',
  'cannotCheck',
])

/** @returns the wanted rows, and counts over everything that passed the filters */
export function pageOf(images: readonly ImageSummary[], query: ImageQuery, orders = createOrders()): ImagePage {
  const kept = orders.sorted(images, query).filter(filterOf(query))
  const groups = new Map<string, ImageSummary[]>()
  for (const image of kept) {
    const key = groupOf(image, query.groupBy)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [image])
    else group.push(image)
  }
  const ordered = [...groups].sort(([a], [b]) => compareGroups(a, b, query.groupBy))
  return {
    total: kept.length,
    totalBytes: sumOfSizes(kept),
    needsALook: kept.filter((image) => image.verdict !== null && needsALook.has(image.verdict)).length,
    groups:
      query.groupBy === 'none'
        ? []
        : ordered.map(([key, group]) => ({ key, count: group.length, sizeBytes: sumOfSizes(group) })),
    images: ordered.flatMap(([, group]) => group).slice(query.offset, query.offset + query.limit),
  }
}

/** What is searched of an image; a summary never changes, so it is put together once. */
const searchedTexts = new WeakMap<ImageSummary, string>()

function searchedTextOf(image: ImageSummary): string {
  const known = searchedTexts.get(image)
  if (known !== undefined) return known
  const { name, reference, path, signer, digest } = image
  const text = [name, reference, path, signer?.name, signer?.fingerprint, digest].join('\n').toLowerCase()
  searchedTexts.set(image, text)
  return text
}

/** Whether an answer rests on verdicts or signers, so that all images must have been judged before. */
export function asksForVerdicts({ sort, groupBy, verdicts, text }: ImageQuery): boolean {
  return sort === 'verdict' || groupBy === 'verdict' || verdicts.length > 0 || text.trim() !== ''
}

const sumOfSizes = (images: readonly ImageSummary[]): number => images.reduce((sum, image) => sum + image.sizeBytes, 0)

function filterOf(query: ImageQuery): (image: ImageSummary) => boolean {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean)
  const fitsText = (image: ImageSummary): boolean => {
    if (words.length === 0) return true
    const text = searchedTextOf(image)
    return words.every((word) => text.includes(word))
  }
  return (image) =>
    (query.verdicts.length === 0 || (image.verdict !== null && query.verdicts.includes(image.verdict))) &&
    (query.architectures.length === 0 || query.architectures.includes(image.architecture)) &&
    fitsText(image)
}

function groupOf(image: ImageSummary, groupBy: ImageQuery['groupBy']): string {
  switch (groupBy) {
    case 'none':
      return ''
    case 'folder':
      return image.folder
    case 'namespace':
      return namespaceOf(image.reference)
    case 'verdict':
      return image.verdict ?? ''
  }
}

function compareGroups(a: string, b: string, groupBy: ImageQuery['groupBy']): number {
  if (a === b) return 0
  if (groupBy !== 'verdict') return collator.compare(a, b)
  const rank = (key: string): number => {
    const known = verdictOrder.find((verdict) => verdict === key)
    return known === undefined ? verdictOrder.length : verdictOrder.indexOf(known)
  }
  return rank(a) - rank(b)
}

/** `library://acme/genomics/gatk:1` is in `library://acme/genomics`; files added by hand are in none. */
function namespaceOf(reference: string | null): string {
  if (reference === null) return ''
  const split = reference.indexOf('://')
  if (split < 0) return dirname(reference)
  const path = reference.slice(split + 3)
  const end = path.lastIndexOf('/')
  return end < 0 ? reference.slice(0, split + 3) : reference.slice(0, split + 3 + end)
}
