/** File systems: how large, how much is free for this user, and of what kind. */
import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DiskPlace, DiskWarning } from '../../../src-shared/model/disk.ts'

// Numbers of file systems as statfs(2) lists them.
const inMemory: ReadonlySet<number> = new Set([0x01021994, 0x858458f6])
const sharesBlocks: ReadonlySet<number> = new Set([0x9123683e, 0x58465342, 0xca451a4e])

/** @returns null where the system does not say. A folder that is still to be made is its nearest parent. */
export async function placeAt(role: DiskPlace['role'], path: string): Promise<DiskPlace | null> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      const { blocks, bavail, bsize, type } = await statfs(folder)
      return { role, path, totalBytes: blocks * bsize, freeBytes: bavail * bsize, isInMemory: inMemory.has(type) }
    } catch {
      if (dirname(folder) === folder) return null
    }
  }
}

/** Whether a file system can keep equal blocks of two files once. */
export async function canShareBlocks(path: string): Promise<boolean> {
  return statfs(path).then(
    ({ type }) => sharesBlocks.has(type),
    () => false,
  )
}

/** Below a twentieth, and below this, a disk is called nearly full. */
const littleBytes = 5_000_000_000

/** @param wanted what pulls that are not complete still need, by the folder they write to */
export async function warningsOf(
  places: readonly DiskPlace[],
  wanted: ReadonlyMap<string, number>,
): Promise<readonly DiskWarning[]> {
  const warnings: DiskWarning[] = []
  const devices = new Map<number, { missing: number; path: string }>()
  for (const [folder, bytes] of wanted) {
    const info = await stat(folder).catch(() => null)
    if (info === null) continue
    const device = devices.get(info.dev) ?? { missing: 0, path: folder }
    device.missing += bytes
    devices.set(info.dev, device)
  }
  for (const { missing, path } of devices.values()) {
    const place = await placeAt('images', path)
    if (place !== null && missing > place.freeBytes)
      warnings.push({ kind: 'promised', path, missingBytes: missing - place.freeBytes })
  }
  for (const { role, path, freeBytes, totalBytes, isInMemory } of places) {
    if (role === 'temporary' && isInMemory) warnings.push({ kind: 'temporaryInMemory', path, freeBytes })
    else if (role === 'images' && freeBytes < Math.min(totalBytes / 20, littleBytes))
      warnings.push({ kind: 'nearlyFull', path, freeBytes })
  }
  return warnings
}
