/** Every fault of a network or a server against a pull from a library, for small files and for large ones. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appError } from '../../../src-shared/text/errors/index.ts'
import { type Fault, startLibraryService } from '../../support/library-service/index.ts'
import { seededInt } from '../../support/seeded.ts'
import { smallSif } from '../../support/small-sif.ts'
import { libraryFaults, storage } from './fault-cases.ts'
import { partSizeBytes, resultOf, withPull } from './pull-fixture.ts'

const reference = 'ada/tools/align:1.0'
/** In the engine's thread as small files come, and in threads of their own as large ones do. */
const ways = [
  ['small', { deps: { largeFromBytes: Number.POSITIVE_INFINITY } }],
  ['large', { deps: { largeFromBytes: 0 } }],
] as const

describe.each(ways)('a pull of a %s file with', (_way, options) => {
  it.each(libraryFaults)('%s by %s', async (_name, downloads, rules, end) => {
    await withPull(async (set) => {
      const file = await smallSif()
      set.service.put('ada/tools/align', file, { tags: ['1.0'] })
      if (downloads === 'registry') set.service.switches.ociBacked = true
      else set.service.switches.downloads = downloads
      for (const rule of rules) set.service.faults.switchOn(rule)
      const job = await set.pull({ reference })
      if (end === 'done') {
        const result = resultOf(job)
        expect((await readFile(result.path)).equals(file)).toBe(true)
        expect(await set.files()).toEqual(['align_1.0.sif'])
        return
      }
      expect(job.error?.code).toBe(end)
      expect(set.entered).toEqual([])
      // What may be gone on with stays hidden until the job is tried again or forgotten.
      const names = await set.files()
      expect(names.filter((name) => !name.startsWith('.'))).toEqual([])
      expect(names.length).toBeLessThanOrEqual(appError(end).kind === 'offline' ? 1 : 0)
      set.service.faults.reset()
      set.context.jobs.handlers['jobs.resume']({ id: job.id }, { signal: new AbortController().signal })
      const result = resultOf(await set.context.jobs.finished(job.id))
      expect((await readFile(result.path)).equals(file)).toBe(true)
      expect(await set.files()).toEqual(['align_1.0.sif'])
    }, options)
  })

  it('a hundred cuts at random bytes, by parts and in one stream', async () => {
    const random = seededInt(20_260_101)
    await withPull(async (set) => {
      let cuts = 0
      for (let round = 0; cuts < 100; round++) {
        const file = await smallSif('amd64', 300_000)
        set.service.put('ada/tools/align', file, { tags: ['1.0'] })
        set.service.faults.reset()
        const isStream = round % 3 === 0
        set.service.switches.downloads = isStream ? 'direct' : 'storage303'
        const route = isStream ? /imagefile/ : storage
        if (isStream) set.service.faults.switchOn({ route, fault: { kind: 'rangeIgnored' }, times: 1 })
        for (let cut = 0; cut < 12; cut++) {
          const fault: Fault = { kind: 'cut', atByte: 1 + random(isStream ? 25_000 : partSizeBytes - 1) }
          set.service.faults.switchOn({ route, fault, times: 1, after: cut + random(3) })
        }
        const result = resultOf(await set.pull({ reference, force: true }))
        expect((await readFile(result.path)).equals(file)).toBe(true)
        const asked = set.service.faults.requests.filter(({ method, path }) => route.test(`${method} ${path}`)).length
        cuts += asked - (isStream ? 2 : Math.ceil(file.length / partSizeBytes))
      }
      expect(await set.files()).toEqual(['align_1.0.sif'])
    }, options)
  })

  it('what an ended pull left is removed when the job is forgotten', async () => {
    await withPull(async (set) => {
      set.service.put('ada/tools/align', await smallSif('amd64', 300_000), { tags: ['1.0'] })
      set.service.faults.switchOn({ route: storage, fault: { kind: 'offline' }, after: 6 })
      await set.pull({ reference })
      expect(await set.files()).toEqual([expect.stringMatching(/^\./)])
      set.context.jobs.handlers['jobs.clear']({}, { signal: new AbortController().signal })
      expect(await set.files()).toEqual([])
    }, options)
  })

  it('a failure that passes can be tried again and goes on', async () => {
    await withPull(async (set) => {
      const file = await smallSif('amd64', 300_000)
      set.service.put('ada/tools/align', file, { tags: ['1.0'] })
      set.service.faults.switchOn({ route: storage, fault: { kind: 'offline' }, after: 6 })
      const job = await set.pull({ reference })
      expect(job.error?.code).toBe('OFFLINE')
      set.service.faults.reset()
      set.context.jobs.handlers['jobs.resume']({ id: job.id }, { signal: new AbortController().signal })
      const result = resultOf(await set.context.jobs.finished(job.id))
      expect([result.resumed, result.bytesDownloaded < file.length]).toEqual([true, true])
      expect((await readFile(result.path)).equals(file)).toBe(true)
    }, options)
  })

  it('credentials never reach another host, whatever the library answers', async () => {
    await withPull(async (set) => {
      const file = await smallSif()
      set.service.put('ada/tools/align', file, { tags: ['1.0'] })
      const elsewhere = await startLibraryService()
      try {
        set.service.switches.downloads = 'direct'
        for (const status of [301, 302, 303, 307, 308]) {
          set.service.faults.reset()
          const fault: Fault = { kind: 'redirect', status, to: `${elsewhere.origin}/stolen` }
          set.service.faults.switchOn({ route: /imagefile/, fault })
          set.service.faults.switchOn({ route: /oci-redirect/, fault })
          await set.pull({ reference })
        }
        expect(elsewhere.faults.requests.length).toBeGreaterThan(4)
        expect(elsewhere.faults.requests.filter(({ authorization }) => authorization !== null)).toEqual([])
      } finally {
        await elsewhere.close()
      }
    }, options)
  })

  it('a leftover of an engine that died, which the next one removes', async () => {
    await withPull(async (set) => {
      const stray = join(set.images, '.align_1.0.sif.part-dead')
      set.service.put('ada/tools/align', await smallSif(), { tags: ['1.0'] })
      resultOf(await set.pull({ reference }))
      const { writeFile } = await import('node:fs/promises')
      await writeFile(stray, 'half')
      set.context.database
        .prepare('INSERT INTO partial_downloads VALUES (?, ?, ?, ?, ?, ?)')
        .run('gone', stray, null, 4, 4, '[4]')
      const { createPartialStore } = await import('../../../src-main/engine/transfers/partial-store.ts')
      createPartialStore(set.context.database).sweep()
      expect(await set.files()).toEqual(['align_1.0.sif'])
    }, options)
  })
})
