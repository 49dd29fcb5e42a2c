/** How much of the line transfers take, and how many run side by side: both hold while they run. */
import { readFile } from 'node:fs/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { startLibraryService } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { resultOf, withPull } from './pull-fixture.ts'
import { answered, finishedJob, setLibrary, startPull, startRealEngine } from './real-engine.ts'

vi.setConfig({ testTimeout: 90_000 })

const ways = [
  ['small', Number.POSITIVE_INFINITY],
  ['large', 0],
] as const

describe.each(ways)('a pull of a %s file', (_way, largeFromBytes) => {
  it('keeps to the limit, and to none when that is lifted meanwhile', async () => {
    await withPull(
      async (set) => {
        const file = await smallSif('amd64', 200_000)
        set.service.put('ada/tools/align', file, { tags: ['1.0'] })
        set.bandwidth.setLimit(200_000)
        const begun = performance.now()
        const result = resultOf(await set.pull({ reference: 'ada/tools/align:1.0' }))
        expect((await readFile(result.path)).equals(file)).toBe(true)
        expect(performance.now() - begun).toBeGreaterThan(900)
        set.bandwidth.setLimit(1000)
        set.service.put('ada/tools/align', await smallSif('amd64', 200_001), { tags: ['2.0'] })
        const slow = set.pull({ reference: 'ada/tools/align:2.0' })
        await new Promise((resolve) => setTimeout(resolve, 300))
        set.bandwidth.setLimit(0)
        const lifted = performance.now()
        resultOf(await slow)
        expect(performance.now() - lifted).toBeLessThan(20_000)
      },
      { deps: { largeFromBytes } },
    )
  })
})

it('an engine keeps to its settings, also when they change', async () => {
  const home = await temporaryFolder()
  const service = await startLibraryService()
  onTestFinished(() => service.close())
  const engine = startRealEngine(home)
  await setLibrary(home, engine, service)
  const set = (settings: Partial<Settings>) => answered(engine.client.call('settings.set', settings))
  await set({ transfersAtOnce: 1, transferLimitBytesPerSecond: 20_000 })
  const ids: string[] = []
  for (const name of ['one', 'two', 'three']) {
    service.put(`ada/tools/${name}`, await smallSif('amd64', 300_000), { tags: ['1.0'] })
    ids.push(await startPull(engine, { reference: `library://ada/tools/${name}:1.0` }))
  }
  const states = async () => {
    const jobs = await answered(engine.client.call('jobs.list', {}))
    return jobs.map(({ state }) => state).sort()
  }
  await expect.poll(states, { timeout: 10_000 }).toEqual(['queued', 'queued', 'running'])
  await set({ transfersAtOnce: 2 })
  await expect.poll(states, { timeout: 10_000 }).toEqual(['queued', 'running', 'running'])
  await set({ transferLimitBytesPerSecond: 0 })
  for (const id of ids) expect((await finishedJob(engine, id)).state).toBe('done')
})
