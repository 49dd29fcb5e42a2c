/**
 * What every container gets before anything of its own: directories, links, scripts and the files that a
 * container program mounts over. Source: build reference, 3.4. Where the programs stop at links that are
 * absolute or climb above the root, such links are followed inside the root here.
 */
import type { ImageInMaking } from '../../files/pack/image-in-making.ts'
import type { Builder } from './builder.ts'
import { fixedDirectories, fixedFiles, fixedLinks } from './fixed-scripts.ts'
import { makeDirectories, parentOf, putLink, writeFile } from './root.ts'

/**
 * @param existing files that are there: `write` for bases that are no containers yet, `keep` for local images
 */
export async function addBaseEnvironment(
  image: ImageInMaking,
  builder: Builder,
  existing: 'write' | 'keep',
): Promise<void> {
  const root = await image.look('/')
  if (root !== null && (root.mode & 0o200) === 0) await image.setMode('/', root.mode | 0o200)
  for (const path of fixedDirectories) {
    if ((await image.look(path)) !== null) continue
    await makeDirectories(image, parentOf(path))
    await image.addDirectory(await inRealDirectory(image, path), { mode: 0o755 })
  }
  for (const [path, target] of Object.entries(fixedLinks)) await putLink(image, path, target)
  for (const { path, mode, text } of fixedFiles(builder)) {
    // What is mounted over these files at run time needs a file, whatever a link there leads to.
    await writeFile(image, path, text, { mode, existing })
  }
}

/** The same path with the links on its way followed. */
async function inRealDirectory(image: ImageInMaking, path: string): Promise<string> {
  const parent = await image.resolve(parentOf(path))
  return `${parent === '/' ? '' : parent}/${path.slice(path.lastIndexOf('/') + 1)}`
}
