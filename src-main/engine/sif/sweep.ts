/**
 * Removes what a killed program left beside the file it was about to replace. Only names that
 * {@link temporaryName} gives, and only when nobody can still be writing to them: the process is gone,
 * or it was of another computer and the file has not been touched for a day.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ownerOfTemporary, thisHost } from './replace-file.ts'

const abandonedAfterMs = 24 * 3600 * 1000

/** Sweeps a folder. Does nothing where it may not read or write. @param name only what belongs to a file of this name */
export async function sweepFolder(folder: string, name?: string): Promise<readonly string[]> {
  const removed: string[] = []
  for (const entry of await readdir(folder).catch((): string[] => [])) {
    const owner = ownerOfTemporary(entry)
    if (owner === null || (name !== undefined && owner.name !== name)) continue
    const path = join(folder, entry)
    try {
      const isGone =
        owner.host === thisHost()
          ? !isRunning(owner.processId)
          : Date.now() - (await stat(path)).mtimeMs > abandonedAfterMs
      if (!isGone) continue
      // Some leave a folder of their own.
      await rm(path, { recursive: true })
      removed.push(path)
    } catch {
      // Another program swept it, or it is not ours to remove.
    }
  }
  return removed
}

function isRunning(processId: number): boolean {
  if (processId === process.pid) return true
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
