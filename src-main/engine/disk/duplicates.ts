/** Files with the same bytes, as far as their digests are known: images of the library and entries of caches. */
import type { Stats } from 'node:fs'
import type { Duplicate } from '../../../src-shared/model/disk.ts'
import { canShareBlocks } from './places.ts'
import { takenBytes } from './read-cache.ts'
import type { Survey } from './survey.ts'

interface Same {
  readonly path: string
  readonly kind: 'image' | 'cache'
  readonly info: Stats
}

/** @returns the largest first; what is one file with several names already is left out */
export async function findDuplicates({
  images,
  caches,
}: Pick<Survey, 'images' | 'caches'>): Promise<readonly Duplicate[]> {
  const groups = new Map<string, Same[]>()
  const add = (digest: string, same: Same): void => {
    const group = groups.get(digest) ?? []
    groups.set(digest, group)
    group.push(same)
  }
  for (const { image, info, isSame } of images)
    if (info !== null && isSame && image.digest !== null) add(image.digest, { path: image.path, kind: 'image', info })
  for (const { files } of caches)
    for (const { entry, info } of files)
      if (entry.namedDigest !== null && entry.type !== 'blob' && info.isFile())
        add(entry.namedDigest, { path: entry.path, kind: 'cache', info })
  const found: Duplicate[] = []
  for (const [digest, group] of groups) {
    const files = ofOneSize(group)
    const separate = new Map(files.map(({ info }) => [`${info.dev}:${info.ino}`, info]))
    if (separate.size < 2) continue
    const infos = [...separate.values()]
    const extraBytes = infos.reduce((sum, info) => sum + takenBytes(info), 0) - Math.max(...infos.map(takenBytes))
    const [first] = files
    if (first === undefined) continue
    const isOneDisk = infos.every(({ dev }) => dev === first.info.dev)
    const shares = isOneDisk && (await canShareBlocks(first.path))
    found.push({
      digest,
      sizeBytes: first.info.size,
      extraBytes,
      files: files.map(({ path, kind, info }) => ({ path, kind, modifiedAt: info.mtime.toISOString() })),
      suggestion: extraBytes === 0 ? 'none' : shares ? 'shareBlocks' : isOneDisk ? 'hardLink' : 'removeOne',
    })
  }
  return found.sort((a, b) => b.extraBytes - a.extraBytes)
}

/** A name may lie about a digest; a file of another size has other bytes. Images are believed first. */
function ofOneSize(group: readonly Same[]): readonly Same[] {
  const size = (group.find(({ kind }) => kind === 'image') ?? group[0])?.info.size
  return group.filter(({ info }) => info.size === size)
}
