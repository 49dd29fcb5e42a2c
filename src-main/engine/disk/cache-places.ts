/**
 * Where the command lines keep their caches. Looks at names and environment only; what is in a cache
 * is read by `read-cache.ts`.
 */
import { lstat, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type CacheProduct, cacheTypes } from '../../../src-shared/model/disk.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'

export interface CachePlace {
  readonly path: string
  readonly product: CacheProduct
}

/**
 * The caches of this user. The variable names the folder that `cache` is in; Apptainer takes the older
 * name too. Source: services reference, 7.1.
 * @param environment only HOME and the variables that move caches are read
 */
export function usualCaches(environment: NodeJS.ProcessEnv): readonly CachePlace[] {
  const home = environment.HOME || homedir()
  const moved = environment.SINGULARITY_CACHEDIR
  const singularity = join(moved || join(home, '.singularity'), 'cache')
  const apptainer = join(environment.APPTAINER_CACHEDIR || moved || join(home, '.apptainer'), 'cache')
  if (singularity === apptainer) return [{ path: singularity, product: 'both' }]
  return [
    { path: singularity, product: 'SingularityCE' },
    { path: apptainer, product: 'Apptainer' },
  ]
}

/**
 * The caches that a folder named by the user stands for: itself, the `cache` in it, or those of a home folder.
 * @throws AppFailure DISK_NO_CACHE
 */
export async function cachesIn(folder: string): Promise<readonly CachePlace[]> {
  if (await looksLikeCache(folder)) return [await placeOf(folder)]
  const inner = join(folder, 'cache')
  if (await isFolder(inner)) return [await placeOf(inner)]
  const homes = [join(folder, '.singularity', 'cache'), join(folder, '.apptainer', 'cache')]
  const found: CachePlace[] = []
  for (const path of homes) if (await isFolder(path)) found.push(await placeOf(path))
  if (found.length === 0) throw failure('DISK_NO_CACHE', { path: folder })
  return found
}

/** The same folder under two names is one cache. A folder that is not there is left out. */
export async function distinctCaches(places: readonly CachePlace[]): Promise<readonly CachePlace[]> {
  const byRealPath = new Map<string, CachePlace>()
  for (const place of places) {
    if (!(await isFolder(place.path))) continue
    const real = await realpath(place.path).catch(() => place.path)
    const earlier = byRealPath.get(real)
    const isShared = earlier !== undefined && earlier.product !== place.product
    byRealPath.set(real, earlier === undefined ? place : { ...earlier, product: isShared ? 'both' : earlier.product })
  }
  return [...byRealPath.values()]
}

async function placeOf(path: string): Promise<CachePlace> {
  if (/[\\/]\.?apptainer[\\/]/.test(path)) return { path, product: 'Apptainer' }
  if (/[\\/]\.?singularity[\\/]/.test(path)) return { path, product: 'SingularityCE' }
  // Only one of the two makes each of these folders.
  const [hasOciSif, hasIpfs] = await Promise.all([isFolder(join(path, 'oci-sif')), isFolder(join(path, 'ipfs'))])
  if (hasOciSif && hasIpfs) return { path, product: 'both' }
  return { path, product: hasOciSif ? 'SingularityCE' : hasIpfs ? 'Apptainer' : 'unknown' }
}

async function looksLikeCache(folder: string): Promise<boolean> {
  for (const type of cacheTypes) if (type !== 'library' && (await isFolder(join(folder, type)))) return true
  // `library` alone may be anybody's folder; in a folder called cache it is not.
  return /[\\/]cache[\\/]?$/.test(folder) && (await isFolder(folder))
}

/** A link at the root is the user's own way to put a cache elsewhere, so it is followed. */
async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  )
}

/** Files that should have this content by their names, in caches. Whoever uses one hashes it first. */
export async function entriesWithDigest(caches: readonly CachePlace[], digest: string): Promise<readonly string[]> {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1]
  if (hex === undefined) return []
  const found: string[] = []
  for (const { path } of caches) {
    for (const name of [join('library', `sha256.${hex}`), join('oras', `sha256:${hex}`)]) {
      const file = join(path, name)
      const info = await lstat(file).catch(() => null)
      if (info?.isFile()) found.push(file)
    }
  }
  return found
}
