/** Definition files on this computer: read whole with a limit, and written so that no half of one is ever seen. */
import { open } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { streamNamedFile } from '../../platform/named-file.ts'
import { discard, moveIntoPlace, temporaryName } from '../../sif/replace-file.ts'

/** Far more than the programs read: each section may have 64 KiB. */
const mostBytes = 4_000_000

export interface DefinitionFile {
  readonly text: string
  readonly name: string
  readonly folder: string
  readonly path: string
}

/**
 * @throws AppFailure FILE_IS_DIRECTORY, FILE_NOT_ORDINARY, BUILD_DEFINITION_TOO_LARGE, BUILD_NOT_A_DEFINITION;
 *   system errors
 */
export async function readDefinitionAt(path: string): Promise<DefinitionFile> {
  const full = resolve(path)
  const kept: Buffer[] = []
  let length = 0
  for await (const chunk of streamNamedFile(full)) {
    // An image is told apart before its size is: who drops one wants to know that.
    if (length === 0 && chunk.subarray(0, 4096).includes(0)) throw failure('BUILD_NOT_A_DEFINITION', { path: full })
    length += chunk.length
    if (length > mostBytes) throw failure('BUILD_DEFINITION_TOO_LARGE', { path: full })
    kept.push(chunk)
  }
  // A byte order mark is a problem to be shown, so it must stay.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(kept))
  return { text, name: basename(full), folder: dirname(full), path: full }
}

/** @throws AppFailure FILE_EXISTS; system errors */
export async function writeDefinitionAt(path: string, text: string, overwrite: boolean): Promise<string> {
  const full = resolve(path)
  const temporary = temporaryName(full)
  const file = await open(temporary, 'wx', 0o666)
  try {
    await file.writeFile(text)
    await file.sync()
  } catch (error) {
    await discard(temporary)
    throw error
  } finally {
    await file.close()
  }
  try {
    await moveIntoPlace(temporary, full, { overwrite })
  } catch (error) {
    await discard(temporary)
    throw error
  }
  return full
}
