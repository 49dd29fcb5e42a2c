/** An engine that is killed in the middle of a pull, and the next one, which goes on with it. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startLibraryService } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { finishedJob, imagesOf, jobOf, namesIn, startPull, startRealEngine, useLibrary } from './real-engine.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

/** Small ones come in the engine's thread, large ones in threads of their own. */
const sizes = [4_000_000, 12_000_000]

it.each(sizes)('a pull of %i bytes outlives the engine that began it', async (sizeBytes) => {
  const home = await temporaryFolder()
  const service = await startLibraryService()
  onTestFinished(() => service.close())
  const file = await smallSif('amd64', sizeBytes)
  service.put('ada/tools/large', file, { tags: ['1.0'] })
  service.faults.switchOn({
    route: /^GET \/(bucket|.*imagefile)/,
    fault: { kind: 'slow', bytesPerSecond: sizeBytes / 10 },
  })

  const first = startRealEngine(home)
  await useLibrary(home, first, service)
  const jobId = await startPull(first, { reference: 'library://ada/tools/large:1.0' })
  await expect
    .poll(async () => (await jobOf(first, jobId)).progress, { timeout: 30_000, interval: 50 })
    .toMatchObject({ phase: 'downloading', bytesDone: expect.toSatisfy((bytes: number) => bytes > sizeBytes / 3) })
  await first.kill()
  expect((await namesIn(home)).seen).toEqual([])

  service.faults.reset()
  const second = startRealEngine(home)
  const job = await finishedJob(second, jobId)
  expect(job).toMatchObject({ id: jobId, kind: 'pull', result: { resumed: true } })
  const { path, digest, bytesDownloaded } = job.result as { path: string; digest: string; bytesDownloaded: number }
  expect(bytesDownloaded).toBeLessThan(file.length)
  const arrived = await readFile(path)
  expect(arrived.equals(file)).toBe(true)
  expect(digest).toBe(`sha256:${createHash('sha256').update(file).digest('hex')}`)
  expect(await readdir(imagesOf(home))).toEqual(['large_1.0.sif'])
  second.client.close()
})
