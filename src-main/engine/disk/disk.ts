/**
 * Disk: who uses which space, and freeing it. Owns the job kind `clean` and the plans, which only live here:
 * a face names a plan and its lines, never a path to delete.
 */
import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { diskCalls } from '../../../src-shared/contract/disk.ts'
import type {
  CacheContent,
  CacheEntry,
  CacheProblem,
  CleanResult,
  DiskPlace,
  DiskUsage,
} from '../../../src-shared/model/disk.ts'
import { diskText } from '../../../src-shared/text/disk.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import { cachesIn, entriesWithDigest } from './cache-places.ts'
import { cleanUp } from './clean.ts'
import { findDuplicates } from './duplicates.ts'
import { createMove, type MoveNeeds } from './move/move-library.ts'
import { placeAt, warningsOf } from './places.ts'
import { type PlannedLine, planLines, shownLine } from './plan.ts'
import { quietDigest } from './quiet-reading.ts'
import { mostProblems, readCache, readCacheIndex } from './read-cache.ts'
import { cacheUsage, type DiskNeeds, promisedByFolder, type Survey, spaceOf, survey } from './survey.ts'

export interface DiskService {
  readonly handlers: Handlers<keyof typeof diskCalls>
  /** Files of caches that should have this content by their names; whoever takes one hashes it. */
  cachedWithDigest(digest: string): Promise<readonly string[]>
}

/** As many plans are kept; who looks at an older one is asked to count again. */
const mostPlans = 8
const mostEntries = 20_000

export function createDisk(context: EngineContext, needs: DiskNeeds & MoveNeeds): DiskService {
  const { jobs, paths, clock } = context
  const now = (): number => clock().getTime()
  const move = createMove(context, needs)
  const plans = new Map<string, readonly PlannedLine[]>()

  jobs.register<{ readonly planId: string; readonly lines: readonly string[] }>({
    kind: 'clean',
    canPause: false,
    // A plan does not outlive its engine: what was not removed is found by the next count.
    resumable: false,
    maxRunning: 1,
    async run({ planId, lines }, handle): Promise<CleanResult> {
      const items = chosen(planId, lines).flatMap((line) => line.items)
      const imagePaths = (): readonly string[] => needs.images.stored().map(({ path }) => path)
      try {
        return await cleanUp({ imagePaths, partials: needs.partials, now }, items, handle)
      } finally {
        plans.delete(planId)
      }
    },
  })

  /** @throws AppFailure DISK_PLAN_GONE */
  const chosen = (planId: string, ids: readonly string[]): readonly PlannedLine[] => {
    const plan = plans.get(planId)
    const lines = plan?.filter(({ id }) => ids.includes(id)) ?? []
    if (lines.length !== new Set(ids).size) throw failure('DISK_PLAN_GONE')
    return lines
  }

  return {
    cachedWithDigest: (digest) => entriesWithDigest(needs.usualCaches, digest),
    handlers: {
      'disk.usage': async (scope, { signal }) => {
        const found = await survey(needs, paths.home, scope, now(), signal)
        return usageOf(found, needs.imageFolder(), paths.home)
      },
      'disk.cache': async ({ path, check }, { signal }) => readOneCache(path, check, signal),
      'disk.plan': async ({ olderThanDays, ...scope }, { signal }) => {
        const found = await survey(needs, paths.home, scope, now(), signal)
        const lines = planLines(found, olderThanDays, now())
        const id = randomUUID()
        plans.set(id, lines)
        for (const old of [...plans.keys()].slice(0, -mostPlans)) plans.delete(old)
        return { id, olderThanDays, lines: lines.map(shownLine), madeAt: clock().toISOString() }
      },
      'disk.clean': ({ planId, lines }) => {
        const kinds = chosen(planId, lines).map(({ kind, product }) => diskText.lineTitle(kind, product))
        const subject = kinds.length === 1 ? (kinds[0] ?? '') : diskText.manyLines(kinds.length)
        return { jobId: jobs.start('clean', { subject, params: { planId, lines } }).id }
      },
      'disk.planMove': ({ to }) => move.plan(to),
      'disk.move': async ({ to }) => ({ jobId: await move.start(to) }),
    },
  }
}

async function usageOf(found: Survey, imageFolder: string, home: string): Promise<DiskUsage> {
  const places: DiskPlace[] = []
  const roles = [
    ['images', imageFolder],
    ['application', home],
    ['temporary', found.temporaryFolders[0]],
  ] as const
  for (const [role, path] of roles) {
    const place = path === undefined ? null : await placeAt(role, path)
    if (place !== null) places.push(place)
  }
  const present = found.images.flatMap(({ info }) => (info === null ? [] : [info]))
  const promised = promisedByFolder(found.unfinished)
  const builds = spaceOf(found.builds.map(({ info }) => info))
  const sum = (files: readonly { readonly takenBytes: number }[]): number =>
    files.reduce((total, file) => total + file.takenBytes, 0)
  return {
    places,
    images: {
      ...spaceOf(present),
      folders: new Set(found.images.map(({ image }) => dirname(image.path))).size,
      missing: found.images.length - present.length,
    },
    caches: found.caches.map(cacheUsage),
    unfinished: {
      ...spaceOf(found.unfinished.flatMap(({ info }) => (info === null ? [] : [info]))),
      promisedBytes: [...promised.values()].reduce((total, bytes) => total + bytes, 0),
    },
    leftovers: { ...spaceOf(found.leftovers.map(({ info }) => info)), takenBytes: sum(found.leftovers) },
    temporary:
      found.temporaryFolders.length === 0
        ? null
        : { ...builds, takenBytes: sum(found.builds), folders: found.temporaryFolders },
    quarantine: found.quarantine,
    duplicates: await findDuplicates(found),
    warnings: await warningsOf(places, promised),
  }
}

/** @throws AppFailure DISK_NO_CACHE, CANCELLED */
async function readOneCache(path: string, check: boolean, signal: AbortSignal): Promise<CacheContent> {
  const [place] = await cachesIn(path)
  if (place === undefined) throw failure('DISK_NO_CACHE', { path })
  const entries: CacheEntry[] = []
  const problems: CacheProblem[] = []
  let leftOut = 0
  const onProblem = (problem: CacheProblem): void => {
    if (problems.length < mostProblems) problems.push(problem)
  }
  const root = await realpath(place.path)
  const reading = {
    onProblem,
    async onFile({ entry }: { readonly entry: CacheEntry }) {
      if (entries.length >= mostEntries) leftOut += 1
      else entries.push(check ? await checked(entry, signal) : entry)
    },
  }
  await readCache(root, signal, reading, true)
  const blobIndex = await readCacheIndex(root, onProblem)
  return { ...place, entries, blobIndex, problems, leftOut }
}

async function checked(entry: CacheEntry, signal: AbortSignal): Promise<CacheEntry> {
  if (entry.namedDigest === null || entry.isLink) return entry
  const digest = await quietDigest(entry.path, signal)
  return digest === null ? entry : { ...entry, nameMatchesContent: digest === entry.namedDigest }
}
