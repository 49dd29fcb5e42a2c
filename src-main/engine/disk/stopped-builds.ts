/** What builds of the command lines leave in the temporary folder when they are stopped. Finds only. */
import type { Stats } from 'node:fs'
import { lstat, opendir, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureTree } from './measure-tree.ts'

export interface StoppedBuild {
  readonly path: string
  readonly info: Stats
  readonly takenBytes: number
  readonly changedMs: number
  /** Whether all of it belongs to this user, so that it may be offered for removal. */
  readonly isOwnAlone: boolean
}

/** The temporary folders that builds of this user go to. @param environment only the variables that move them are read */
export function usualTemporaryFolders(environment: NodeJS.ProcessEnv): readonly string[] {
  const { SINGULARITY_TMPDIR, APPTAINER_TMPDIR } = environment
  return [...new Set([tmpdir(), SINGULARITY_TMPDIR, APPTAINER_TMPDIR].flatMap((path) => (path ? [path] : [])))]
}

/** The programs put digits of chance behind their names. Source: build and inspect reference, progress of builds. */
export function isBuildName(name: string): boolean {
  return /^(?:build-temp|bundle-temp|squashfs)-\d{3,20}$/.test(name)
}

export async function findStoppedBuilds(
  folders: readonly string[],
  signal: AbortSignal,
): Promise<readonly StoppedBuild[]> {
  const user = process.getuid?.() ?? null
  const found: StoppedBuild[] = []
  for (const named of folders) {
    const folder = await realpath(named).catch(() => named)
    const directory = await opendir(folder).catch(() => null)
    if (directory === null) continue
    for await (const { name } of directory) {
      signal.throwIfAborted()
      if (!isBuildName(name)) continue
      const path = join(folder, name)
      const info = await lstat(path).catch(() => null)
      const isOurs = info !== null && (user === null || info.uid === user)
      if (!isOurs || !(info.isDirectory() || info.isFile())) continue
      const { takenBytes, changedMs, isOwnAlone } = await measureTree(path, signal)
      found.push({ path, info, takenBytes, changedMs, isOwnAlone })
    }
  }
  return found
}
