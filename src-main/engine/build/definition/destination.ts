/** Where `%files` puts something: the rules of `cp` for directories and names, inside the root. */
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { ImageInMaking } from '../../files/pack/image-in-making.ts'
import { makeDirectories, parentOf } from '../container/root.ts'

/** A way to the place of each source. */
export type PlaceOf = (baseName: string) => string

/**
 * Makes the directories that are missing and says where sources go.
 * @param written the destination as the definition has it; steps back and links cannot leave the root
 * @param count how many sources there are
 * @throws AppFailure BUILD_FILES_TARGET when several go to one name
 */
export async function destination(image: ImageInMaking, written: string, count: number): Promise<PlaceOf> {
  const path = `/${cleanNames(written).join('/')}`
  if (/\/\.?$/.test(written) || path === '/') await makeDirectories(image, path)
  else await makeDirectories(image, parentOf(path))
  const place = await image.resolve(path)
  const found = await image.look(place)
  if (found?.kind === 'dir') return (name) => (place === '/' ? `/${name}` : `${place}/${name}`)
  if (count > 1) throw failure('BUILD_FILES_TARGET', { target: written })
  return () => place
}

/** The names of a path, `.` and steps back taken out. */
export function cleanNames(path: string): readonly string[] {
  const names: string[] = []
  for (const name of path.split('/')) {
    if (name === '..') names.pop()
    else if (name !== '' && name !== '.') names.push(name)
  }
  return names
}
