/**
 * Writes a small file as a whole: its name stands for what was there or for what is there now, never for a part.
 * What a killed program left of the same file is swept away before. It knows nothing of what is written.
 */
import { open, realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { discard, moveIntoPlace, type ReplaceOptions, temporaryName } from './replace-file.ts'
import { sweepFolder } from './sweep.ts'

export interface WriteOptions extends ReplaceOptions {
  /** Rights of the file as it is then, whatever the process would take away from new ones. */
  readonly mode: number
}

/**
 * A link stays a link: the file that it points to is replaced.
 * @throws AppFailure FILE_EXISTS when the name is taken and may not be replaced; system errors of writing as they are
 */
export async function writeWhole(path: string, data: string | Uint8Array, options: WriteOptions): Promise<void> {
  const target = options.overwrite ? await realpath(path).catch(() => path) : path
  await sweepFolder(dirname(target), basename(target))
  const temporary = temporaryName(target)
  try {
    const file = await open(temporary, 'wx', options.mode)
    try {
      await file.writeFile(data)
      await file.chmod(options.mode)
      await file.sync()
    } finally {
      await file.close()
    }
    await moveIntoPlace(temporary, target, options)
  } catch (error) {
    await discard(temporary)
    throw error
  }
}
