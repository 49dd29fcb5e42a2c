/**
 * A library with large images on loopback, as a process of its own, so that its work is not counted as
 * that of whoever downloads. Prints one line of JSON when it is ready and ends with its input.
 *
 *   node test/bench/support/library-server.ts MEGABYTES COUNT
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { startLibraryService } from '../../support/library-service/index.ts'
import { definitionObject, partitionObject } from '../../support/make-sif.ts'

const [megabytes = 2000, count = 1] = process.argv.slice(2).map(Number)

async function* noise(): AsyncGenerator<Buffer> {
  const block = randomBytes(1_000_000)
  for (let at = 0; at < megabytes; at += 1) {
    block.writeUInt32LE(at, 0)
    yield Buffer.from(block)
  }
}

const service = await startLibraryService()
const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-bench-library-'))
for (let index = 0; index < count; index += 1) {
  const path = join(folder, 'image.sif')
  await createSif(path, { objects: [definitionObject(), { ...partitionObject(Buffer.alloc(0)), data: noise() }] })
  service.put(`bench/large/image-${index}`, await readFile(path), { tags: ['1'] })
  await rm(path)
}
await rm(folder, { recursive: true })
process.stdout.write(`${JSON.stringify({ origin: service.origin, token: service.token })}\n`)
process.stdin.resume().once('close', () => void service.close().then(() => process.exit(0)))
