/**
 * What this application itself has lying about: pulls that are not complete, files that a killed edit left,
 * and what was kept out. It finds and measures; it removes nothing.
 */
import type { Stats } from 'node:fs'
import { lstat, opendir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ownerOfTemporary, thisHost } from '../sif/replace-file.ts'
import type { PartialStore } from '../transfers/partial-store.ts'
import { measureTree } from './measure-tree.ts'

export interface OwnFile {
  readonly path: string
  readonly info: Stats
  readonly takenBytes: number
}

export interface UnfinishedPull {
  readonly jobId: string
  readonly path: string
  /** Null when the file is gone. */
  readonly info: Stats | null
  readonly missingBytes: number
  /** A job that runs or is about to; its file is not to be touched. */
  readonly isWanted: boolean
  /** A job that the user may still want to go on with. */
  readonly goesOn: boolean
}

/** Nothing younger is called abandoned, whatever its name says. */
export const youngMs = 24 * 3600 * 1000

export async function findUnfinished(partials: PartialStore): Promise<readonly UnfinishedPull[]> {
  const found: UnfinishedPull[] = []
  for (const { jobId, path, sizeBytes, received, state } of partials.all()) {
    const info = await lstat(path).catch(() => null)
    const got = received.reduce((sum, bytes) => sum + bytes, 0)
    const isWanted = state === 'running' || state === 'queued'
    const goesOn = isWanted || state === 'paused'
    found.push({ jobId, path, info, missingBytes: Math.max(0, sizeBytes - got), isWanted, goesOn })
  }
  return found
}

/** @param known hidden files of pulls that are known, which are counted as those */
export async function findLeftovers(
  folders: Iterable<string>,
  known: ReadonlySet<string>,
  now: number,
  signal: AbortSignal,
): Promise<readonly OwnFile[]> {
  const found: OwnFile[] = []
  const seen = new Set<string>()
  for (const named of folders) {
    const folder = await realpath(named).catch(() => named)
    if (seen.has(folder)) continue
    seen.add(folder)
    const directory = await opendir(folder).catch(() => null)
    if (directory === null) continue
    for await (const { name } of directory) {
      signal.throwIfAborted()
      const path = join(folder, name)
      if (known.has(path) || known.has(join(named, name)) || !isOwnTemporary(name)) continue
      const info = await lstat(path).catch(() => null)
      if (info === null || info.isSymbolicLink() || isStillWritten(name, info, now)) continue
      found.push({ path, info, takenBytes: (await measureTree(path, signal)).takenBytes })
    }
  }
  return found
}

export function isOwnTemporary(name: string): boolean {
  return ownerOfTemporary(name) !== null || /^\..+\.part-[0-9a-f]{8}$/s.test(name)
}

/** Whether somebody may still be writing a temporary file: a living process, or anybody within the last day. */
export function isStillWritten(name: string, info: Stats, now: number): boolean {
  const owner = ownerOfTemporary(name)
  if (owner !== null && owner.host === thisHost()) return isRunning(owner.processId)
  return now - Math.max(info.mtimeMs, info.ctimeMs) < youngMs
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Folders in which this application writes images. */
export function foldersOf(imageFolder: string, images: readonly { readonly path: string }[]): ReadonlySet<string> {
  return new Set([imageFolder, ...images.map(({ path }) => dirname(path))])
}
