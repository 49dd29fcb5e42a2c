/**
 * Carries out a plan: each file is looked at again right before it goes. What is another file by then, is
 * open somewhere, or has become an image stays, and the answer says so. Nothing outside the plan is touched.
 */
import { lstat, realpath, rm, unlink } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { CleanResult } from '../../../src-shared/model/disk.ts'
import type { JobHandle } from '../platform/jobs.ts'
import type { PartialStore } from '../transfers/partial-store.ts'
import { measureTree } from './measure-tree.ts'
import { findOpenElsewhere, type OpenElsewhere } from './open-elsewhere.ts'
import { youngMs } from './own-files.ts'
import type { PlannedItem, Stamp } from './plan.ts'
import { usedAtMs } from './read-cache.ts'

export interface CleanNeeds {
  /** Paths of all images now. */
  imagePaths(): readonly string[]
  readonly partials: PartialStore
  now(): number
  findOpen?(): Promise<OpenElsewhere>
}

type Outcome = 'removed' | CleanResult['kept'][number]['reason']

/** What else there is on this computer, as of a moment ago. */
interface Surroundings {
  readonly open: OpenElsewhere
  /** Paths of images by the last part of each. */
  readonly images: ReadonlyMap<string, readonly string[]>
  readonly atMs: number
}

/** It is looked at anew after this long. */
const lookValidMs = 2000
/** More of what stayed is not told one by one. */
const mostKept = 1000

/** @throws the signal's reason when it aborts; what was removed until then stays removed */
export async function cleanUp(
  needs: CleanNeeds,
  items: readonly PlannedItem[],
  handle: JobHandle,
): Promise<CleanResult> {
  handle.phase(
    'removing',
    items.reduce((sum, { freedBytes }) => sum + freedBytes, 0),
  )
  const findOpen = needs.findOpen ?? findOpenElsewhere
  let seen: Surroundings | null = null
  const look = async (): Promise<Surroundings> => {
    if (seen !== null && performance.now() - seen.atMs < lookValidMs) return seen
    const open = await findOpen()
    seen = { open, images: byName(needs.imagePaths()), atMs: performance.now() }
    return seen
  }
  let removed = 0
  let freedBytes = 0
  const kept: CleanResult['kept'][number][] = []
  for (const item of items) {
    handle.signal.throwIfAborted()
    const outcome = await removeOne(needs, item, await look(), handle.signal)
    handle.advance(item.freedBytes)
    if (outcome === 'removed') {
      removed += 1
      freedBytes += item.freedBytes
    } else if (kept.length < mostKept) kept.push({ path: item.path, reason: outcome })
  }
  return { removed, freedBytes, kept }
}

async function removeOne(
  needs: CleanNeeds,
  item: PlannedItem,
  { open, images }: Surroundings,
  signal: AbortSignal,
): Promise<Outcome> {
  if (item.kind === 'pull') return removePull(needs.partials, item)
  const state = await stateOf(item.path, item.stamp)
  if (state !== 'same') return state
  if (await isImage(images, item.path)) return 'changed'
  // Somebody may have put a link in place of a folder on the way.
  const folder = dirname(item.path)
  if ((await realpath(folder).catch(() => null)) !== folder) return 'changed'
  try {
    if (item.kind === 'tree') {
      if (open.hasWithin(item.path)) return 'inUse'
      const { changedMs, isOwnAlone } = await measureTree(item.path, signal)
      if (!isOwnAlone || needs.now() - changedMs < youngMs) return 'changed'
      await rm(item.path, { recursive: true })
      return 'removed'
    }
    // Somebody has used it since the preview: it is not old any more.
    if (item.usedMs !== undefined && usedAtMs(await lstat(item.path)) > item.usedMs) return 'changed'
    if (open.hasFile(item.stamp) || open.hasWithin(item.path)) return 'inUse'
    if (item.unlessLast !== undefined && !(await anySame(item.unlessLast))) return 'changed'
    await unlink(item.path)
    return 'removed'
  } catch (error) {
    if (signal.aborted) throw error
    return (await lstat(item.path).catch(() => null)) === null ? 'gone' : 'failed'
  }
}

function removePull(partials: PartialStore, { jobId, path }: Extract<PlannedItem, { kind: 'pull' }>): Outcome {
  const partial = partials.all().find((known) => known.jobId === jobId)
  if (partial === undefined) return 'gone'
  if (partial.path !== path) return 'changed'
  if (partial.state === 'running' || partial.state === 'queued') return 'inUse'
  try {
    partials.discard(jobId)
    return 'removed'
  } catch {
    return 'failed'
  }
}

function byName(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const path of paths) {
    const same = names.get(basename(path)) ?? []
    names.set(basename(path), same)
    same.push(path)
  }
  return names
}

/** Whether a file has become an image of the library, under whatever path leads to it. */
async function isImage(images: Surroundings['images'], path: string): Promise<boolean> {
  for (const image of images.get(basename(path)) ?? []) {
    if (image === path || (await realpath(image).catch(() => image)) === path) return true
  }
  return false
}

async function stateOf(path: string, stamp: Stamp): Promise<'same' | 'gone' | 'changed'> {
  const info = await lstat(path).catch(() => null)
  if (info === null) return 'gone'
  const isSame =
    info.dev === stamp.dev && info.ino === stamp.ino && info.size === stamp.size && info.mtimeMs === stamp.mtimeMs
  return isSame ? 'same' : 'changed'
}

async function anySame(files: readonly { readonly path: string; readonly stamp: Stamp }[]): Promise<boolean> {
  for (const { path, stamp } of files)
    if ((await stateOf(await realpath(path).catch(() => path), stamp)) === 'same') return true
  return false
}
