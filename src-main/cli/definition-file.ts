/** Reads a definition file whole, with a limit, and says whether its bytes are text. It changes no file. */
import { open } from 'node:fs/promises'
import { failure } from '../../src-shared/text/errors/index.ts'

/** Far more than the programs read: each section may have 64 KiB. */
const mostBytes = 64 * 1024 * 1024

export interface DefinitionFile {
  readonly text: string
  /** False when bytes had to be replaced, so that writing the text would lose them. */
  readonly isUtf8: boolean
}

/** @throws AppFailure DEFINITION_TOO_LARGE; what the file system says */
export async function readDefinitionFile(path: string): Promise<DefinitionFile> {
  const file = await open(path, 'r')
  try {
    // Reading a folder fails without naming it.
    if ((await file.stat()).isDirectory()) throw failure('FILE_IS_DIRECTORY', { path })
    const chunks: Buffer[] = []
    let length = 0
    // Not by the size of the file: a pipe has none, and a device has no end.
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(65_536), 0, 65_536, null)
      if (bytesRead === 0) break
      length += bytesRead
      if (length > mostBytes) throw failure('DEFINITION_TOO_LARGE', { path })
      chunks.push(buffer.subarray(0, bytesRead))
    }
    const bytes = Buffer.concat(chunks)
    // A byte order mark is a problem to be shown, so it must stay.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    return { text, isUtf8: Buffer.from(text, 'utf8').equals(bytes) }
  } finally {
    await file.close()
  }
}
