/** Who uses which space, as rows and as a bar. Pure. */
import type { DiskUsage, Duplicate } from '../../../src-shared/model/disk.ts'
import { diskText } from '../../../src-shared/text/disk.ts'
import { formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { withTilde } from '../../app/local-path.ts'

/** What a row leads to. */
export type RowShow =
  | { readonly kind: 'images' | 'activity' | 'quarantine' | 'builds' }
  | { readonly kind: 'cache'; readonly path: string; readonly name: string }

export interface UseRow {
  readonly id: string
  readonly name: string
  readonly note: string
  readonly takenBytes: number
  readonly lastUsed: string
  /** One of the colours of `disk.css`. */
  readonly tone: 'images' | 'cache' | 'second-cache' | 'own' | 'temporary' | 'apart' | 'else' | 'free'
  readonly show: RowShow | null
}

const used = (at: string | null, now: Date): string => (at === null ? '' : formatRelative(at, now))

/** The rows, the largest first; everything else stands last whatever its size. */
export function rowsOf(usage: DiskUsage, home: string, now: Date): readonly UseRow[] {
  const { images, unfinished, leftovers, temporary, quarantine } = usage
  const rows: UseRow[] = [
    {
      id: 'images',
      name: diskText.images,
      note: images.count === 0 ? diskText.noImages : diskText.imagesNote(images.count, images.folders, images.missing),
      takenBytes: images.takenBytes,
      lastUsed: used(images.lastUsedAt, now),
      tone: 'images',
      show: images.count === 0 ? null : { kind: 'images' },
    },
  ]
  for (const [index, cache] of usage.caches.entries()) {
    const name = diskText.cacheName(cache.product)
    const path = withTilde(cache.path, home)
    const odd = cache.problems.length === 0 ? '' : ` · ${diskText.oddities(cache.problems.length)}`
    rows.push({
      id: cache.path,
      name,
      note: cache.isUnreadable ? diskText.unreadableCache(path) : `${diskText.cacheNote(path, cache.count)}${odd}`,
      takenBytes: cache.takenBytes,
      lastUsed: used(cache.lastUsedAt, now),
      tone: index % 2 === 0 ? 'cache' : 'second-cache',
      show: cache.isUnreadable ? null : { kind: 'cache', path: cache.path, name },
    })
  }
  rows.push({
    id: 'own',
    name: diskText.unfinished,
    note: diskText.unfinishedNote(unfinished.count, leftovers.count),
    takenBytes: unfinished.takenBytes + leftovers.takenBytes,
    lastUsed: used(latest(unfinished.lastUsedAt, leftovers.lastUsedAt), now),
    tone: 'own',
    show: unfinished.count === 0 ? null : { kind: 'activity' },
  })
  if (temporary !== null && temporary.count > 0)
    rows.push({
      id: 'temporary',
      name: diskText.temporary,
      note: diskText.temporaryNote(temporary.folders, temporary.count),
      takenBytes: temporary.takenBytes,
      lastUsed: used(temporary.lastUsedAt, now),
      tone: 'temporary',
      show: { kind: 'builds' },
    })
  rows.push({
    id: 'quarantine',
    name: diskText.quarantine,
    note: diskText.quarantineNote(quarantine.count),
    takenBytes: quarantine.takenBytes,
    lastUsed: used(quarantine.lastUsedAt, now),
    tone: 'apart',
    show: quarantine.count === 0 ? null : { kind: 'quarantine' },
  })
  rows.sort((a, b) => b.takenBytes - a.takenBytes)
  const place = placeOf(usage)
  if (place === null) return rows
  const counted = rows.reduce((sum, { takenBytes }) => sum + takenBytes, 0)
  const rest = Math.max(0, place.totalBytes - place.freeBytes - counted)
  return [
    ...rows,
    {
      id: 'else',
      name: diskText.everythingElse,
      note: diskText.everythingElseNote,
      takenBytes: rest,
      lastUsed: '',
      tone: 'else',
      show: null,
    },
  ]
}

/** The file system that images go to: the one that the bar is about. */
export function placeOf({ places }: DiskUsage): DiskUsage['places'][number] | null {
  return places.find(({ role }) => role === 'images') ?? places[0] ?? null
}

export interface BarPart {
  readonly tone: UseRow['tone']
  readonly bytes: number
  readonly label: string
}

/** What the bar shows, in the order of the rows, free space last; what takes nothing is left out. */
export function barParts(rows: readonly UseRow[], freeBytes: number): readonly BarPart[] {
  const parts = rows.map(({ tone, takenBytes, name }) => ({ tone, bytes: takenBytes, label: name }))
  return [...parts, { tone: 'free' as const, bytes: freeBytes, label: diskText.freeSpace }].filter(
    ({ bytes }) => bytes > 0,
  )
}

export const barWords = (parts: readonly BarPart[]): readonly string[] =>
  parts.map(({ label, bytes }) => `${label} ${formatSize(bytes)}`)

/** How what is here twice is called: by the user's own file. */
export function duplicateName({ files }: Duplicate): string {
  const own = files.find(({ kind }) => kind === 'image') ?? files[0]
  return own?.path.split('/').at(-1) ?? ''
}

/** The folders of its files, each once; caches by that word. */
export function duplicatePlaces({ files }: Duplicate, home: string): readonly string[] {
  const places = files.map(({ path, kind }) =>
    kind === 'cache' ? diskText.cacheShort : withTilde(path.split('/').slice(0, -1).join('/'), home),
  )
  return [...new Set(places)]
}

function latest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}
