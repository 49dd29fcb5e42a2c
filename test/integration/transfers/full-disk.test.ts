/** A disk that is full in the middle of a pull: the system refuses to write on, as it does then. */
import { expect, it, onTestFinished, vi } from 'vitest'
import { startLibraryService } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { answered, finishedJob, imagesOf, namesIn, startPull, startRealEngine, useLibrary } from './real-engine.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

/** Small files come in the engine's thread, large ones in threads of their own. */
it.each([7_000_000, 12_000_000])('ends a pull of %i bytes and leaves nothing behind', async (sizeBytes) => {
  const home = await temporaryFolder()
  const service = await startLibraryService()
  onTestFinished(() => service.close())
  service.put('ada/tools/large', await smallSif('amd64', sizeBytes), { tags: ['1.0'] })
  const engine = startRealEngine(home, { fileLimitBytes: 5 * 1024 * 1024 })
  await useLibrary(home, engine, service)
  const job = await finishedJob(engine, await startPull(engine, { reference: 'library://ada/tools/large:1.0' }))
  expect(job).toMatchObject({ state: 'failed', error: { code: 'OUT_OF_SPACE', params: { path: imagesOf(home) } } })
  expect(await namesIn(home)).toEqual({ seen: [], hidden: 0 })
  expect(await answered(engine.client.call('images.list', {}))).toMatchObject({ images: [] })
})
