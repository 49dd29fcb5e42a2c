/**
 * How long the overview of a very large image takes and how much of it is read.
 * A sparse file of 20 GB stands for the image: only its claimed size matters, as its partition is never read.
 * Run: node test/bench/overview.bench.ts [size in GB]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectImage } from '../../src-main/engine/inspect/inspect-image.ts'
import { makeLargeSparse } from '../support/make-sif.ts'

const sizeBytes = Number(process.argv[2] ?? '20') * 1_000_000_000
const rounds = 50

const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-bench-'))
try {
  const path = join(folder, 'large.sif')
  const { metadataBytes } = await makeLargeSparse(path, sizeBytes)
  const times: number[] = []
  let bytesRead = 0
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    const seen = await inspectImage(path)
    times.push(performance.now() - started)
    bytesRead = seen.bytesRead
    if (seen.problems.length > 0 || seen.labels.Name !== 'small') throw new Error('the overview is wrong')
  }
  const bound = 128 + 48 * 585 + metadataBytes
  if (bytesRead > bound) throw new Error(`${bytesRead} bytes were read, more than ${bound}`)
  times.sort((a, b) => a - b)
  const numbers = {
    sizeBytes,
    bytesRead,
    boundBytes: bound,
    slowestMs: Number(Math.max(...times).toFixed(2)),
    medianMs: Number((times[rounds / 2] ?? 0).toFixed(2)),
    rssMiB: Math.round(process.memoryUsage().rss / 1024 / 1024),
  }
  process.stdout.write(`${JSON.stringify(numbers)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
