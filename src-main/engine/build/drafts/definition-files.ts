/** Definition files on this computer: read whole with a limit, and written so that no half of one is ever seen. */
import { open } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { discard, moveIntoPlace, temporaryName } from '../../sif/replace-file.ts'

/** Far more than the programs read: each section may have 64 KiB. */
const mostBytes = 4_000_000

export interface DefinitionFile {
  readonly text: string
  readonly name: string
  readonly folder: string
  readonly path: string
}

/** @throws AppFailure FILE_IS_DIRECTORY, BUILD_DEFINITION_TOO_LARGE, BUILD_NOT_A_DEFINITION; system errors */
export async function readDefinitionAt(path: string): Promise<DefinitionFile> {
  const full = resolve(path)
  const file = await open(full, 'r')
  try {
    const info = await file.stat()
    if (info.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path: full })
    if (!info.isFile()) throw failure('BUILD_NOT_A_DEFINITION', { path: full })
    const { bytesRead, buffer } = await file.read(Buffer.alloc(mostBytes + 1), 0, mostBytes + 1, 0)
    const bytes = buffer.subarray(0, bytesRead)
    // An image is told apart before its size is: who drops one wants to know that.
    if (bytes.subarray(0, 4096).includes(0)) throw failure('BUILD_NOT_A_DEFINITION', { path: full })
    if (bytesRead > mostBytes) throw failure('BUILD_DEFINITION_TOO_LARGE', { path: full })
    // A byte order mark is a problem to be shown, so it must stay.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    return { text, name: basename(full), folder: dirname(full), path: full }
  } finally {
    await file.close()
  }
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
