/**
 * Reading files of others without leaving a trace: their times of last use decide what counts as old, so a
 * look must not make anything young. Waits for no pipe and follows no link.
 */
import { createHash } from 'node:crypto'
import { constants, type FileHandle, open } from 'node:fs/promises'
import { descriptorSizeBytes, headerSizeBytes, magicText, maxDescriptors } from '../sif/layout.ts'
import { decodeDescriptor, decodeHeader } from '../sif/raw.ts'

/** @throws system errors of opening */
export async function openQuietly(path: string): Promise<FileHandle> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const withoutTrace = constants.O_NOATIME ?? 0
  try {
    return await open(path, flags | withoutTrace)
  } catch (error) {
    // Only an owner may read without a trace.
    const isRefused = error instanceof Error && 'code' in error && error.code === 'EPERM'
    if (!isRefused || withoutTrace === 0) throw error
    return open(path, flags)
  }
}

/**
 * Whether a file is a SIF with all its objects inside it; null when it could not be read.
 * Source: services reference, 7.3.
 */
export async function isWholeSif(path: string): Promise<boolean | null> {
  try {
    const handle = await openQuietly(path)
    try {
      return await hasAllObjects(handle)
    } finally {
      await handle.close()
    }
  } catch {
    return null
  }
}

async function hasAllObjects(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat()
  const start = Buffer.alloc(headerSizeBytes)
  const { bytesRead } = await handle.read(start, 0, start.length, 0)
  if (bytesRead < headerSizeBytes) return false
  const header = decodeHeader(start)
  if (Buffer.from(header.magic).toString('latin1') !== magicText) return false
  const count = Number(header.descriptorsTotal)
  const tableSize = count * descriptorSizeBytes
  const offset = Number(header.descriptorsOffset)
  if (count < 0 || count > maxDescriptors || offset < 0 || offset + tableSize > size) return false
  const table = Buffer.alloc(tableSize)
  const read = await handle.read(table, 0, tableSize, offset)
  if (read.bytesRead < tableSize) return false
  for (let at = 0; at < tableSize; at += descriptorSizeBytes) {
    const { used, offset: begin, sizeBytes } = decodeDescriptor(table.subarray(at, at + descriptorSizeBytes))
    if (used !== 0 && (begin < 0n || sizeBytes < 0n || begin + sizeBytes > BigInt(size))) return false
  }
  return true
}

const pieceBytes = 1024 * 1024

/** @returns `sha256:…`; null when the file could not be read. @throws the signal's reason when it aborts */
export async function quietDigest(path: string, signal: AbortSignal): Promise<string | null> {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(pieceBytes)
  try {
    const handle = await openQuietly(path)
    try {
      for (;;) {
        signal.throwIfAborted()
        const { bytesRead } = await handle.read(piece, 0, piece.length, null)
        if (bytesRead === 0) return `sha256:${hash.digest('hex')}`
        hash.update(piece.subarray(0, bytesRead))
      }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (signal.aborted) throw error
    return null
  }
}
