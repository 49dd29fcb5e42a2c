/**
 * Looks at everything that takes space and is the application's business: images, caches of the command
 * lines, own unfinished and left files, stopped builds, what is kept out. Reads; decides and removes nothing.
 */
import type { Stats } from 'node:fs'
import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type CacheProblem,
  type CacheType,
  type CacheUsage,
  cacheTypes,
  type SpaceUse,
} from '../../../src-shared/model/disk.ts'
import type { StoredImage } from '../images/image-store.ts'
import type { PartialStore } from '../transfers/partial-store.ts'
import { type CachePlace, cachesIn, distinctCaches } from './cache-places.ts'
import { measureTree } from './measure-tree.ts'
import { findLeftovers, findUnfinished, foldersOf, type OwnFile, type UnfinishedPull } from './own-files.ts'
import { type CacheFile, mostProblems, readCache, takenBytes, usedAtMs } from './read-cache.ts'
import { findStoppedBuilds, type StoppedBuild } from './stopped-builds.ts'

export interface DiskNeeds {
  readonly images: { stored(): readonly StoredImage[] }
  readonly partials: PartialStore
  imageFolder(): string
  /** Caches and temporary folders that are looked at without being named. */
  readonly usualCaches: readonly CachePlace[]
  readonly usualTemporary: readonly string[]
}

export interface Scope {
  readonly caches: readonly string[]
  readonly temporary?: string | undefined
}

export interface ImageOnDisk {
  readonly image: StoredImage
  /** Null: it is not there. */
  readonly info: Stats | null
  /** Whether it is still the file whose digest is known. */
  readonly isSame: boolean
}

export interface SurveyedCache {
  readonly place: CachePlace
  readonly files: readonly CacheFile[]
  readonly problems: readonly CacheProblem[]
  readonly isUnreadable: boolean
}

export interface Survey {
  readonly images: readonly ImageOnDisk[]
  readonly caches: readonly SurveyedCache[]
  readonly unfinished: readonly UnfinishedPull[]
  readonly leftovers: readonly OwnFile[]
  readonly temporaryFolders: readonly string[]
  readonly builds: readonly StoppedBuild[]
  readonly quarantine: SpaceUse
}

/** @throws AppFailure DISK_NO_CACHE for a named folder without one; the signal's reason when it aborts */
export async function survey(
  needs: DiskNeeds,
  home: string,
  scope: Scope,
  now: number,
  signal: AbortSignal,
): Promise<Survey> {
  const images = await lookAtImages(needs.images.stored(), signal)
  const caches: SurveyedCache[] = []
  for (const place of await placesOf(needs, scope)) caches.push(await surveyCache(place, signal))
  const unfinished = await findUnfinished(needs.partials)
  const known = new Set(unfinished.map(({ path }) => path))
  const folders = foldersOf(needs.imageFolder(), needs.images.stored())
  const leftovers = await findLeftovers([home, ...folders], known, now, signal)
  const temporaryFolders = scope.temporary === undefined ? needs.usualTemporary : [scope.temporary]
  const builds = await findStoppedBuilds(temporaryFolders, signal)
  return {
    images,
    caches,
    unfinished,
    leftovers,
    temporaryFolders,
    builds,
    quarantine: await quarantineUse(home, signal),
  }
}

/** The caches that are looked at: the usual ones, and those that were named. */
export async function placesOf(needs: DiskNeeds, scope: Scope): Promise<readonly CachePlace[]> {
  const named = await Promise.all(scope.caches.map(cachesIn))
  return distinctCaches([...needs.usualCaches, ...named.flat()])
}

async function surveyCache(place: CachePlace, signal: AbortSignal): Promise<SurveyedCache> {
  const files: CacheFile[] = []
  const problems: CacheProblem[] = []
  const onProblem = (problem: CacheProblem): void => {
    if (problems.length < mostProblems) problems.push(problem)
  }
  let isUnreadable = false
  try {
    const root = await realpath(place.path)
    await readCache(root, signal, { onFile: (file) => void files.push(file), onProblem }, false)
  } catch (error) {
    if (signal.aborted) throw error
    isUnreadable = true
  }
  return { place, files, problems, isUnreadable }
}

async function lookAtImages(images: readonly StoredImage[], signal: AbortSignal): Promise<readonly ImageOnDisk[]> {
  const found: ImageOnDisk[] = []
  for (let first = 0; first < images.length; first += 64) {
    signal.throwIfAborted()
    const some = images.slice(first, first + 64).map(async (image) => {
      const info = await stat(image.path).catch(() => null)
      return { image, info, isSame: info?.size === image.sizeBytes && info.mtimeMs === image.modifiedMs }
    })
    found.push(...(await Promise.all(some)))
  }
  return found
}

async function quarantineUse(home: string, signal: AbortSignal): Promise<SpaceUse> {
  const folder = join(home, 'quarantine')
  if ((await lstat(folder).catch(() => null)) === null) return { count: 0, takenBytes: 0, lastUsedAt: null }
  const { takenBytes: taken, count, changedMs } = await measureTree(folder, signal)
  return { count: count - 1, takenBytes: count > 1 ? taken : 0, lastUsedAt: count > 1 ? isoOf(changedMs) : null }
}

/** Sums files; one file under several names counts once. */
export function spaceOf(infos: readonly Stats[]): SpaceUse {
  const seen = new Set<string>()
  let taken = 0
  let last = 0
  for (const info of infos) {
    last = Math.max(last, usedAtMs(info))
    const key = `${info.dev}:${info.ino}`
    if (info.nlink > 1 && seen.has(key)) continue
    seen.add(key)
    taken += takenBytes(info)
  }
  return { count: infos.length, takenBytes: taken, lastUsedAt: infos.length === 0 ? null : isoOf(last) }
}

export function cacheUsage({ place, files, problems, isUnreadable }: SurveyedCache): CacheUsage {
  const byType = new Map<CacheType, Stats[]>()
  for (const { entry, info } of files) {
    const infos = byType.get(entry.type) ?? []
    byType.set(entry.type, infos)
    infos.push(info)
  }
  const { count, takenBytes: taken, lastUsedAt } = spaceOf(files.map(({ info }) => info))
  const types = cacheTypes.flatMap((type) => {
    const infos = byType.get(type)
    return infos === undefined ? [] : [{ type, count: infos.length, takenBytes: spaceOf(infos).takenBytes }]
  })
  return { ...place, count, takenBytes: taken, types, lastUsedAt, problems, isUnreadable }
}

export const isoOf = (ms: number): string => new Date(ms).toISOString()

/** Bytes that unfinished pulls still need, by the folder they write to. */
export function promisedByFolder(unfinished: readonly UnfinishedPull[]): ReadonlyMap<string, number> {
  const needed = new Map<string, number>()
  for (const { path, missingBytes, goesOn } of unfinished) {
    if (goesOn) needed.set(dirname(path), (needed.get(dirname(path)) ?? 0) + missingBytes)
  }
  return needed
}
