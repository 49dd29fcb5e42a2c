/**
 * `%files` and `%appfiles` from this computer, as `cp -fLr` does it: links followed, files that are there
 * written into, everything new root's and of the time of the build. Source: build reference, 1.5.4 and 1.6.
 */
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { Contents, ImageInMaking } from '../../files/pack/image-in-making.ts'
import type { Warn } from '../container/add-metadata.ts'
import type { Builder } from '../container/builder.ts'
import { parentOf } from '../container/root.ts'
import { destination } from './destination.ts'
import { expand, type GlobTree } from './glob.ts'
import { deviceNumbers } from './root-archive.ts'

export interface HostCopy {
  readonly source: string
  /** Empty for the path of the source. */
  readonly target: string
}

export interface HostCopyOptions {
  /** Where relative sources begin. */
  readonly folder: string
  readonly builder: Builder
  readonly signal: AbortSignal
  readonly warn: Warn
}

/** What the programs leave of permissions: nothing for others to write. */
const mask = 0o002

/** @throws AppFailure BUILD_FILES_MISSING, BUILD_FILES_TARGET, BUILD_PATH_IN_THE_WAY; system errors of reading */
export async function copyFromHost(image: ImageInMaking, copy: HostCopy, options: HostCopyOptions): Promise<void> {
  if (copy.source === '') return
  const sources = await expand(hostTree(options.folder), copy.source, options.builder, process.env)
  if (sources.length === 0) throw failure('BUILD_FILES_MISSING', { source: copy.source })
  if (copy.target === '') {
    for (const source of sources) await copyAll(image, [source], source, options)
  } else await copyAll(image, sources, copy.target, options)
}

async function copyAll(
  image: ImageInMaking,
  sources: readonly string[],
  target: string,
  options: HostCopyOptions,
): Promise<void> {
  const placeOf = await destination(image, target, sources.length)
  for (const source of sources) {
    const path = resolve(options.folder, source)
    await copyInto(image, path, placeOf(basename(path)), options)
  }
}

/** `%appfiles`: as above, but a directory that is missing is not made. @throws AppFailure BUILD_FILES_NO_DIRECTORY */
export async function copyAppFile(
  image: ImageInMaking,
  { source, target }: HostCopy,
  appFolder: string,
  options: HostCopyOptions,
): Promise<void> {
  const path = resolve(options.folder, source)
  if ((await stat(path).catch(() => null)) === null) throw failure('BUILD_FILES_MISSING', { source })
  const wanted = `${appFolder}/${target === '' ? source : target}`
  const parent = await image.look(parentOf(wanted), { follow: true })
  if (parent?.kind !== 'dir') throw failure('BUILD_FILES_NO_DIRECTORY', { target: wanted })
  const placeOf = await destination(image, wanted, 1)
  await copyInto(image, path, placeOf(basename(path)), options)
}

async function copyInto(image: ImageInMaking, path: string, place: string, options: HostCopyOptions): Promise<void> {
  options.signal.throwIfAborted()
  const facts = await stat(path).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw isMissing ? failure('BUILD_FILES_MISSING', { source: path }) : error
  })
  const found = await image.look(place, { follow: true })
  const mode = facts.mode & 0o777 & ~mask
  if (facts.isDirectory()) {
    if (found !== null && found.kind !== 'dir') throw failure('BUILD_PATH_IN_THE_WAY', { inside: place })
    if (found === null) await image.addDirectory(place, { mode })
    for (const name of (await readdir(path)).sort()) {
      await copyInto(image, join(path, name), place === '/' ? `/${name}` : `${place}/${name}`, options)
    }
    return
  }
  if (found?.kind === 'dir') throw failure('BUILD_PATH_IN_THE_WAY', { inside: place })
  if (facts.isFile()) {
    const contents: Contents = { sizeBytes: facts.size, open: (signal) => contentsOf(path, facts.size, signal) }
    if (found?.kind === 'file') await image.writeInto(place, contents)
    else await image.addFile(await image.resolve(place), contents, { mode })
  } else if (facts.isFIFO()) await image.addFifo(place, { mode })
  else if (facts.isCharacterDevice() || facts.isBlockDevice()) {
    const kind = facts.isBlockDevice() ? 'block' : 'char'
    await image.addDevice(place, { kind, ...deviceNumbers(facts.rdev) }, { mode })
  } else options.warn('specialLeftOut', { path, kind: 'socket' })
}

async function* contentsOf(path: string, sizeBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (sizeBytes === 0) return
  yield* createReadStream(path, { highWaterMark: 1 << 20, signal })
}

/** This computer's files, for patterns of `%files`. @param folder where relative paths begin */
export function hostTree(folder: string): GlobTree {
  const place = (path: string): string => resolve(folder, path)
  return {
    exists: async (path) => (await stat(place(path)).catch(() => null)) !== null,
    isDirectory: async (path) => (await stat(place(path)).catch(() => null))?.isDirectory() ?? false,
    names: async (directory) => readdir(place(directory)).catch(() => []),
  }
}
