/**
 * Writing into the root of a container under construction as a program does that has it for its own root:
 * links are followed inside it and cannot leave it, files are written into, missing directories are made.
 */
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { Contents, ImageInMaking } from '../../files/pack/image-in-making.ts'

export interface WriteOptions {
  readonly mode: number
  /** What happens to a file that is there: it gets the new contents, or keeps its own and only gets the mode. */
  readonly existing: 'write' | 'keep'
  /** Leave the mode of a file that is there. */
  readonly keepMode?: boolean
}

/** Makes a directory and those above it, 0755 and root's; what is there stays as it is. */
export async function makeDirectories(image: ImageInMaking, path: string): Promise<void> {
  const names = path.split('/').filter((name) => name !== '')
  for (let depth = 1; depth <= names.length; depth += 1) {
    const place = `/${names.slice(0, depth).join('/')}`
    const found = await image.look(place, { follow: true })
    if (found === null) {
      const target = await image.resolve(place)
      if (target !== place) await makeDirectories(image, parentOf(target))
      await image.addDirectory(target, { mode: 0o755 })
    } else if (found.kind !== 'dir') throw failure('BUILD_PATH_IN_THE_WAY', { inside: place })
  }
}

/** Writes a file through links. @throws AppFailure BUILD_PATH_IN_THE_WAY when something else than a file is there */
export async function writeFile(
  image: ImageInMaking,
  path: string,
  contents: Contents,
  options: WriteOptions,
): Promise<void> {
  const found = await image.look(path, { follow: true })
  if (found === null) {
    const target = await image.resolve(path)
    await makeDirectories(image, parentOf(target))
    await image.addFile(target, contents, { mode: options.mode })
    return
  }
  if (found.kind !== 'file') throw failure('BUILD_PATH_IN_THE_WAY', { inside: path })
  if (options.existing === 'write') await image.writeInto(path, contents, options.keepMode ? undefined : options.mode)
  else if (!options.keepMode && found.mode !== options.mode) await image.setMode(path, options.mode)
}

/** Makes a symbolic link; one that leads elsewhere is replaced, anything else stays. */
export async function putLink(image: ImageInMaking, path: string, target: string): Promise<void> {
  const found = await image.look(path)
  if (found === null || (found.kind === 'symlink' && found.target !== target)) await image.addLink(path, target)
}

/** The directory a path is in. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
