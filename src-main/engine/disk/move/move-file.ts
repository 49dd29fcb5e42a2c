/**
 * Moves one file to another folder so that it is whole in one of the two places at every moment: renamed where
 * that is possible; else copied under another name, synced, read back and compared, given its name, and only then
 * removed where it was. It never replaces a file.
 */
import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, rmdir, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { hashFile } from '../../platform/hashing/index.ts'
import { discard, moveIntoPlace, temporaryName } from '../../sif/replace-file.ts'

export interface MoveFileOptions {
  readonly signal: AbortSignal
  /** So many more bytes were copied. */
  onBytes(bytes: number): void
  /** The file has its new name; what is known of it goes there before the old one is removed. */
  entered(info: Stats): void
  /** Tests make every move one between two disks with it. */
  readonly alwaysCopy?: boolean
}

const pieceBytes = 4 * 1024 * 1024

/**
 * @returns how it was done
 * @throws AppFailure FILE_EXISTS, FILE_CHANGED_UNDERNEATH, DISK_COPY_DIFFERS, OUT_OF_SPACE, CANCELLED; system errors
 */
export async function moveFile(
  source: string,
  target: string,
  options: MoveFileOptions,
): Promise<'renamed' | 'copied'> {
  const before = await lstat(source)
  if (!before.isFile()) throw failure('DISK_NOT_A_FILE', { path: source })
  await mkdir(dirname(target), { recursive: true })
  if (options.alwaysCopy !== true && (await renamed(source, target))) {
    options.entered(await lstat(target))
    return 'renamed'
  }
  const temporary = temporaryName(target)
  try {
    const sha256 = await copied(source, temporary, before, options)
    const { hex } = await hashFile(temporary, 'sha256', { signal: options.signal })
    if (hex !== sha256) throw failure('DISK_COPY_DIFFERS', { path: target })
    if (!isSame(before, await lstat(source))) throw failure('FILE_CHANGED_UNDERNEATH', { path: source })
    options.signal.throwIfAborted()
    await moveIntoPlace(temporary, target, { overwrite: false })
  } catch (error) {
    await discard(temporary).catch(() => undefined)
    throw options.signal.aborted ? failure('CANCELLED') : withoutSpace(error, dirname(target))
  }
  options.entered(await lstat(target))
  await unlink(source)
  return 'copied'
}

/**
 * Goes on with a move that was under way when its engine died: whatever is in both places is compared, and the
 * old one goes only when the new one is the same.
 * @returns whether there is anything still to be moved
 */
export async function settleMove(
  { source, target }: { readonly source: string; readonly target: string },
  entered: (info: Stats) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const [from, to] = [await statOf(source), await statOf(target)]
  if (to === null || !to.isFile()) return from !== null
  if (from === null) {
    entered(to)
    return false
  }
  const isOne = from.dev === to.dev && from.ino === to.ino
  if (!isOne && from.size !== to.size) return true
  if (!isOne) {
    const [one, other] = [await hashFile(source, 'sha256', { signal }), await hashFile(target, 'sha256', { signal })]
    if (one.hex !== other.hex) return true
  }
  entered(to)
  await unlink(source)
  return false
}

async function statOf(path: string): Promise<Stats | null> {
  return lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null
    throw error
  })
}

/** @returns false when the two places are on different disks. @throws AppFailure FILE_EXISTS */
async function renamed(source: string, target: string): Promise<boolean> {
  try {
    await moveIntoPlace(source, target, { overwrite: false })
    return true
  } catch (error) {
    if (codeOf(error) === 'EXDEV') return false
    throw error
  }
}

/** Copies and hashes in one reading. @returns the digest of what was read */
async function copied(source: string, temporary: string, before: Stats, options: MoveFileOptions): Promise<string> {
  const hash = createHash('sha256')
  const from = await open(source, 'r')
  let to: FileHandle | null = null
  try {
    to = await open(temporary, 'wx', before.mode & 0o777)
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(1, before.size)))
    for (let position = 0; ; ) {
      options.signal.throwIfAborted()
      const { bytesRead } = await from.read(piece, 0, piece.length, position)
      if (bytesRead === 0) break
      const bytes = piece.subarray(0, bytesRead)
      hash.update(bytes)
      for (let written = 0; written < bytesRead; )
        written += (await to.write(bytes, written, bytesRead - written, position + written)).bytesWritten
      position += bytesRead
      options.onBytes(bytesRead)
    }
    await to.chmod(before.mode & 0o7777)
    await to.utimes(before.atime, before.mtimeMs / 1000)
    await to.sync()
  } finally {
    await to?.close()
    await from.close()
  }
  return hash.digest('hex')
}

function isSame(one: Stats, other: Stats): boolean {
  return one.dev === other.dev && one.ino === other.ino && one.size === other.size && one.mtimeMs === other.mtimeMs
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

function withoutSpace(error: unknown, path: string): unknown {
  const isFull = codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT'
  return !(error instanceof AppFailure) && isFull ? failure('OUT_OF_SPACE', { path }) : error
}

/** Folders that became empty by a move go, up to and without `root`; others stay. */
export async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let here = folder; here !== root && here.startsWith(root); here = dirname(here)) {
    const isGone = await rmdir(here).then(
      () => true,
      () => false,
    )
    if (!isGone) return
  }
}
