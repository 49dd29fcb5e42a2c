/**
 * Reads a cache of a command line: one entry at a time, never through a link, never a device or a pipe,
 * and never more than the first bytes of a file. It changes nothing. Whatever is odd becomes a named
 * problem, and the rest is still told.
 */
import type { Stats } from 'node:fs'
import { lstat, opendir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BlobIndexEntry,
  type CacheEntry,
  type CacheProblem,
  type CacheType,
  cacheTypes,
} from '../../../src-shared/model/disk.ts'
import { readBlobIndex, withBlobKinds } from './blob-layout.ts'
import { isWholeSif } from './quiet-reading.ts'

export interface CacheFile {
  readonly entry: CacheEntry
  readonly info: Stats
}

export interface CacheReading {
  onFile(file: CacheFile): void | Promise<void>
  onProblem(problem: CacheProblem): void
}

/** As many problems of one cache are told; a hostile folder has no end of them. */
export const mostProblems = 200

/**
 * Goes through all files of a cache.
 * @param opens whether each file is opened to see what it is; without, only names and sizes are known
 * @throws the signal's reason when it aborts
 */
export async function readCache(
  root: string,
  signal: AbortSignal,
  reading: CacheReading,
  opens: boolean,
): Promise<void> {
  for (const type of cacheTypes) {
    if (type === 'blob') await readBlobs(root, signal, reading, opens)
    else await readType(root, type, signal, reading, opens)
  }
}

/** @returns the index of the layer cache, each line compared with the files that are there */
export async function readCacheIndex(
  root: string,
  onProblem: (problem: CacheProblem) => void,
): Promise<readonly BlobIndexEntry[]> {
  const folder = join(root, 'blob')
  if (!(await isPlainFolder(folder, onProblem))) return []
  return readBlobIndex(folder, onProblem)
}

async function readType(
  root: string,
  type: CacheType,
  signal: AbortSignal,
  reading: CacheReading,
  opens: boolean,
): Promise<void> {
  const folder = join(root, type)
  for await (const { path, name, info } of filesOf(folder, signal, reading.onProblem)) {
    if (info.isSymbolicLink()) {
      // Only one type has links by design, and those stay in their own folder.
      const target = type === 'ipfs' ? await targetWithin(path, folder) : null
      if (target === null) {
        reading.onProblem({ path, kind: 'link' })
        continue
      }
      const isSif = opens ? await isWholeSif(target) : null
      await reading.onFile({ entry: entryOf(type, name, path, info, isSif), info })
      continue
    }
    const isSif = opens ? await isWholeSif(path) : null
    if (opens && isSif === null) reading.onProblem({ path, kind: 'unreadable' })
    await reading.onFile({ entry: entryOf(type, name, path, info, isSif), info })
  }
}

async function readBlobs(root: string, signal: AbortSignal, reading: CacheReading, opens: boolean): Promise<void> {
  const layout = join(root, 'blob')
  if (!(await isPlainFolder(layout, reading.onProblem))) return
  if (!(await isPlainFolder(join(layout, 'blobs'), reading.onProblem))) return
  const folder = join(layout, 'blobs', 'sha256')
  const files = async function* () {
    for await (const { path, name, info } of filesOf(folder, signal, reading.onProblem)) {
      if (info.isSymbolicLink()) reading.onProblem({ path, kind: 'link' })
      else yield { entry: entryOf('blob', name, path, info, null), info }
    }
  }
  if (!opens) {
    for await (const file of files()) await reading.onFile(file)
    return
  }
  await withBlobKinds(files(), signal, reading)
}

interface Found {
  readonly path: string
  readonly name: string
  readonly info: Stats
}

async function* filesOf(
  folder: string,
  signal: AbortSignal,
  onProblem: (problem: CacheProblem) => void,
): AsyncGenerator<Found> {
  signal.throwIfAborted()
  if (!(await isPlainFolder(folder, onProblem))) return
  let directory: Awaited<ReturnType<typeof opendir>>
  try {
    directory = await opendir(folder, { bufferSize: 256 })
  } catch {
    onProblem({ path: folder, kind: 'unreadable' })
    return
  }
  for await (const { name } of directory) {
    signal.throwIfAborted()
    const path = join(folder, name)
    const info = await lstat(path).catch(() => null)
    // The programs take entries away whenever they like.
    if (info === null) continue
    if (info.isDirectory()) onProblem({ path, kind: 'folder' })
    else if (info.isFile() || info.isSymbolicLink()) yield { path, name, info }
    else onProblem({ path, kind: 'special' })
  }
}

/** A folder that is missing is nothing odd: it is made with its first entry. */
async function isPlainFolder(path: string, onProblem: (problem: CacheProblem) => void): Promise<boolean> {
  const info = await lstat(path).catch(() => null)
  if (info === null) return false
  if (info.isDirectory()) return true
  onProblem({ path, kind: info.isSymbolicLink() ? 'link' : 'special' })
  return false
}

async function targetWithin(link: string, folder: string): Promise<string | null> {
  const target = await realpath(link).catch(() => null)
  const room = await realpath(folder).catch(() => null)
  if (target === null || room === null || !target.startsWith(`${room}/`)) return null
  const info = await lstat(target).catch(() => null)
  return info?.isFile() ? target : null
}

/** What a file takes on the disk, in bytes. Blocks are of 512 bytes whatever the file system uses. */
export function takenBytes(info: Stats): number {
  return typeof info.blocks === 'number' ? info.blocks * 512 : info.size
}

/** Reading and changing both are use; many file systems count readings only once a day. */
export function usedAtMs(info: Stats): number {
  return Math.max(info.atimeMs, info.mtimeMs)
}

/** A download under way, or what a crash left of one: `tmp_` and decimal digits. Source: services reference, 7.3. */
export function isTemporaryEntry(name: string): boolean {
  return /^tmp_\d+$/.test(name)
}

function entryOf(type: CacheType, name: string, path: string, info: Stats, isSif: boolean | null): CacheEntry {
  return {
    type,
    name,
    path,
    sizeBytes: info.size,
    takenBytes: takenBytes(info),
    isSif,
    namedDigest: digestInName(type, name),
    nameMatchesContent: null,
    isLeftover: type !== 'blob' && isTemporaryEntry(name),
    isLink: info.isSymbolicLink(),
    blobKind: null,
    modifiedAt: info.mtime.toISOString(),
    usedAt: new Date(usedAtMs(info)).toISOString(),
  }
}

/** The digest of the file itself that a name claims; other types are named after something else. Source: services reference, 7.2. */
function digestInName(type: CacheType, name: string): string | null {
  const patterns: Partial<Record<CacheType, RegExp>> = {
    library: /^sha256\.([0-9a-f]{64})$/,
    oras: /^sha256:([0-9a-f]{64})$/,
    blob: /^([0-9a-f]{64})$/,
  }
  const hex = patterns[type]?.exec(name)?.[1]
  return hex === undefined ? null : `sha256:${hex}`
}
