/**
 * Writes a whole file so that its name never stands for half of it: under another name beside it, synced,
 * then renamed. It knows nothing of what is written.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, link, open, rename, stat, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { failure } from '../../../src-shared/text/errors/index.ts'

/**
 * @returns a fresh name beside `path` for a file that is not complete yet. It says which process of which
 *   computer writes it, so that what a killed one left can be told from what is still being written.
 */
export function temporaryName(path: string): string {
  const owner = `${thisHost()}-${process.pid}-${randomBytes(4).toString('hex')}`
  return join(dirname(path), `.${basename(path)}.${owner}.partial`)
}

/** This computer in eight hex digits; shared folders are seen from several. */
export function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}

/** Whose temporary file a name stands for; null for any other name. */
export function ownerOfTemporary(
  name: string,
): { readonly name: string; readonly host: string; readonly processId: number } | null {
  const [, of, host, processId] = /^\.(.+)\.([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{8}\.partial$/s.exec(name) ?? []
  return of === undefined || host === undefined ? null : { name: of, host, processId: Number(processId) }
}

export interface ReplaceOptions {
  /** Whether an existing file may be replaced. */
  readonly overwrite: boolean
}

/**
 * Moves a finished, synced file to its final name in the same folder and syncs the folder.
 * @throws AppFailure FILE_EXISTS when the name is taken and may not be replaced
 */
export async function moveIntoPlace(temporary: string, path: string, options: ReplaceOptions): Promise<void> {
  if (options.overwrite) await rename(temporary, path)
  else await claimName(temporary, path)
  await syncFolder(dirname(path))
}

/** Takes a name only if it is free. A hard link does that in one step; where there are none, a check comes close. */
async function claimName(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if (codeOfError(error) === 'EEXIST') throw failure('FILE_EXISTS', { path })
    if (await exists(path)) throw failure('FILE_EXISTS', { path })
    await rename(temporary, path)
    return
  }
  await unlink(temporary)
}

/** Removes a file that was not finished; it may be gone already. */
export async function discard(temporary: string): Promise<void> {
  try {
    await unlink(temporary)
  } catch (error) {
    if (codeOfError(error) !== 'ENOENT') throw error
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOfError(error) === 'ENOENT') return false
    throw error
  }
}

function codeOfError(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle
  try {
    handle = await open(folder, 'r')
  } catch {
    return // Windows opens no folders; there the rename itself is all that can be had.
  }
  try {
    await handle.sync()
  } catch (error) {
    // Some network file systems refuse to sync a folder; the file itself was synced before.
    if (codeOfError(error) === null) throw error
  } finally {
    await handle.close()
  }
}
