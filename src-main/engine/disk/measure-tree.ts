/** How much a file or a folder with all below it takes. Follows no link and stays on one file system. */
import type { Stats } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { takenBytes } from './read-cache.ts'

export interface TreeMeasure {
  readonly takenBytes: number
  readonly count: number
  /** The latest change of anything in it; unpacked files keep their old times, so the change of the record counts. */
  readonly changedMs: number
  /** Whether everything could be seen, belongs to this user and is on one file system. */
  readonly isOwnAlone: boolean
}

/** @throws the signal's reason when it aborts */
export async function measureTree(path: string, signal: AbortSignal): Promise<TreeMeasure> {
  const root = await lstat(path).catch(() => null)
  if (root === null) return { takenBytes: 0, count: 0, changedMs: 0, isOwnAlone: false }
  const user = process.getuid?.() ?? null
  const seen = new Set<number>()
  let taken = 0
  let count = 0
  let changedMs = 0
  let isOwnAlone = true
  const add = (info: Stats): void => {
    count += 1
    changedMs = Math.max(changedMs, info.mtimeMs, info.ctimeMs)
    if (user !== null && info.uid !== user) isOwnAlone = false
    if (info.nlink > 1 && !info.isDirectory()) {
      if (seen.has(info.ino)) return
      seen.add(info.ino)
    }
    taken += takenBytes(info)
  }
  add(root)
  const folders = root.isDirectory() ? [path] : []
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const directory = await opendir(folder).catch(() => null)
    if (directory === null) {
      isOwnAlone = false
      continue
    }
    for await (const { name } of directory) {
      signal.throwIfAborted()
      const inner = join(folder, name)
      const info = await lstat(inner).catch(() => null)
      if (info === null) continue
      if (info.dev !== root.dev) {
        isOwnAlone = false
        continue
      }
      add(info)
      if (info.isDirectory()) folders.push(inner)
    }
  }
  return { takenBytes: taken, count, changedMs, isOwnAlone }
}
