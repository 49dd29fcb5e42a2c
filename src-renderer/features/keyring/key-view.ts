/**
 * How keys are shown: their standing, names, and what waits for a decision. Pure. Standing here is
 * about the key alone; what a signature is worth is the verdict's matter, drawn in the engine.
 */
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { keyStanding } from '../../../src-shared/model/key-standing.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'

export interface KeyGroups {
  readonly yours: readonly Key[]
  readonly others: readonly Key[]
}

const standingOrder: readonly Verdict[] = [
  'yours',
  'verified',
  'accepted',
  'unknown',
  'expiredSinceSigning',
  'superseded',
  'cannotCheck',
  'revoked',
  'rejected',
]

/** Sorts keys by standing, then name, and keeps those that match a filter text. */
export function groupKeys(keys: readonly Key[], filter: string, now: Date = new Date()): KeyGroups {
  const wanted = filter.trim().toLowerCase()
  const digits = wanted.replace(/^0x|[^0-9a-f]/g, '').toUpperCase()
  const matches = (key: Key): boolean =>
    wanted === '' ||
    key.userIds.some((userId) => userId.toLowerCase().includes(wanted)) ||
    (/^[0-9a-fx\s:]+$/.test(wanted) && digits !== '' && key.fingerprint.includes(digits))
  const rank = (key: Key): number => standingOrder.indexOf(keyStanding(key, key.decision, now))
  const shown = keys
    .filter(matches)
    .map((key) => ({ key, rank: rank(key), name: (firstUserId(key.userIds)?.name ?? '').toLowerCase() }))
    .sort(
      (a, b) => a.rank - b.rank || a.name.localeCompare(b.name) || a.key.fingerprint.localeCompare(b.key.fingerprint),
    )
    .map(({ key }) => key)
  return { yours: shown.filter((key) => key.hasSecret), others: shown.filter((key) => !key.hasSecret) }
}

/** Something that waits for the user: a signer of local images about whom nothing was decided, or one whose key was withdrawn. */
export interface ReviewItem {
  readonly kind: 'unknown' | 'noKey' | 'revoked'
  readonly fingerprint: string
  readonly key: Key | null
  readonly images: readonly ImageSummary[]
}

const reviewRank: Readonly<Record<ReviewItem['kind'], number>> = { revoked: 0, unknown: 1, noKey: 2 }

/**
 * What to review, worst first, then by how many images are concerned.
 * @param images local images; only those whose verdict waits for something about their signer count
 */
export function reviewItems(images: readonly ImageSummary[], keys: readonly Key[]): readonly ReviewItem[] {
  const known = new Map(keys.map((key) => [key.fingerprint, key]))
  const bySigner = new Map<string, ImageSummary[]>()
  for (const image of images) {
    const fingerprint = image.signer?.fingerprint ?? null
    if (fingerprint === null || image.fileState === 'missing') continue
    const waits = image.verdict === 'unknown' || image.verdict === 'revoked' || image.verdict === 'cannotCheck'
    if (!waits) continue
    bySigner.set(fingerprint, [...(bySigner.get(fingerprint) ?? []), image])
  }
  const items: ReviewItem[] = []
  for (const [fingerprint, signed] of bySigner) {
    const key = known.get(fingerprint) ?? null
    if (signed.some(({ verdict }) => verdict === 'revoked'))
      items.push({ kind: 'revoked', fingerprint, key, images: signed })
    else if (key === null) items.push({ kind: 'noKey', fingerprint, key, images: signed })
    else if (key.decision === null && !key.hasSecret && signed.some(({ verdict }) => verdict === 'unknown'))
      items.push({ kind: 'unknown', fingerprint, key, images: signed })
  }
  return items.sort(
    (a, b) =>
      reviewRank[a.kind] - reviewRank[b.kind] ||
      b.images.length - a.images.length ||
      a.fingerprint.localeCompare(b.fingerprint),
  )
}
