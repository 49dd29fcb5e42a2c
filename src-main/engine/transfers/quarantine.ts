/** Where refused images are put: out of the way, not executable, with the reason in the job that fetched them. */
import { chmod, copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * Moves a file into the quarantine folder.
 * @param name how the file would have been called
 * @returns its path there
 */
export async function quarantine(file: string, home: string, name: string, id: string): Promise<string> {
  const folder = join(home, 'quarantine')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const place = join(folder, `${basename(name, '.sif')}-${id.slice(0, 8)}.sif.refused`)
  await chmod(file, 0o600)
  try {
    await rename(file, place)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    // Another file system: copied, and whatever happens not left where it could be taken for good.
    try {
      await copyFile(file, place)
    } finally {
      await rm(file, { force: true })
    }
  }
  return place
}
