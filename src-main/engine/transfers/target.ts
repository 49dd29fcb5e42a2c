/** Where a pulled file goes: its name, its folder, what is there already, and whether there is room. */
import { mkdir, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { failure } from '../../../src-shared/text/errors/index.ts'

export interface Target {
  readonly path: string
  readonly folder: string
  /** Size of the file that is there already; null when there is none. */
  readonly existingSizeBytes: number | null
}

/**
 * @param output file, existing folder, or folder with a slash at its end; the image folder when left out
 * @param imageFolder made when it is missing, like a folder with a slash; any other folder of a file must exist
 * @throws AppFailure FILE_NOT_FOUND for a folder that does not exist, FILE_IS_DIRECTORY
 */
export async function findTarget(output: string | undefined, imageFolder: string, fileName: string): Promise<Target> {
  const wanted = resolve(output ?? imageFolder)
  if (output === undefined || /[/\\]$/.test(output)) await mkdir(wanted, { recursive: true })
  const isFolder = (await statOrNull(wanted))?.isDirectory() ?? false
  const path = isFolder ? join(wanted, fileName) : wanted
  const folder = dirname(path)
  // The image folder is the application's own: naming a file in it is no reason for it to be there.
  if (!isFolder && folder === resolve(imageFolder)) await mkdir(folder, { recursive: true })
  if (!isFolder && !(await statOrNull(folder))?.isDirectory()) throw failure('FILE_NOT_FOUND', { path: folder })
  const existing = await statOrNull(path)
  if (existing?.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path })
  return { path, folder, existingSizeBytes: existing?.size ?? null }
}

/** The hidden name of a download that is not complete, the same in every run of a job. */
export function partialPath(target: Target, jobId: string): string {
  // File names have 255 bytes on common systems; the name is only there for people who look.
  const name = Buffer.from(basename(target.path))
    .subarray(0, 180)
    .toString('utf8')
    .replace(/\ufffd+$/, '')
  return join(target.folder, `.${name}.part-${jobId.slice(0, 8)}`)
}

/** How much a folder's file system has left for this user; null where the system does not say. */
export type FreeBytes = (folder: string) => Promise<number | null>

export const freeBytesOf: FreeBytes = async (folder) => {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** Left free beside the image, for the database and everybody else. */
const marginBytes = 1024 * 1024

/** @throws AppFailure OUT_OF_SPACE before the first byte is fetched */
export async function checkSpace(folder: string, neededBytes: number, freeBytes: FreeBytes): Promise<void> {
  const free = await freeBytes(folder)
  if (free !== null && free < neededBytes + marginBytes) {
    throw failure('OUT_OF_SPACE', { path: folder, neededBytes, freeBytes: free })
  }
}

async function statOrNull(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw error
  }
}
