/**
 * Writes the files of a remote build as a compressed archive, always the same for the same files: names below
 * the root, everything of root, no times. Source: services reference, 4.3.
 */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { exactly } from '../definition/root-archive.ts'
import { padding, tarEnd, tarHeader } from '../definition/tar-writer.ts'
import type { ContextEntry } from './context-plan.ts'

export interface ContextArchive {
  /** `sha256.` and 64 hex digits of the compressed archive, as the service names it. */
  readonly digest: string
  readonly sizeBytes: number
}

/**
 * @param path of the file to be made; it must not exist
 * @param onBytes told how many bytes of files were read
 * @throws AppFailure FILE_CHANGED_UNDERNEATH; system errors
 */
export async function writeContext(
  entries: readonly ContextEntry[],
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<ContextArchive> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      sizeBytes += chunk.length
      done(null, chunk)
    },
  })
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await pipeline(Readable.from(archive(entries, onBytes)), createGzip(), count, file, { signal })
  return { digest: `sha256.${hash.digest('hex')}`, sizeBytes }
}

/** The archive as it is, piece by piece. @throws AppFailure FILE_CHANGED_UNDERNEATH; system errors */
export async function* archive(
  entries: readonly ContextEntry[],
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for (const { name, kind, path, sizeBytes, mode } of entries) {
    const bytes = Buffer.from(name, 'utf8').toString('latin1')
    yield tarHeader({ path: bytes, type: kind, mode, uid: 0, gid: 0, mtime: 0, sizeBytes })
    if (kind === 'dir') continue
    for await (const chunk of exactly(path, sizeBytes)) {
      onBytes(chunk.length)
      yield chunk
    }
    yield padding(sizeBytes)
  }
  yield tarEnd
}
