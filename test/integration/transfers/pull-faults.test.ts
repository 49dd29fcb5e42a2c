import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Fault, FaultRule } from '../../support/library-service/index.ts'
import { startLibraryService } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { partSizeBytes, resultOf, withPull } from './pull-fixture.ts'

const reference = 'ada/tools/align:1.0'
const storage = /^GET \/bucket\//
const later: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '1' } }

type Downloads = 'direct' | 'storage303' | 'registry'

/** What the network does, how the bytes come, and how the pull must end: done with the right bytes, or this error. */
const table: readonly (readonly [string, Downloads, readonly FaultRule[], string])[] = [
  ['one cut', 'storage303', [{ route: storage, fault: { kind: 'cut', atByte: 5000 }, times: 1, after: 2 }], 'done'],
  ['a cut of the first part', 'storage303', [{ route: storage, fault: { kind: 'cut', atByte: 1 }, times: 1 }], 'done'],
  [
    'a cut of every part again and again',
    'storage303',
    [{ route: storage, fault: { kind: 'cut', atByte: 7000 } }],
    'done',
  ],
  [
    'cuts of a whole stream without ranges',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'rangeIgnored' }, times: 1 }],
    'done',
  ],
  ['a closed connection', 'storage303', [{ route: storage, fault: { kind: 'offline' }, times: 2 }], 'done'],
  ['no connection any more', 'storage303', [{ route: storage, fault: { kind: 'offline' }, after: 2 }], 'OFFLINE'],
  ['a busy storage', 'storage303', [{ route: storage, fault: later, times: 1, after: 1 }], 'done'],
  [
    'a storage that stays busy',
    'storage303',
    [{ route: storage, fault: { kind: 'status', status: 429, headers: { 'retry-after': '900' } } }],
    'TOO_MANY_REQUESTS',
  ],
  [
    'a failing storage that recovers',
    'storage303',
    [{ route: storage, fault: { kind: 'status', status: 500 }, times: 2 }],
    'done',
  ],
  ['a failing storage', 'storage303', [{ route: storage, fault: { kind: 'status', status: 500 } }], 'SERVER_FAILED'],
  [
    'a wrong byte',
    'storage303',
    [{ route: storage, fault: { kind: 'wrongByte', at: 100 }, times: 1, after: 3 }],
    'DIGEST_DIFFERS',
  ],
  [
    'a wrong byte in one stream',
    'direct',
    [
      { route: /imagefile/, fault: { kind: 'rangeIgnored' }, times: 1 },
      { route: /imagefile/, fault: { kind: 'wrongByte', at: 50_000 } },
    ],
    'DIGEST_DIFFERS',
  ],
  [
    'a byte too many',
    'storage303',
    [{ route: storage, fault: { kind: 'wrongLength', by: 1 }, times: 1, after: 1 }],
    'SIZE_DIFFERS',
  ],
  [
    'a byte too few',
    'storage303',
    [{ route: storage, fault: { kind: 'wrongLength', by: -1 }, times: 1, after: 1 }],
    'SIZE_DIFFERS',
  ],
  ['ranges ignored', 'storage303', [{ route: storage, fault: { kind: 'rangeIgnored' } }], 'done'],
  [
    'ranges ignored for a later part',
    'storage303',
    [{ route: storage, fault: { kind: 'rangeIgnored' }, after: 2 }],
    'done',
  ],
  [
    'another range than asked for',
    'storage303',
    [{ route: storage, fault: { kind: 'otherRange' }, times: 1, after: 1 }],
    'done',
  ],
  [
    'no file behind the record',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'status', status: 404 } }],
    'FILE_NOT_ON_SERVER',
  ],
  [
    'a login that has ended',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'status', status: 401 } }],
    'NOT_LOGGED_IN',
  ],
  ['a record that fails', 'direct', [{ route: /v1\/images/, fault: { kind: 'status', status: 500 } }], 'SERVER_FAILED'],
  [
    'an address that has ended',
    'storage303',
    [{ route: storage, fault: { kind: 'status', status: 403 }, times: 3, after: 1 }],
    'done',
  ],
  [
    'addresses that never work',
    'storage303',
    [{ route: storage, fault: { kind: 'status', status: 403 } }],
    'SERVER_FORBIDS',
  ],
  ['a registry without the blob', 'registry', [{ route: /\/blobs\//, fault: { kind: 'status', status: 404 } }], 'done'],
  [
    'a registry that refuses the token',
    'registry',
    [{ route: /\/blobs\//, fault: { kind: 'status', status: 401 } }],
    'done',
  ],
  [
    'a redirect that is refused',
    'registry',
    [{ route: /oci-redirect/, fault: { kind: 'status', status: 500 } }],
    'done',
  ],
  [
    'a wrong byte from the registry',
    'registry',
    [{ route: /\/blobs\//, fault: { kind: 'wrongByte', at: 9 }, times: 1 }],
    'DIGEST_DIFFERS',
  ],
  [
    'a redirect to a file',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'redirect', status: 303, to: 'file:///etc/passwd' } }],
    'REDIRECT_REFUSED',
  ],
  [
    'a redirect to plain http elsewhere',
    'direct',
    [{ route: /imagefile/, fault: { kind: 'redirect', status: 303, to: 'http://storage.example.org/x' } }],
    'HTTP_NOT_ALLOWED',
  ],
  ['a slow server', 'storage303', [{ route: storage, fault: { kind: 'slow', bytesPerSecond: 200_000 } }], 'done'],
]

/** In the engine's thread as small files come, and in threads of their own as large ones do. */
const ways = [
  ['small', { deps: { largeFromBytes: Number.POSITIVE_INFINITY } }],
  ['large', { deps: { largeFromBytes: 0 } }],
] as const

describe.each(ways)('a pull of a %s file with', (_way, options) => {
  it.each(table)('%s by %s', async (_name, downloads, rules, end) => {
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
      const visible = (await set.files()).filter((name) => !name.startsWith('.'))
      expect(visible).toEqual([])
      set.context.jobs.handlers['jobs.clear']({}, { signal: new AbortController().signal })
      expect(await set.files()).toEqual([])
    }, options)
  })

  it('cuts at random bytes, by parts and in one stream', async () => {
    await withPull(async (set) => {
      for (let round = 0; round < 12; round++) {
        const file = await smallSif('amd64', 60_000)
        set.service.put('ada/tools/align', file, { tags: ['1.0'] })
        set.service.faults.reset()
        set.service.switches.downloads = round % 3 === 0 ? 'direct' : 'storage303'
        const route = round % 3 === 0 ? /imagefile/ : storage
        if (round % 2 === 0) set.service.faults.switchOn({ route, fault: { kind: 'rangeIgnored' }, times: 1 })
        for (let cut = 0; cut < 4; cut++) {
          set.service.faults.switchOn({
            route,
            fault: { kind: 'cut', atByte: randomInt(partSizeBytes) },
            times: 1,
            after: randomInt(4),
          })
        }
        const result = resultOf(await set.pull({ reference, force: true }))
        expect((await readFile(result.path)).equals(file)).toBe(true)
      }
      expect(await set.files()).toEqual(['align_1.0.sif'])
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
