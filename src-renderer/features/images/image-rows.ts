/**
 * The rows of the Images list: group headings and images, from pages that the engine has sorted and
 * grouped. Pure; it never sorts itself, so that the list and the engine cannot disagree.
 */
import type { ImagePage, ImageQuery, ImageSummary } from '../../../src-shared/model/image.ts'
import { type Verdict, verdicts } from '../../../src-shared/model/verification.ts'

export type GroupBy = ImageQuery['groupBy']

export interface GroupRow {
  readonly kind: 'group'
  readonly id: string
  readonly key: string
  readonly count: number
  readonly sizeBytes: number
  readonly isCollapsed: boolean
}

export interface ItemRow {
  readonly kind: 'image'
  readonly id: string
  readonly image: ImageSummary
}

export type ImageRow = GroupRow | ItemRow

/**
 * Puts headings between images. Images come in the order of `groups`, so counting tells where one
 * group ends; a group none of whose images is loaded yet has its heading at the end already.
 */
export function imageRows(
  images: readonly ImageSummary[],
  groups: ImagePage['groups'],
  collapsed: ReadonlySet<string>,
): readonly ImageRow[] {
  if (groups.length === 0) return images.map(itemRow)
  const rows: ImageRow[] = []
  let at = 0
  for (const { key, count, sizeBytes } of groups) {
    const isCollapsed = collapsed.has(key)
    rows.push({ kind: 'group', id: `group:${key}`, key, count, sizeBytes, isCollapsed })
    if (!isCollapsed) rows.push(...images.slice(at, at + count).map(itemRow))
    at += count
  }
  return rows
}

const itemRow = (image: ImageSummary): ItemRow => ({ kind: 'image', id: image.id, image })

/** Verdicts that ask for attention, worst first. */
export const verdictsThatNeedALook = [
  'changed',
  'rejected',
  'revoked',
  'partlySigned',
  'cannotCheck',
] as const satisfies readonly Verdict[]

export function isNeedsALook(chosen: readonly Verdict[]): boolean {
  return chosen.length === verdictsThatNeedALook.length && verdictsThatNeedALook.every((one) => chosen.includes(one))
}

/** All verdicts, worst first, for filters and counts; the two that know nothing stand last. */
export const verdictsWorstFirst: readonly Verdict[] = [
  ...verdicts.filter((verdict) => verdict !== 'notSigned' && verdict !== 'cannotCheck').reverse(),
  'notSigned',
  'cannotCheck',
]

export interface SelectionSummary {
  readonly count: number
  readonly sizeBytes: number
  readonly architectures: readonly string[]
  readonly folders: readonly string[]
  readonly withReference: number
  /** Worst first; images that were never checked last, as null. */
  readonly verdicts: readonly { readonly verdict: Verdict | null; readonly images: readonly ImageSummary[] }[]
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort()

/** What several chosen images have in common and in what they differ. */
export function summarizeSelection(images: readonly ImageSummary[]): SelectionSummary {
  return {
    count: images.length,
    sizeBytes: images.reduce((sum, image) => sum + image.sizeBytes, 0),
    architectures: unique(images.map((image) => image.architecture).filter((name) => name !== 'unknown')),
    folders: unique(images.map((image) => image.folder)),
    withReference: images.filter((image) => image.reference !== null).length,
    verdicts: [...verdictsWorstFirst, null]
      .map((verdict) => ({ verdict, images: images.filter((image) => image.verdict === verdict) }))
      .filter((entry) => entry.images.length > 0),
  }
}
