/** Two images beside each other: both here, and one here against what its tag means now. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts'
import { silentLog } from '../../../src-main/engine/platform/log.ts'
import { findPaths } from '../../../src-main/engine/platform/paths.ts'
import { createSif, runLaunchScript } from '../../../src-main/engine/sif/create.ts'
import type { CallInput, CallName, CallValue } from '../../../src-shared/contract/index.ts'
import type { FilesDifference } from '../../../src-shared/model/compare.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import { inFolder } from '../../support/folder.ts'
import { startLibraryService, type TestLibrary } from '../../support/library-service/index.ts'
import { definitionObject, metadataObject, partitionObject, tinySquashfs } from '../../support/make-sif.ts'
import { filesObstacle } from '../../support/squashfs-tree.ts'

vi.setConfig({ testTimeout: 60_000 })

const container = 'library://ada/tools/align'
type Files = Readonly<Record<string, string>>

async function sifOf(
  path: string,
  files: Files,
  definition: string,
  labels: Files,
  architecture = 'amd64',
): Promise<Buffer> {
  await createSif(path, {
    deterministic: true,
    launchScript: runLaunchScript,
    objects: [
      definitionObject(definition),
      metadataObject({ labels, runscript: '#!/bin/sh\necho run' }),
      partitionObject(await tinySquashfs(files), { architecture }),
    ],
  })
  return readFile(path)
}

interface Set {
  readonly engine: Engine
  readonly folder: string
  readonly service: TestLibrary
  call<Name extends CallName>(name: Name, params: CallInput<Name>): Promise<CallValue<Name>>
  code(name: CallName, params: unknown): Promise<string>
  finished(start: { readonly jobId: string }): Promise<Job>
}

async function withEngine(work: (set: Set) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const service = await startLibraryService()
    const home = process.env.SIF_DESKTOP_HOME
    process.env.SIF_DESKTOP_HOME = join(folder, 'home')
    const engine = createEngine({
      paths: findPaths(process.env),
      log: silentLog,
      resumeJobs: false,
      platform: {
        face: 'terminal',
        notify: () => undefined,
        secrets: {
          protection: 'filePermissions',
          get: async () => null,
          set: async () => undefined,
          delete: async () => undefined,
        },
      },
    })
    const { signal } = new AbortController()
    const set: Set = {
      engine,
      folder,
      service,
      async call(name, params) {
        const result = await engine.call(name, params, { signal })
        if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
        return result.value as never
      },
      async code(name, params) {
        const result = await engine.call(name, params, { signal })
        return result.ok ? 'fine' : result.error.code
      },
      async finished({ jobId }) {
        for (;;) {
          const job = await set.call('jobs.get', { id: jobId })
          if (job.finishedAt !== null) return job
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      },
    }
    try {
      await set.call('remotes.add', { name: 'Lab', uri: service.origin, insecure: false, token: service.token })
      await set.call('remotes.use', { name: 'Lab' })
      await work(set)
    } finally {
      await engine.close()
      await service.close()
      if (home === undefined) delete process.env.SIF_DESKTOP_HOME
      else process.env.SIF_DESKTOP_HOME = home
    }
  })
}

const before: Files = { 'etc/hello': 'hello\n', 'etc/same': 'same\n', 'usr/gone': 'gone\n' }
const after: Files = { 'etc/hello': 'hello, world\n', 'etc/same': 'same\n', 'usr/new': 'new\n' }
const definitions = ['Bootstrap: scratch\n\n%labels\n  v 1\n', 'Bootstrap: scratch\n\n%labels\n  v 2\n'] as const

describe('two images', () => {
  it('tells what a moved tag means now, and reads only small parts of it', () =>
    withEngine(async ({ call, finished, service, folder, code }) => {
      await mkdir(join(folder, 'made'))
      const old = await sifOf(join(folder, 'made/old.sif'), before, definitions[0], { version: '1', kept: 'yes' })
      // A large partition: what lies in it must not be fetched.
      const large = { ...after, 'usr/large': Array.from({ length: 400_000 }, (_, n) => String(n * 7919)).join(' ') }
      const next = await sifOf(join(folder, 'made/new.sif'), large, definitions[1], { version: '2', kept: 'yes' })
      service.put('ada/tools/align', old, { tags: ['1.0'], createdAt: '2026-01-02T03:04:05Z' })
      const pulled = await finished(
        await call('transfers.pull', {
          reference: `${container}:1.0`,
          architecture: 'amd64',
          output: join(folder, 'here.sif'),
        }),
      )
      expect(pulled.error).toBeNull()
      const path = join(folder, 'here.sif')
      const now = { kind: 'remote', reference: `${container}:1.0`, architecture: 'amd64' } as const
      const same = await call('compare.overview', { a: { kind: 'here', path }, b: now })
      expect(same).toMatchObject({ sameBytes: true, metadata: [], objects: [], definition: null })

      service.put('ada/tools/align', next, { tags: ['1.0'], createdAt: '2026-03-02T03:04:05Z' })
      service.faults.reset()
      const moved = await call('compare.overview', { a: { kind: 'here', path }, b: now })
      expect(moved.sameBytes).toBe(false)
      expect(moved.a).toMatchObject({
        place: 'here',
        reference: `${container}:1.0`,
        remote: 'Lab',
        sizeBytes: old.length,
        architecture: 'amd64',
        signed: false,
        pinned: expect.stringMatching(/^library:\/\/ada\/tools\/align:sha256\.[0-9a-f]{64}$/),
      })
      expect(moved.b).toMatchObject({
        place: 'remote',
        path: null,
        sizeBytes: next.length,
        placedAt: '2026-03-02T03:04:05.000Z',
        verdict: null,
      })
      expect(moved.b.digest).not.toBe(moved.a.digest)
      expect(moved.metadata).toEqual([{ field: 'label version', a: '1', b: '2' }])
      expect(moved.objects.map(({ kind, type }) => [kind, type])).toEqual([
        ['changed', 'Deffile'],
        ['changed', 'GenericJSON'],
        ['changed', 'Partition'],
      ])
      expect(moved.definition?.hunks[0]?.lines).toContainEqual({ kind: 'is', text: '  v 2' })
      const ranges = service.faults.requests.filter(({ range }) => range !== null)
      expect(ranges.length).toBeGreaterThan(0)
      expect(moved.b.bytesRead).toBeLessThan(100_000)
      expect(next.length).toBeGreaterThan(500_000)

      service.faults.switchOn({ route: /GET .*/, fault: { kind: 'offline' } })
      expect(await code('compare.overview', { a: { kind: 'here', path }, b: now })).toBe('OFFLINE')
      service.faults.reset()
      // A server that gives no ranges, and one that answers with another range than asked.
      service.faults.switchOn({ route: /GET \/(?!v1)/, fault: { kind: 'otherRange' } })
      expect(await code('compare.overview', { a: { kind: 'here', path }, b: now })).toBe('ANSWER_MALFORMED')
      service.faults.reset()
      service.faults.switchOn({ route: /GET \/(?!v1)/, fault: { kind: 'rangeIgnored' } })
      expect(await code('compare.overview', { a: { kind: 'here', path }, b: now })).toBe('fine')
      const unsupported = { kind: 'remote', reference: 'docker://alpine' }
      expect(await code('compare.overview', { a: { kind: 'here', path }, b: unsupported })).toBe('COMPARE_UNSUPPORTED')
    }))

  it.skipIf(filesObstacle() !== null)('compares all files of two that are here, and their texts', () =>
    withEngine(async ({ call, finished, folder, code }) => {
      const dpkg = (version: string) => `Package: curl\nStatus: install ok installed\nVersion: ${version}\n`
      const status = 'var/lib/dpkg/status'
      const [a, b] = [join(folder, 'a.sif'), join(folder, 'b.sif')]
      await sifOf(a, { ...before, [status]: dpkg('1') }, definitions[0], {})
      await sifOf(b, { ...after, [status]: dpkg('2') }, definitions[0], {})
      const job = await finished(await call('compare.files', { a, b }))
      expect(job.error).toBeNull()
      const result = job.result as FilesDifference
      expect(result.counts).toEqual({ added: 1, removed: 1, changed: 2 })
      expect(result.added).toEqual([{ path: '/usr/new', type: 'file', sizeBytes: 4 }])
      expect(result.removed).toEqual([{ path: '/usr/gone', type: 'file', sizeBytes: 5 }])
      expect(result.changed.map(({ path, changes }) => [path, changes])).toEqual([
        ['/etc/hello', ['contents']],
        [`/${status}`, ['contents']],
      ])
      expect(result.packages.changed).toEqual([{ name: 'curl', manager: 'dpkg', a: '1', b: '2' }])
      expect(result.problems).toEqual([])
      const few = (await finished(await call('compare.files', { a, b, limit: 1 }))).result as FilesDifference
      expect([few.counts, few.changed.length]).toEqual([result.counts, 1])
      expect(await call('compare.text', { a, b, file: '/etc/hello' })).toMatchObject({ added: 1, removed: 1 })
      expect(await call('compare.text', { a, b, file: '/etc/same' })).toBeNull()
      expect(await code('compare.text', { a, b, file: '/usr/new' })).toBe('FILES_PATH_NOT_FOUND')
      // Without a file system that can be looked into, the facts are still compared.
      await writeFile(join(folder, 'not.sif'), 'nothing')
      expect(
        await code('compare.overview', {
          a: { kind: 'here', path: a },
          b: { kind: 'here', path: join(folder, 'not.sif') },
        }),
      ).toBe('SIF_NOT_A_SIF')
    }),
  )
})
