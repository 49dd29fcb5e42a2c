/** Hashing in place and in the worker: results, order, progress, cancel, files that end early. */
import { createHash, randomBytes } from 'node:crypto'
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashFile, hashSegments } from '../../../src-main/engine/platform/hashing/index.ts'
import type { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { inFolder } from '../../support/folder.ts'

const digest = (algorithm: string, ...parts: readonly Uint8Array[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash(algorithm)).digest('hex')

describe.each([
  ['in place', 100_000],
  ['in the worker', 9_000_000],
])('%s', (_name, size) => {
  const withBytes = <Value>(work: (path: string, bytes: Buffer) => Promise<Value>): Promise<Value> =>
    inFolder(async (folder) => {
      const bytes = randomBytes(size)
      const path = join(folder, 'bytes')
      await writeFile(path, bytes)
      return work(path, bytes)
    })

  it('feeds several hashes from pieces in their order, each piece read once', async () => {
    await withBytes(async (path, bytes) => {
      const half = Math.floor(size / 2)
      let told = 0
      const outcome = await hashSegments(
        path,
        {
          hashes: ['sha256', 'sha512-256', 'sha256'],
          segments: [
            { offset: half, lengthBytes: size - half, feeds: [0, 1] },
            { offset: 0, lengthBytes: half, feeds: [0, 2] },
            { offset: 5, lengthBytes: 0, feeds: [2] },
          ],
        },
        { onProgress: (count) => (told += count) },
      )
      const [first, second] = [bytes.subarray(0, half), bytes.subarray(half)]
      expect(outcome.hex).toEqual([
        digest('sha256', second, first),
        digest('sha512-256', second),
        digest('sha256', first),
      ])
      expect([told, outcome.before.sizeBytes]).toEqual([size, size])
    })
  })

  it('hashes whole files, one after the other and side by side', async () => {
    await withBytes(async (path, bytes) => {
      const results = [
        await hashFile(path, 'sha256'),
        ...(await Promise.all([hashFile(path, 'sha256'), hashFile(path, 'sha256')])),
      ]
      expect(results.map(({ hex }) => hex)).toEqual(Array.from({ length: 3 }, () => digest('sha256', bytes)))
    })
  })

  it('stops when cancelled, and says when the file ends early or is not there', async () => {
    await withBytes(async (path) => {
      const abort = new AbortController()
      const codes: unknown[] = []
      const note = (error: AppFailure & { code?: string }): void => void codes.push(error.error?.code ?? error.code)
      const plan = { hashes: ['sha256'], segments: [{ offset: 0, lengthBytes: size, feeds: [0] }] }
      const running = hashSegments(path, plan, { signal: abort.signal, onProgress: () => abort.abort() })
      await running.then(() => codes.push('CANCELLED'), note)
      await hashSegments(path, plan, { signal: AbortSignal.abort() }).catch(note)
      await truncate(path, size - 10)
      await hashSegments(path, plan).catch(note)
      await hashSegments(`${path}.missing`, plan).catch(note)
      expect(codes).toEqual(['CANCELLED', 'CANCELLED', 'FILE_CHANGED_UNDERNEATH', 'ENOENT'])
    })
  })
})
