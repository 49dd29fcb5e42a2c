/**
 * The files that an image on this computer consists of: those of a folder, or those in a tar archive, which
 * may be compressed. Nothing is unpacked but a compressed archive, once, to a temporary file.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { LayerSource } from '../../files/pack/pack-image.ts'
import { temporaryName } from '../../sif/replace-file.ts'
import { readExactly, TarIndex } from './tar-index.ts'

export interface StoredFile {
  readonly sizeBytes: number
  readonly source: LayerSource
  /** The first `limit` bytes. */
  head(limit: number): Promise<Buffer>
}

export interface FileStore {
  /** How messages name it. */
  readonly shownAs: string
  /** A regular file by its path below the root of the store; null when it is not there. */
  find(name: string): Promise<StoredFile | null>
  close(): Promise<void>
}

/** The files of a folder. */
export function folderStore(folder: string): FileStore {
  return {
    shownAs: folder,
    async find(name) {
      const path = join(folder, name)
      const found = await stat(path).catch(() => null)
      if (!found?.isFile()) return null
      return {
        sizeBytes: found.size,
        source: { kind: 'file', path },
        head: (limit) => withFile(path, (handle) => readExactly(handle, 0, Math.min(limit, found.size))),
      }
    },
    close: async () => undefined,
  }
}

export interface ArchiveOptions {
  readonly temporaryFolder: string
  readonly signal: AbortSignal
}

/**
 * The files in a tar archive.
 * @throws AppFailure OCI_ARCHIVE_MALFORMED, OCI_ARCHIVE_COMPRESSION, CANCELLED; system errors of opening it
 */
export async function archiveStore(path: string, options: ArchiveOptions): Promise<FileStore> {
  const plain = await plainArchive(path, options)
  let handle: FileHandle | null = null
  try {
    handle = await open(plain.path, 'r')
    const opened = handle
    const index = await TarIndex.read(opened, path, options.signal)
    return {
      shownAs: path,
      async find(name) {
        const file = index.find(name)
        if (file === null) return null
        const { offset, sizeBytes } = file
        return {
          sizeBytes,
          source: { kind: 'stream', open: (signal) => part(plain.path, offset, sizeBytes, signal) },
          head: (limit) => readExactly(opened, offset, Math.min(limit, sizeBytes)),
        }
      },
      async close() {
        await opened.close()
        await plain.discard()
      },
    }
  } catch (error) {
    await handle?.close()
    await plain.discard()
    throw error
  }
}

function part(path: string, offset: number, sizeBytes: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
  if (sizeBytes === 0) return nothing()
  return createReadStream(path, { start: offset, end: offset + sizeBytes - 1, highWaterMark: 1 << 20, signal })
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

interface PlainArchive {
  readonly path: string
  discard(): Promise<void>
}

/** The archive without compression: itself, or a temporary copy. */
async function plainArchive(path: string, { temporaryFolder, signal }: ArchiveOptions): Promise<PlainArchive> {
  if (!(await stat(path)).isFile()) throw failure('OCI_ARCHIVE_MALFORMED', { path, reason: 'it is no file' })
  const start = await withFile(path, (handle) => readExactly(handle, 0, 6))
  const compression = compressionOf(start)
  if (compression === null) return { path, discard: async () => undefined }
  if (compression === 'unknown') throw failure('OCI_ARCHIVE_COMPRESSION', { path })
  const folder = temporaryName(join(temporaryFolder, 'archive'))
  await mkdir(folder, { mode: 0o700 })
  const discard = () => rm(folder, { recursive: true, force: true })
  const copy = join(folder, 'archive.tar')
  const decompress = compression === 'gzip' ? createGunzip() : createZstdDecompress()
  try {
    await pipeline(createReadStream(path), decompress, createWriteStream(copy, { flags: 'wx', mode: 0o600 }), {
      signal,
    })
    return { path: copy, discard }
  } catch (error) {
    await discard()
    const isData = error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_|ERR_)/.test(String(error.code))
    if (isData) throw failure('OCI_ARCHIVE_MALFORMED', { path, reason: 'it cannot be decompressed' })
    throw error
  }
}

function compressionOf(start: Buffer): 'gzip' | 'zstd' | 'unknown' | null {
  const hex = start.toString('hex')
  if (hex.startsWith('1f8b')) return 'gzip'
  if (hex.startsWith('28b52ffd')) return 'zstd'
  return hex === 'fd377a585a00' || hex.startsWith('425a68') ? 'unknown' : null
}

async function withFile<Value>(path: string, work: (handle: FileHandle) => Promise<Value>): Promise<Value> {
  const handle = await open(path, 'r')
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}
