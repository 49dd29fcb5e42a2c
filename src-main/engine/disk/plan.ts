/**
 * What a clean-up could give back, line by line. Pure: it works on a survey and removes
 * nothing. Never in a plan: images, keys, decisions, what is kept out, whatever is not named as the command
 * lines name their entries, and whatever was touched within the last day.
 */
import type { Stats } from 'node:fs'
import type { CacheEntry, CacheProduct, CacheType, CleanKind, CleanLine } from '../../../src-shared/model/disk.ts'
import { youngMs } from './own-files.ts'
import { isTemporaryEntry, takenBytes, usedAtMs } from './read-cache.ts'
import type { Survey, SurveyedCache } from './survey.ts'

/** What is to go, and what it has to be still when the time has come. */
export type PlannedItem =
  | {
      readonly kind: 'file'
      readonly path: string
      readonly stamp: Stamp
      readonly freedBytes: number
      /** When it was last used, where that is why it may go. */
      readonly usedMs?: number
      /** Only while one of these has the same bytes: a second copy must not become the last one. */
      readonly unlessLast?: readonly { readonly path: string; readonly stamp: Stamp }[]
    }
  | { readonly kind: 'tree'; readonly path: string; readonly stamp: Stamp; readonly freedBytes: number }
  | { readonly kind: 'pull'; readonly path: string; readonly jobId: string; readonly freedBytes: number }

export interface Stamp {
  readonly dev: number
  readonly ino: number
  readonly size: number
  readonly mtimeMs: number
}

export interface PlannedLine extends Omit<CleanLine, 'examples' | 'count' | 'freedBytes'> {
  readonly items: readonly PlannedItem[]
}

export const stampOf = ({ dev, ino, size, mtimeMs }: Stats): Stamp => ({ dev, ino, size, mtimeMs })

const namePatterns: Readonly<Record<CacheType, RegExp>> = {
  library: /^sha256\.[0-9a-f]{64}$/,
  oras: /^sha256:[0-9a-f]{64}$/,
  'oci-tmp': /^(?:sha256:)?[0-9a-f]{64}$/,
  'oci-sif': /^sha256:[0-9a-f]{64}(?:\.ml)?$/,
  net: /^[0-9a-f]{64}$/,
  shub: /^[0-9a-f]{32,64}$/,
  ipfs: /^[A-Za-z0-9]{40,100}$/,
  blob: /^[0-9a-f]{64}$/,
}

/** What has no name under which it could surely be asked for again; Singularity Hub itself has ended. */
const uncertainTypes: ReadonlySet<CacheType> = new Set(['net', 'shub', 'ipfs'])

/** Whether the command lines give such names; files of others in a folder that looks like a cache are left alone. */
export function isCacheName({ type, name }: Pick<CacheEntry, 'type' | 'name'>): boolean {
  return namePatterns[type].test(name)
}

export function planLines(survey: Survey, olderThanDays: number, now: number): readonly PlannedLine[] {
  const images = imagesOf(survey)
  const oldBefore = now - olderThanDays * 86_400_000
  const lines: PlannedLine[] = []
  const second = secondCopies(survey, images, now)
  for (const cache of survey.caches) {
    const { path, product } = cache.place
    const removable = removableOf(cache, images)
    const line = (kind: CleanKind, isChosen: boolean, files: readonly SurveyedCache['files'][number][]): void => {
      lines.push({ id: `${kind}:${path}`, kind, product, isChosen, items: files.map(fileItem) })
    }
    const isYoung = (info: Stats): boolean => now - Math.max(usedAtMs(info), info.ctimeMs) < youngMs
    const taken = new Set(second.map((item) => item.path))
    const named = removable.filter(({ entry }) => isCacheName(entry))
    const old = named.filter(
      ({ entry, info }) => entry.type !== 'blob' && usedAtMs(info) < oldBefore && !taken.has(entry.path),
    )
    line(
      'oldEntries',
      true,
      old.filter(({ entry }) => !uncertainTypes.has(entry.type)),
    )
    line(
      'oldDownloads',
      false,
      old.filter(({ entry }) => uncertainTypes.has(entry.type)),
    )
    line(
      'stoppedDownloads',
      true,
      removable.filter(({ entry, info }) => entry.type !== 'blob' && isTemporaryEntry(entry.name) && !isYoung(info)),
    )
    line(
      'layers',
      true,
      named.filter(({ entry, info }) => entry.type === 'blob' && !isYoung(info)),
    )
  }
  lines.push(own('stoppedBuilds', true, stoppedBuilds(survey, now)))
  lines.push(
    own(
      'leftovers',
      true,
      survey.leftovers.map(({ path, info, takenBytes: freedBytes }) => ({
        kind: info.isDirectory() ? ('tree' as const) : ('file' as const),
        path,
        stamp: stampOf(info),
        freedBytes,
      })),
    ),
  )
  lines.push(
    own(
      'unfinished',
      false,
      survey.unfinished.flatMap(({ jobId, path, info, isWanted }) =>
        isWanted || info === null ? [] : [{ kind: 'pull' as const, path, jobId, freedBytes: takenBytes(info) }],
      ),
    ),
  )
  lines.push(own('secondCopies', false, second))
  return lines.filter(({ items }) => items.length > 0)
}

function own(kind: CleanKind, isChosen: boolean, items: readonly PlannedItem[]): PlannedLine {
  return { id: kind, kind, product: null as CacheProduct | null, isChosen, items }
}

type CacheFiles = SurveyedCache['files']

const fileItem = ({ entry, info }: CacheFiles[number]): PlannedItem => ({
  kind: 'file',
  path: entry.path,
  stamp: stampOf(info),
  usedMs: usedAtMs(info),
  // With another name of the same file elsewhere, nothing comes back.
  freedBytes: info.nlink > 1 ? 0 : takenBytes(info),
})

/** Files that are images of the library, by path and by identity. */
function imagesOf({ images }: Survey) {
  const paths = new Set(images.map(({ image }) => image.path))
  const identities = new Set(images.flatMap(({ info }) => (info === null ? [] : [`${info.dev}:${info.ino}`])))
  return {
    paths,
    /** An image that was entered by its name in the cache; a link to it from elsewhere keeps its bytes. */
    isImage: (path: string, info: Stats): boolean =>
      paths.has(path) || (info.nlink === 1 && identities.has(`${info.dev}:${info.ino}`)),
  }
}

function removableOf({ files }: SurveyedCache, images: ReturnType<typeof imagesOf>): CacheFiles {
  return files.filter(({ entry, info }) => info.isFile() && !images.isImage(entry.path, info))
}

function stoppedBuilds({ builds }: Survey, now: number): readonly PlannedItem[] {
  return builds.flatMap(({ path, info, takenBytes: freedBytes, changedMs, isOwnAlone }) =>
    isOwnAlone && now - changedMs >= youngMs
      ? [{ kind: info.isDirectory() ? ('tree' as const) : ('file' as const), path, stamp: stampOf(info), freedBytes }]
      : [],
  )
}

/** Entries of caches whose bytes an image of the library has; images themselves are never in a plan. */
function secondCopies(survey: Survey, images: ReturnType<typeof imagesOf>, now: number): readonly PlannedItem[] {
  const items: PlannedItem[] = []
  for (const cache of survey.caches) {
    for (const file of removableOf(cache, images)) {
      const { entry, info } = file
      const digest = entry.type === 'blob' || !isCacheName(entry) ? null : entry.namedDigest
      if (digest === null || info.nlink > 1 || now - info.ctimeMs < youngMs) continue
      const unlessLast = survey.images.flatMap(({ image, info: other, isSame }) =>
        image.digest === digest && isSame && other !== null && other.size === info.size
          ? [{ path: image.path, stamp: stampOf(other) }]
          : [],
      )
      if (unlessLast.length > 0) items.push({ ...fileItem(file), kind: 'file', stamp: stampOf(info), unlessLast })
    }
  }
  return items
}

/** How many files of a line are named in its preview. */
const mostExamples = 50

export function shownLine({ items, ...line }: PlannedLine): CleanLine {
  const largest = [...items].sort((a, b) => b.freedBytes - a.freedBytes).slice(0, mostExamples)
  return {
    ...line,
    count: items.length,
    freedBytes: items.reduce((sum, { freedBytes }) => sum + freedBytes, 0),
    examples: largest.map(({ path, freedBytes }) => ({ path, freedBytes })),
  }
}
