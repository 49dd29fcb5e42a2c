/** What the push sheet says and offers, worked out from what is there. Pure. */
import { type PushPlan, type PushQuota, pushableVerdicts } from '../../../src-shared/model/push.ts'
import { parseReference, printReference } from '../../../src-shared/reference/index.ts'
import { pushText } from '../../../src-shared/text/push.ts'
import type { IconName } from '../../components/icon.tsx'

/** Whether a reference says everything that a push needs. */
export function isWholeReference(text: string): boolean {
  const parsed = parseReference(text.trim())
  if (!parsed.ok || parsed.value.transport !== 'library') return false
  const { entity, collection, hash } = parsed.value
  return entity !== null && collection !== null && hash === null
}

/** What a file may be called in a library: `samtools_1.21.sif` is `samtools`, version `1.21`. */
export function nameFromFile(fileName: string): { readonly container: string; readonly tag: string } {
  const base = fileName.replace(/\.sif$/i, '')
  const split = /^(.+?)[_-]v?(\d[\w.]*)$/.exec(base)
  const clean = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[._-]+|[._-]+$/g, '')
  return { container: clean(split?.[1] ?? base) || 'image', tag: split?.[2] ?? 'latest' }
}

export interface PushSuggestion {
  readonly reference: string
  readonly icon: IconName
  readonly note: string
}

export interface SuggestionFacts {
  readonly text: string
  readonly fileName: string
  /** Where the image came from. */
  readonly origin: string | null
  /** References of other images here: places the user knows. */
  readonly others: readonly string[]
  readonly plan: PushPlan | null
}

const mostSuggestions = 4

/** Places and tags that the user may mean; the text as it is never among them. */
export function suggestionsFor({ text, fileName, origin, others, plan }: SuggestionFacts): readonly PushSuggestion[] {
  const { container, tag } = nameFromFile(fileName)
  const typed = text.trim().replace(/^(?!library:)/, 'library://')
  const found: PushSuggestion[] = []
  const add = (reference: string, icon: IconName, note: string): void => {
    const isOther = reference !== typed && !found.some((known) => known.reference === reference)
    if (isOther && found.length < mostSuggestions) found.push({ reference, icon, note })
  }
  if (plan !== null) {
    const at = plan.reference.slice(0, plan.reference.lastIndexOf(':'))
    for (const wanted of [tag, 'latest']) {
      const note = plan.knownTags.includes(wanted)
        ? pushText.knownTag
        : wanted === 'latest'
          ? pushText.usualTag
          : pushText.newTag
      add(`${at}:${wanted}`, 'tag', note)
    }
    return found
  }
  for (const known of [origin, ...others]) {
    const parsed = known === null ? null : parseReference(known)
    if (!parsed?.ok || parsed.value.transport !== 'library') continue
    const { entity, collection } = parsed.value
    if (entity === null || collection === null) continue
    const place = { ...parsed.value, host: null, hash: null, tagTyped: true }
    if (known === origin) add(printReference({ ...place, tags: [tag] }), 'tag', pushText.samePlace)
    add(printReference({ ...place, container, tags: [tag] }), 'collection', pushText.knownPlace)
  }
  return found
}

export interface PlannedPart {
  readonly key: string
  readonly icon: IconName
  readonly name: string
  readonly note: string
  /** A word in a frame at the end. */
  readonly change: string | null
}

/** What will be there afterwards, from the largest to the smallest. */
export function plannedParts(plan: PushPlan): readonly PlannedPart[] {
  const words = { entity: pushText.newEntity, collection: pushText.newCollection, container: pushText.newContainer }
  const icons = { entity: 'user', collection: 'collection', container: 'box' } as const
  const places = plan.places.map(({ kind, name, exists }) => ({
    key: kind,
    icon: icons[kind],
    name: name.split('/').join(' / '),
    note: exists ? pushText.there : '',
    change: exists ? null : words[kind],
  }))
  const room = plan.quota === null ? '' : ` · ${pushText.room(plan.quota)}`
  const tags = plan.tags.map(({ name, state }) => ({
    key: `tag ${name}`,
    icon: 'tag' as const,
    name,
    note:
      state === 'moves'
        ? pushText.movesTagText
        : `${pushText.tagText(plan.file.architecture, plan.file.sizeBytes)}${room}`,
    change: state === 'new' ? pushText.newTag : state === 'moves' ? pushText.movesTag : pushText.sameTag,
  }))
  return [...places.filter(({ key, change }) => key === 'container' || change !== null), ...tags]
}

/** Whether the file fits; null where nobody says. */
export function fits({ file, quota }: PushPlan): boolean | null {
  return quota === null || quota.totalBytes === 0 ? null : freeBytes(quota) >= file.sizeBytes
}

const freeBytes = ({ totalBytes, usedBytes }: PushQuota): number => totalBytes - usedBytes

/** What stands in the way of a push, the first thing first; null when nothing does. */
export type PushObstacle = 'notLoggedIn' | 'changed' | 'notSigned' | 'noRoom'

export function obstacleOf(plan: PushPlan): PushObstacle | null {
  if (!plan.isLoggedIn) return 'notLoggedIn'
  const { verdict } = plan.file
  if (verdict === 'changed') return 'changed'
  if (verdict !== null && !pushableVerdicts.has(verdict)) return 'notSigned'
  return fits(plan) === false ? 'noRoom' : null
}
