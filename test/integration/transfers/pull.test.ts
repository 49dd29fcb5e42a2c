import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashOf } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { nothingFound, type PullSet, resultOf, withPull } from './pull-fixture.ts'

const call = { signal: new AbortController().signal }
const reference = 'ada/tools/align:1.0'

function digestOf(file: Buffer): string {
  return hashOf(file).replace('.', ':')
}

async function put(set: PullSet, arch = 'amd64', bytes = 100_000): Promise<Buffer> {
  const file = await smallSif(arch, bytes)
  set.service.put('ada/tools/align', file, { tags: ['1.0', 'latest'] })
  return file
}

describe.each(['direct', 'storage303', 'storage302', 'registry'] as const)('a pull by %s', (how) => {
  it('brings the very bytes under their name, checks them and enters them', async () => {
    await withPull(async (set) => {
      const file = await put(set)
      if (how === 'registry') set.service.switches.ociBacked = true
      else set.service.switches.downloads = how
      const result = resultOf(await set.pull({ reference }))
      const path = join(set.images, 'align_1.0.sif')
      expect(result).toEqual({
        path,
        digest: digestOf(file),
        sizeBytes: file.length,
        resolved: 'library://ada/tools/align:1.0',
        verdict: 'unknown',
        sentence: 'Said of it.',
        bytesDownloaded: file.length,
        resumed: false,
        imageId: 'id',
        admission: {
          outcome: 'labelled',
          reason: 'unknownSigner',
          namespace: null,
          sentence: 'Kept and labelled, by the policy for everything else. You have not decided about its signer.',
        },
      })
      expect((await readFile(path)).equals(file)).toBe(true)
      expect((await stat(path)).mode & 0o111).not.toBe(0)
      expect(set.entered).toEqual([{ path, digest: digestOf(file), reference: 'library://ada/tools/align:1.0' }])
      expect(set.verified.map((checked) => checked === path)).toEqual([false])
      expect(await set.files()).toEqual(['align_1.0.sif'])
      const ranges = set.service.faults.requests.filter(({ range }) => range !== null)
      expect(ranges.length).toBeGreaterThanOrEqual(Math.ceil(file.length / 16_384))
    })
  })

  it('sends its token to the library only', async () => {
    await withPull(async (set) => {
      await put(set)
      if (how === 'registry') set.service.switches.ociBacked = true
      else set.service.switches.downloads = how
      set.service.faults.reset()
      resultOf(await set.pull({ reference }))
      const toStorage = set.service.faults.requests.filter(({ host }) => host === set.service.storageOrigin)
      expect(toStorage.map(({ authorization }) => authorization).filter((sent) => sent !== null)).toEqual([])
      const toRegistry = set.service.faults.requests.filter(({ path }) => path.startsWith('/v2/'))
      expect(toRegistry.every(({ authorization }) => authorization !== `Bearer ${set.service.token}`)).toBe(true)
    })
  })
})

describe('a pull', () => {
  it('does not replace a file unless told so, and fetches nothing for the same bytes', async () => {
    await withPull(async (set) => {
      const file = await put(set)
      const path = join(set.images, 'align_1.0.sif')
      await mkdir(set.images, { recursive: true })
      await writeFile(path, 'something else')
      expect((await set.pull({ reference })).error).toMatchObject({ code: 'FILE_EXISTS', params: { path } })
      expect(await readFile(path, 'utf8')).toBe('something else')
      resultOf(await set.pull({ reference, force: true }))
      expect(digestOf(await readFile(path))).toBe(digestOf(file))
      expect(resultOf(await set.pull({ reference })).bytesDownloaded).toBe(0)
      expect(await set.files()).toEqual(['align_1.0.sif'])
    })
  })

  it('copies what is on this computer under another name', async () => {
    await withPull(async (set) => {
      const file = await put(set)
      resultOf(await set.pull({ reference }))
      set.service.faults.reset()
      const result = resultOf(await set.pull({ reference: 'ada/tools/align' }))
      expect([result.path, result.bytesDownloaded, result.digest]).toEqual([
        join(set.images, 'align_latest.sif'),
        0,
        digestOf(file),
      ])
      expect(set.service.faults.requests.some(({ path }) => path.includes('imagefile'))).toBe(false)
    })
  })

  it('does not trust a copy that was changed since', async () => {
    await withPull(async (set) => {
      const file = await put(set)
      const first = resultOf(await set.pull({ reference }))
      const changed = Buffer.from(file)
      changed[70_000] = (changed[70_000] ?? 0) ^ 1
      await writeFile(first.path, changed)
      const result = resultOf(await set.pull({ reference: 'ada/tools/align' }))
      expect([result.bytesDownloaded, digestOf(await readFile(result.path))]).toEqual([file.length, digestOf(file)])
    })
  })

  it('takes a folder or a file as its target, and names a folder that is not there', async () => {
    await withPull(async (set) => {
      await put(set)
      const folder = join(set.images, '..', 'elsewhere')
      expect((await set.pull({ reference, output: join(folder, 'a.sif') })).error?.code).toBe('FILE_NOT_FOUND')
      expect(resultOf(await set.pull({ reference, output: `${folder}/new/` })).path).toBe(
        join(folder, 'new', 'align_1.0.sif'),
      )
      expect(resultOf(await set.pull({ reference, output: folder })).path).toBe(join(folder, 'align_1.0.sif'))
      expect(resultOf(await set.pull({ reference, output: join(folder, 'a.sif') })).path).toBe(join(folder, 'a.sif'))
    })
  })

  it('puts a changed image apart and never under its name', async () => {
    await withPull(async (set) => {
      const file = await put(set)
      set.verdict = 'changed'
      const job = await set.pull({ reference })
      expect(job.error).toMatchObject({ code: 'PULL_REFUSED', params: { verdict: 'changed', sentence: 'Said of it.' } })
      expect([await set.files(), set.entered]).toEqual([[], []])
      const folder = join(set.context.paths.home, 'quarantine')
      const [name = ''] = await readdir(folder)
      expect((await readFile(join(folder, name))).equals(file)).toBe(true)
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    })
  })

  it.each([
    ['refuseChanged', 'notSigned', 'done'],
    ['refuseChanged', 'unknown', 'done'],
    ['requireSigned', 'notSigned', 'failed'],
    ['requireSigned', 'unknown', 'done'],
    ['requireAccepted', 'unknown', 'failed'],
    ['requireAccepted', 'accepted', 'done'],
  ] as const)('with the policy %s ends a pull that is %s as %s', async (policy, verdict, state) => {
    await withPull(async (set) => {
      await put(set)
      set.verdict = verdict
      expect((await set.pull({ reference, policy })).state).toBe(state)
    })
  })

  it('does not keep an image of another architecture, whatever the library says', async () => {
    await withPull(async (set) => {
      const file = await smallSif('arm64')
      const image = set.service.put('ada/tools/align', file, { tags: ['1.0'], arch: 'amd64' })
      image.arch = 'amd64'
      expect((await set.pull({ reference })).error).toMatchObject({
        code: 'ARCHITECTURE_DIFFERS',
        params: { found: 'arm64', wanted: 'amd64' },
      })
      expect([await set.files(), set.entered]).toEqual([[], []])
    })
  })

  it('does not keep what is no SIF', async () => {
    await withPull(async (set) => {
      set.service.put('ada/tools/align', Buffer.from('<html>'.repeat(2000)), { tags: ['1.0'] })
      expect((await set.pull({ reference })).error).toMatchObject({ code: 'SIF_NOT_A_SIF' })
      expect([await set.files(), set.entered]).toEqual([[], []])
    })
  })

  it('explains a missing tag with the ones that exist', async () => {
    await withPull(async (set) => {
      await put(set)
      expect((await set.pull({ reference: 'ada/tools/align:2.0' })).error?.code).toBe('TAG_NOT_FOUND')
    })
  })

  it('remembers what the tag was', async () => {
    await withPull(async (set) => {
      const first = await put(set)
      resultOf(await set.pull({ reference }))
      const key = { remote: 'Lab', reference: 'library://ada/tools/align:1.0', architecture: 'amd64' }
      expect(set.library.tagMemory.hasMoved(key, digestOf(first))).toBe(false)
      const second = await put(set)
      const page = await set.library.handlers['library.container']({ path: 'ada/tools/align' }, call)
      expect(page.tags.find(({ tag }) => tag === '1.0')).toMatchObject({
        digest: digestOf(second),
        movedFrom: digestOf(first),
      })
      expect(set.library.tagMemory.hasMoved(key, digestOf(first))).toBe(true)
    })
  })

  it('pulls by digest', async () => {
    await withPull(async (set) => {
      const file = await put(set)
      const named = `ada/tools/align:${hashOf(file)}`
      expect(resultOf(await set.pull({ reference: named }))).toMatchObject({
        digest: digestOf(file),
        resolved: `library://${named}`,
      })
    })
  })

  it('pulls by digest what is for another computer, unless an architecture was asked for', async () => {
    await withPull(async (set) => {
      const file = await smallSif('riscv64')
      set.service.put('ada/tools/align', file, { tags: ['1.0'] })
      const named = `ada/tools/align:${hashOf(file)}`
      expect((await set.pull({ reference: named, architecture: 'amd64' })).error?.code).toBe('ARCHITECTURE_NOT_FOUND')
      expect(resultOf(await set.pull({ reference: named, architecture: undefined })).digest).toBe(digestOf(file))
    })
  })

  it('pulls from a server that the reference names, without a token', async () => {
    await withPull(async (set) => {
      await put(set)
      set.service.faults.reset()
      const host = set.service.origin.replace('http://', '')
      const result = resultOf(await set.pull({ reference: `library://${host}/ada/tools/align:1.0` }))
      expect(result.resolved).toBe(`library://${host}/ada/tools/align:1.0`)
      expect(set.service.faults.requests.filter(({ authorization }) => authorization !== null)).toEqual([])
    })
  })

  it('says what cannot be pulled, at once', async () => {
    await withPull(async (set) => {
      expect(() => set.start({ reference: './a.sif' })).toThrow('is a file on this computer')
    })
  })

  it('checks the room before it begins', async () => {
    await withPull(
      async (set) => {
        await put(set)
        set.service.faults.reset()
        expect((await set.pull({ reference })).error).toMatchObject({
          code: 'OUT_OF_SPACE',
          params: { path: set.images },
        })
        expect(set.service.faults.requests.some(({ path }) => path.includes('imagefile'))).toBe(false)
        expect(await set.files()).toEqual([])
      },
      { deps: { freeBytes: async () => 1000 } },
    )
  })

  it('goes on after a pause where it was', async () => {
    await withPull(async (set) => {
      const file = await put(set, 'amd64', 400_000)
      set.service.faults.switchOn({ route: /bucket/, fault: { kind: 'slow', bytesPerSecond: 300_000 } })
      const id = set.start({ reference })
      await until(() =>
        job(set, id).progress.phase === 'downloading' ? job(set, id).progress.bytesDone > 60_000 : false,
      )
      set.context.jobs.handlers['jobs.pause']({ id }, call)
      await until(() => job(set, id).state === 'paused')
      expect((await set.files()).map((name) => name.startsWith('.align_1.0.sif.part-'))).toEqual([true])
      set.service.faults.reset()
      set.context.jobs.handlers['jobs.resume']({ id }, call)
      const result = resultOf(await set.context.jobs.finished(id))
      expect([result.resumed, result.bytesDownloaded < file.length, result.digest]).toEqual([
        true,
        true,
        digestOf(file),
      ])
      expect(await set.files()).toEqual(['align_1.0.sif'])
    })
  })

  it('begins again when what a pause left is not what it was', async () => {
    await withPull(async (set) => {
      const file = await put(set, 'amd64', 400_000)
      set.service.faults.switchOn({ route: /bucket/, fault: { kind: 'slow', bytesPerSecond: 300_000 } })
      const id = set.start({ reference })
      await until(() => job(set, id).progress.bytesDone > 60_000)
      set.context.jobs.handlers['jobs.pause']({ id }, call)
      await until(() => job(set, id).state === 'paused')
      const [name = ''] = await set.files()
      await writeFile(join(set.images, name), Buffer.alloc(1000))
      set.service.faults.reset()
      set.context.jobs.handlers['jobs.resume']({ id }, call)
      expect(resultOf(await set.context.jobs.finished(id))).toMatchObject({ resumed: false, digest: digestOf(file) })
    })
  })

  it.each(['running', 'paused'] as const)('leaves nothing when it is cancelled while %s', async (state) => {
    await withPull(async (set) => {
      await put(set, 'amd64', 400_000)
      set.service.faults.switchOn({ route: /bucket/, fault: { kind: 'slow', bytesPerSecond: 300_000 } })
      const id = set.start({ reference })
      await until(() => job(set, id).progress.bytesDone > 40_000)
      if (state === 'paused') {
        set.context.jobs.handlers['jobs.pause']({ id }, call)
        await until(() => job(set, id).state === 'paused')
      }
      set.context.jobs.handlers['jobs.cancel']({ id }, call)
      expect((await set.context.jobs.finished(id)).state).toBe('cancelled')
      expect([await set.files(), set.entered]).toEqual([[], []])
      expect(set.context.database.prepare('SELECT * FROM partial_downloads').all()).toEqual([])
    })
  })

  it.each(['cancel', 'pause'] as const)('takes a %s while signatures are checked', async (how) => {
    let isSlow = true
    const signatures = {
      async verify(path: string, { signal, shownAs }: { signal: AbortSignal; shownAs: string }) {
        if (isSlow) {
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          signal.throwIfAborted()
        }
        return { ...nothingFound, file: shownAs, verdict: 'unknown' as const, sentence: path }
      },
    }
    await withPull(
      async (set) => {
        const file = await put(set)
        const id = set.start({ reference })
        await until(() => job(set, id).progress.phase === 'verifying')
        if (how === 'cancel') {
          set.context.jobs.handlers['jobs.cancel']({ id }, call)
          expect((await set.context.jobs.finished(id)).state).toBe('cancelled')
          expect([await set.files(), set.entered]).toEqual([[], []])
          return
        }
        set.context.jobs.handlers['jobs.pause']({ id }, call)
        await until(() => job(set, id).state === 'paused')
        expect((await set.files()).every((name) => name.startsWith('.'))).toBe(true)
        isSlow = false
        set.context.jobs.handlers['jobs.resume']({ id }, call)
        expect(resultOf(await set.context.jobs.finished(id))).toMatchObject({
          bytesDownloaded: 0,
          resumed: true,
          digest: digestOf(file),
        })
      },
      { deps: { signatures } },
    )
  })
})

function job(set: PullSet, id: string) {
  return set.context.jobs.handlers['jobs.get']({ id }, call) as {
    progress: { phase: string; bytesDone: number }
    state: string
  }
}

async function until(test: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (test()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen within half a minute')
}
