/** Moves a stretch of a file to another place in the same file, and ends the file after it. */
import type { FileHandle } from 'node:fs/promises'
import { readExactly } from './sources/tar-index.ts'

const pieceBytes = 4 << 20

export interface Move {
  readonly from: number
  readonly to: number
  readonly sizeBytes: number
}

/** The two places may overlap. @throws AbortError when told to stop, which leaves the file worthless */
export async function moveBytes(handle: FileHandle, { from, to, sizeBytes }: Move, signal: AbortSignal): Promise<void> {
  const pieces = Math.ceil(sizeBytes / pieceBytes)
  for (let count = 0; count < pieces; count += 1) {
    signal.throwIfAborted()
    // Backwards when it moves on, so that nothing is overwritten before it was read.
    const piece = to > from ? pieces - 1 - count : count
    const start = piece * pieceBytes
    const bytes = await readExactly(handle, from + start, Math.min(pieceBytes, sizeBytes - start))
    await handle.write(bytes, 0, bytes.length, to + start)
  }
  if (to < from) await handle.truncate(to + sizeBytes)
}
