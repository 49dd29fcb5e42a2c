/**
 * Reads the pieces of a plan and feeds the hashes. Two buffers: while one is hashed, the next piece
 * is already being read. Runs in the worker for large files and in place for small ones; it knows
 * neither of threads nor of jobs.
 */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { HashOutcome, HashPlan, ReadStamp } from './plan.ts'

/** Large enough to make a system call cheap, small enough to stay in the processor's cache. */
const chunkBytes = 1024 * 1024

/** Ends a run without a result. `short`: the file ends before a piece does. */
export class HashStopped extends Error {
  readonly reason: 'cancelled' | 'short'

  constructor(reason: 'cancelled' | 'short') {
    super(reason)
    this.name = 'HashStopped'
    this.reason = reason
  }
}

interface Piece {
  readonly offset: number
  readonly length: number
  readonly hashes: readonly Hash[]
}

function* piecesOf(plan: HashPlan, hashes: readonly Hash[]): Generator<Piece> {
  for (const { offset, lengthBytes, feeds } of plan.segments) {
    const fed = feeds.flatMap((place) => hashes[place] ?? [])
    for (let done = 0; done < lengthBytes; done += chunkBytes) {
      yield { offset: offset + done, length: Math.min(chunkBytes, lengthBytes - done), hashes: fed }
    }
  }
}

async function stampOf(file: FileHandle): Promise<ReadStamp> {
  const { size, mtimeMs, ino } = await file.stat()
  return { sizeBytes: size, modifiedMs: mtimeMs, inode: String(ino) }
}

async function fill(file: FileHandle, buffer: Buffer, piece: Piece): Promise<void> {
  let done = 0
  while (done < piece.length) {
    const { bytesRead } = await file.read(buffer, done, piece.length - done, piece.offset + done)
    if (bytesRead === 0) throw new HashStopped('short')
    done += bytesRead
  }
}

/**
 * @param isCancelled asked between pieces
 * @param onBytes told the size of each piece after it was hashed
 * @throws HashStopped, and system errors of opening and reading
 */
export async function runPlan(
  path: string,
  plan: HashPlan,
  isCancelled: () => boolean,
  onBytes: (bytes: number) => void,
): Promise<HashOutcome> {
  const hashes = plan.hashes.map((algorithm) => createHash(algorithm))
  const file = await open(path, 'r')
  let ahead: Promise<void> | null = null
  try {
    const before = await stampOf(file)
    const pieces = piecesOf(plan, hashes)
    let buffers: readonly [Buffer, Buffer] = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)]
    let current = pieces.next()
    if (!current.done) await fill(file, buffers[0], current.value)
    while (!current.done) {
      if (isCancelled()) throw new HashStopped('cancelled')
      const next = pieces.next()
      ahead = next.done ? null : fill(file, buffers[1], next.value)
      // Handled where it is awaited; until then a failed read must not count as unhandled.
      ahead?.catch(() => {})
      const filled = buffers[0].subarray(0, current.value.length)
      for (const hash of current.value.hashes) hash.update(filled)
      onBytes(filled.length)
      await ahead
      buffers = [buffers[1], buffers[0]]
      current = next
    }
    return { hex: hashes.map((hash) => hash.digest('hex')), before, after: await stampOf(file) }
  } finally {
    await ahead?.catch(() => {})
    await file.close()
  }
}
