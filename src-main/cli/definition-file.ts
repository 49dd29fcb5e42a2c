/** Reads a definition file whole, with a limit, and says whether its bytes are text. It changes no file. */
import { readNamedFile } from '../engine/platform/named-file.ts'

/** Far more than the programs read: each section may have 64 KiB. */
const mostBytes = 64 * 1024 * 1024

export interface DefinitionFile {
  readonly text: string
  /** False when bytes had to be replaced, so that writing the text would lose them. */
  readonly isUtf8: boolean
}

/** Errors as {@link readNamedFile}. */
export async function readDefinitionFile(path: string, signal: AbortSignal): Promise<DefinitionFile> {
  const bytes = await readNamedFile(path, { mostBytes, allowsPipes: true, signal })
  // A byte order mark is a problem to be shown, so it must stay.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return { text, isUtf8: Buffer.from(text, 'utf8').equals(bytes) }
}
