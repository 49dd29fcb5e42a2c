/**
 * Changes existing SIF files. The user's file is replaced in one step by a changed copy, so a crash leaves
 * either the old file or the new one. Source: SIF reference, 6.3 to 6.7.
 */
import { type BigIntStats, constants } from 'node:fs'
import { access, copyFile, type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { SifEditor } from './editor.ts'
import type { RawDescriptor } from './raw.ts'
import { SifFile, withSif } from './read.ts'
import { discard, moveIntoPlace, temporaryName } from './replace-file.ts'
import { sweepFolder } from './sweep.ts'

export interface EditSifOptions {
  /** Looks at the changed copy before it takes the file's place; whatever it throws leaves the file as it was. */
  confirm?(copy: string): Promise<void>
}

/**
 * Lets `work` change a copy of the file, then puts the copy in the file's place.
 * Nothing changes when `work` throws. A symbolic link stays one; what it points to is replaced.
 * @returns what `work` answered
 * @throws AppFailure those of {@link SifFile.open}, SIF_CHANGED_UNDERNEATH when someone else wrote to the file
 *   meanwhile, and those of the changes; system errors as they are
 */
export async function editSif<Value>(
  path: string,
  work: (editor: SifEditor) => Value | Promise<Value>,
  options: EditSifOptions = {},
): Promise<Value> {
  const target = await realpath(path)
  await access(target, constants.W_OK)
  await withSif(target, async () => {})
  const before = await stat(target, { bigint: true })
  await sweepFolder(dirname(target), basename(target))
  const temporary = temporaryName(target)
  try {
    await copyFile(target, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    const value = await editSifInPlace(temporary, work, path)
    await options.confirm?.(temporary)
    if (!isSameState(before, await stat(target, { bigint: true }))) throw failure('SIF_CHANGED_UNDERNEATH', { path })
    await moveIntoPlace(temporary, target, { overwrite: true })
    return value
  } catch (error) {
    await discard(temporary)
    throw error
  }
}

/**
 * Changes a file where it lies. Only for files that nobody else knows yet: a crash in the middle leaves it damaged.
 * @param shownPath how messages name the file
 */
export async function editSifInPlace<Value>(
  path: string,
  work: (editor: SifEditor) => Value | Promise<Value>,
  shownPath = path,
): Promise<Value> {
  const file = await SifFile.open(path, { shownAs: shownPath })
  let handle: FileHandle | null = null
  try {
    handle = await open(path, 'r+')
    const slots: (RawDescriptor | null)[] = Array.from({ length: file.structure.header.descriptorsTotal }, () => null)
    for (const [index, { slot }] of file.structure.objects.entries()) slots[slot] = file.rawDescriptors[index] ?? null
    const editor = new SifEditor(handle, shownPath, file.rawHeader, slots, BigInt(file.structure.sizeBytes))
    const value = await work(editor)
    await editor.finish()
    return value
  } finally {
    await handle?.close()
    await file.close()
  }
}

function isSameState(before: BigIntStats, after: BigIntStats): boolean {
  return before.ino === after.ino && before.size === after.size && before.mtimeNs === after.mtimeNs
}
