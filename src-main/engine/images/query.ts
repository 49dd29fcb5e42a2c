/** Filtering, sorting and grouping of the Images list. Pure, and quick for tens of thousands of images. */
import { dirname } from 'node:path'
import type { ImagePage, ImageQuery, ImageSummary } from '../../../src-shared/model/image.ts'
import { verdictOrder } from '../../../src-shared/model/verdict.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'

/** Verdicts that ask the user to look: something is wrong, or could not be told. */
const needsALook: ReadonlySet<Verdict> = new Set<Verdict>([
  'changed',
  'rejected',
  'revoked',
  'partlySigned',
  'cannotCheck',
])

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const verdictRank = new Map<Verdict, number>(verdictOrder.map((verdict, rank) => [verdict, rank]))

/** @returns the wanted rows, and counts over everything that passed the filters */
export function pageOf(images: readonly ImageSummary[], query: ImageQuery): ImagePage {
  const kept = images.filter(filterOf(query))
  const direction = query.descending ? -1 : 1
  const compare = comparer(query.sort)
  const groupKey = (image: ImageSummary): string => groupOf(image, query.groupBy)
  const keyed = kept.map((image) => ({ image, group: groupKey(image) }))
  keyed.sort(
    (a, b) =>
      compareGroups(a.group, b.group, query.groupBy) ||
      direction * compare(a.image, b.image) ||
      collator.compare(a.image.path, b.image.path),
  )
  const groups = new Map<string, { key: string; count: number; sizeBytes: number }>()
  for (const { image, group } of keyed) {
    const found = groups.get(group) ?? { key: group, count: 0, sizeBytes: 0 }
    groups.set(group, { ...found, count: found.count + 1, sizeBytes: found.sizeBytes + image.sizeBytes })
  }
  return {
    total: kept.length,
    totalBytes: kept.reduce((sum, image) => sum + image.sizeBytes, 0),
    needsALook: kept.filter((image) => image.verdict !== null && needsALook.has(image.verdict)).length,
    groups: query.groupBy === 'none' ? [] : [...groups.values()],
    images: keyed.slice(query.offset, query.offset + query.limit).map(({ image }) => image),
  }
}

function filterOf(query: ImageQuery): (image: ImageSummary) => boolean {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean)
  const fitsText = (image: ImageSummary): boolean => {
    if (words.length === 0) return true
    const text = [image.name, image.reference, image.path, image.signer?.name, image.signer?.fingerprint, image.digest]
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return (image) =>
    (query.verdicts.length === 0 || (image.verdict !== null && query.verdicts.includes(image.verdict))) &&
    (query.architectures.length === 0 || query.architectures.includes(image.architecture)) &&
    fitsText(image)
}

function comparer(sort: ImageQuery['sort']): (a: ImageSummary, b: ImageSummary) => number {
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
