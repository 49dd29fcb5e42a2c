/** Pushes against the test library: real network, files, database and jobs; only the verdict is given. */
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../support/failing.ts'
import { type Fault, hashOf, type TestLibrary } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { call, partSizeBytes, resultOf, withPush } from './push-fixture.ts'

/** The image that a tag of the library leads to. */
function tagged(service: TestLibrary, tag: string, arch = 'amd64') {
  const container = service.store.findContainer('ada/tools/align')
  return service.store.images.get(container?.archTags.get(arch)?.get(tag) ?? '') ?? null
}

const asked = ({ faults }: TestLibrary, pattern: RegExp) =>
  faults.requests.filter(({ method, path }) => pattern.test(`${method} ${path}`))

describe.each([
  ['in one piece', 1_000_000],
  ['in parts', 20_000],
] as const)('a push %s', (_how, singleLimitBytes) => {
  const limits = { singleLimitBytes }

  it('makes what is missing, sends the bytes, and sets every tag', () =>
    withPush(async (set) => {
      const result = resultOf(await set.push({ reference: 'ada/tools/align:1.0,latest', description: 'aligner' }))
      const digest = hashOf(set.file).replace('.', ':')
      expect(result).toMatchObject({
        reference: 'library://ada/tools/align:1.0,latest',
        pinned: `library://ada/tools/align:${hashOf(set.file)}`,
        digest,
        sizeBytes: set.file.length,
        bytesUploaded: set.file.length,
        architecture: 'amd64',
        created: ['ada', 'ada/tools', 'ada/tools/align'],
        quota: { totalBytes: 0, usedBytes: set.file.length },
        verdict: 'yours',
      })
      for (const tag of ['1.0', 'latest']) expect(tagged(set.service, tag)?.file?.equals(set.file)).toBe(true)
      expect(tagged(set.service, '1.0')?.description).toBe('aligner')
      const uploads = asked(set.service, /_upload\//)
      expect(uploads.map(({ authorization }) => authorization)).toEqual(uploads.map(() => null))
      expect(uploads.length).toBe(singleLimitBytes === 20_000 ? Math.ceil(set.file.length / partSizeBytes) : 1)
    }, limits))

  it('sends nothing that the library has already', () =>
    withPush(async (set) => {
      resultOf(await set.push())
      const before = asked(set.service, /_upload\//).length
      const again = resultOf(await set.push({ reference: 'ada/tools/align:2.0' }))
      expect([again.bytesUploaded, again.created]).toEqual([0, []])
      expect(asked(set.service, /_upload\//)).toHaveLength(before)
      expect(tagged(set.service, '2.0')).toBe(tagged(set.service, '1.0'))
    }, limits))

  it.each<readonly [string, Fault]>([
    ['a cut', { kind: 'offline' }],
    ['a failing storage', { kind: 'status', status: 500 }],
    ['an address that has ended', { kind: 'status', status: 403 }],
  ])('gets over %s', (_name, fault) =>
    withPush(async (set) => {
      set.service.faults.switchOn({ route: /_upload\//, fault, times: 2 })
      const result = resultOf(await set.push())
      expect(result.bytesUploaded).toBe(set.file.length)
      expect(tagged(set.service, '1.0')?.file?.equals(set.file)).toBe(true)
    }, limits),
  )

  it('sets no tag when the storage stays broken, and says what it was', () =>
    withPush(async (set) => {
      set.service.faults.switchOn({ route: /_upload\//, fault: { kind: 'status', status: 500 } })
      const job = await set.push()
      expect([job.state, job.error?.code]).toEqual(['failed', 'SERVER_FAILED'])
      expect(tagged(set.service, '1.0')).toBeNull()
    }, limits))

  it('says that there is no room', () =>
    withPush(async (set) => {
      set.service.store.addEntity('ada', 'Ada', 1000)
      const job = await set.push()
      expect(job.error).toMatchObject({ code: 'PUSH_OVER_QUOTA', kind: 'outOfSpace' })
      expect(tagged(set.service, '1.0')).toBeNull()
    }, limits))
})

describe('a push', () => {
  it('is refused without a signature, unless told; never when the file was changed', () =>
    withPush(async (set) => {
      for (const verdict of ['notSigned', 'partlySigned', 'rejected', 'revoked', 'cannotCheck'] as const) {
        set.verdict = verdict
        expect((await set.push()).error?.code).toBe('PUSH_NOT_SIGNED')
      }
      expect(asked(set.service, /images|entities|imagefile/)).toEqual([])
      set.verdict = 'changed'
      expect((await set.push({ allowUnsigned: true })).error?.code).toBe('PUSH_CHANGED')
      set.verdict = 'notSigned'
      expect(resultOf(await set.push({ allowUnsigned: true })).verdict).toBe('notSigned')
    }))

  it('needs a login, and says so before anything is sent', () =>
    withPush(
      async (set) => {
        expect((await set.push()).error?.code).toBe('PUSH_NEEDS_LOGIN')
        expect(asked(set.service, /POST|PUT/)).toEqual([])
      },
      { loggedIn: false },
    ))

  it('goes on with the parts that have arrived after a pause', () =>
    withPush(
      async (set) => {
        set.service.faults.switchOn({ route: /_upload\//, fault: { kind: 'late', ms: 150 }, after: 3 })
        const id = set.start()
        await expect.poll(() => asked(set.service, /_upload\//).length, { interval: 5 }).toBe(4)
        await set.context.jobs.handlers['jobs.pause']({ id }, call)
        await expect
          .poll(async () => (await set.context.jobs.handlers['jobs.get']({ id }, call)).state, { interval: 5 })
          .toBe('paused')
        set.service.faults.reset()
        await set.context.jobs.handlers['jobs.resume']({ id }, call)
        const result = resultOf(await set.context.jobs.finished(id))
        const parts = Math.ceil(set.file.length / partSizeBytes)
        expect(asked(set.service, /_upload\//).length).toBeLessThan(parts)
        expect(tagged(set.service, '1.0')?.file?.equals(set.file)).toBe(true)
        expect(result.sizeBytes).toBe(set.file.length)
      },
      { singleLimitBytes: 20_000 },
    ))

  it('begins anew when the server has forgotten the upload meanwhile', () =>
    withPush(
      async (set) => {
        set.service.faults.switchOn({ route: /_upload\//, fault: { kind: 'late', ms: 150 }, after: 3 })
        const id = set.start()
        await expect.poll(() => asked(set.service, /_upload\//).length, { interval: 5 }).toBe(4)
        await set.context.jobs.handlers['jobs.pause']({ id }, call)
        await expect
          .poll(async () => (await set.context.jobs.handlers['jobs.get']({ id }, call)).state, { interval: 5 })
          .toBe('paused')
        set.service.faults.reset()
        set.service.faults.switchOn({ route: /PUT .*_multipart$/, fault: { kind: 'status', status: 404 }, times: 1 })
        await set.context.jobs.handlers['jobs.resume']({ id }, call)
        resultOf(await set.context.jobs.finished(id))
        expect(tagged(set.service, '1.0')?.file?.equals(set.file)).toBe(true)
      },
      { singleLimitBytes: 20_000 },
    ))

  it('tells the server to forget an upload that is cancelled', () =>
    withPush(
      async (set) => {
        set.service.faults.switchOn({ route: /_upload\//, fault: { kind: 'late', ms: 300 }, after: 2 })
        const id = set.start()
        await expect.poll(() => asked(set.service, /_upload\//).length, { interval: 5 }).toBe(3)
        await set.context.jobs.handlers['jobs.cancel']({ id }, call)
        expect((await set.context.jobs.finished(id)).state).toBe('cancelled')
        expect(asked(set.service, /_multipart_abort$/)).toHaveLength(1)
        expect(tagged(set.service, '1.0')).toBeNull()
      },
      { singleLimitBytes: 20_000 },
    ))

  it('never completes a file that changes while it is sent', () =>
    withPush(async (set) => {
      set.service.faults.switchOn({ route: /POST .*imagefile/, fault: { kind: 'late', ms: 300 }, times: 1 })
      const id = set.start()
      await expect.poll(() => asked(set.service, /POST .*imagefile/).length, { interval: 5 }).toBe(1)
      const other = Buffer.from(set.file)
      other[50_000] = (other[50_000] ?? 0) ^ 1
      await writeFile(set.path, other)
      const job = await set.context.jobs.finished(id)
      expect(['FILE_CHANGED_UNDERNEATH', 'SERVER_REFUSED']).toContain(job.error?.code)
      expect(asked(set.service, /_complete$/)).toEqual([])
      expect(tagged(set.service, '1.0')).toBeNull()
    }))

  it('goes the old way where a library knows no other', () =>
    withPush(async (set) => {
      set.service.faults.switchOn({ route: / \/v2\//, fault: { kind: 'status', status: 404 } })
      const result = resultOf(await set.push())
      expect([result.quota, result.page]).toEqual([null, null])
      expect(asked(set.service, /POST \/v1\/(imagefile|tags)\//)).toHaveLength(2)
    }))

  it('says who may not push where', () =>
    withPush(async (set) => {
      set.service.faults.switchOn({ route: /POST \/v1\/collections/, fault: { kind: 'status', status: 403 } })
      expect((await set.push()).error).toMatchObject({ code: 'PUSH_NOT_ALLOWED', params: { place: 'ada' } })
    }))

  it('wants a whole reference, and one on the library of the account', () =>
    withPush(async (set) => {
      for (const [text, code] of [
        ['align:1.0', 'PUSH_REFERENCE_SHORT'],
        ['tools/align:1.0', 'PUSH_REFERENCE_SHORT'],
        [`ada/tools/align:${hashOf(set.file)}`, 'PUSH_TO_DIGEST'],
        ['docker://debian:12', 'PUSH_UNSUPPORTED'],
        ['library://elsewhere.example.org/ada/tools/align:1.0', 'PUSH_ELSEWHERE'],
      ] as const)
        expect([text, await codeOf(Promise.resolve().then(() => set.plan(text)))]).toEqual([text, code])
    }))

  it('refuses a file that is no image for anything', () =>
    withPush(async (set) => {
      await writeFile(set.path, 'no image')
      expect((await set.push()).error?.code).toBe('SIF_NOT_A_SIF')
      await writeFile(set.path, set.file.subarray(0, 40_000))
      expect((await set.push()).error?.code).toBe('PUSH_DAMAGED')
    }))

  it('is planned without changing anything', () =>
    withPush(async (set) => {
      const nothing = await set.plan('ada/tools/align:1.0')
      expect(nothing.places.map(({ name, exists }) => [name, exists])).toEqual([
        ['ada', false],
        ['ada/tools', false],
        ['ada/tools/align', false],
      ])
      expect(asked(set.service, /POST|PUT|DELETE/)).toEqual([])
      set.service.put('ada/tools/align', await smallSif('amd64', 5000), { tags: ['1.0', 'latest'] })
      set.service.put('ada/tools/align', await smallSif('arm64', 5000), { tags: ['2.0'] })
      const plan = await set.plan('ada/tools/align:1.0,2.0')
      expect(plan.places.every(({ exists }) => exists)).toBe(true)
      expect(plan.tags.map(({ name, state }) => [name, state])).toEqual([
        ['1.0', 'moves'],
        ['2.0', 'new'],
      ])
      expect(plan).toMatchObject({
        isLoggedIn: true,
        file: { architecture: 'amd64', verdict: 'yours' },
        knownTags: ['2.0', '1.0', 'latest'],
      })
    }))
})
