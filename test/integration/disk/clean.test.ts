/** What a clean-up offers and takes away, and above all what it does not. */
import { createHash } from 'node:crypto'
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { usualTemporaryFolders } from '../../../src-main/engine/disk/stopped-builds.ts'
import type { CleanPlan } from '../../../src-shared/model/disk.ts'
import { smallSif } from '../../support/small-sif.ts'
import { call, hex, imageAt, put, withDisk } from './disk-fixture.ts'

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
/** Most Linux systems have a folder in memory there. */
const hasMemoryFolder = await statfs('/dev/shm').then(
  ({ type }) => type === 0x01021994,
  () => false,
)
const kindsOf = (plan: CleanPlan): readonly string[] => plan.lines.map(({ kind }) => kind)
const pathsOf = (plan: CleanPlan): readonly string[] =>
  plan.lines.flatMap(({ examples }) => examples.map(({ path }) => path))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('a preview', () => {
  it('offers what is old and named as the command lines name it, and deletes nothing', async () => {
    await withDisk(async (set) => {
      const old = await put(join(set.cache, 'library', `sha256.${hex('a')}`), undefined, 100)
      await put(join(set.cache, 'library', `sha256.${hex('b')}`), undefined, 3)
      const foreign = await put(join(set.cache, 'library', 'thesis.pdf'), undefined, 1000)
      await put(join(set.cache, 'net', 'notes'), undefined, 1000)
      const plan = await set.plan()
      expect(kindsOf(plan)).toEqual(['oldEntries'])
      expect(pathsOf(plan)).toEqual([old])
      expect(plan.lines[0]).toMatchObject({ count: 1, isChosen: true, product: 'SingularityCE' })
      expect(plan.lines[0]?.freedBytes).toBe((await stat(old)).blocks * 512)
      expect(await isThere(old)).toBe(true)
      expect(await isThere(foreign)).toBe(true)
      expect(pathsOf(await set.plan(2))).toHaveLength(2)
    })
  })

  it('does not choose what may not be there to be fetched again', async () => {
    await withDisk(async (set) => {
      const web = await put(join(set.cache, 'net', hex('a')), undefined, 100)
      const hub = await put(join(set.cache, 'shub', '3a5a676fa461495081d0c3eb907bc50068e30ea3'), undefined, 100)
      await put(join(set.cache, 'oras', `sha256:${hex('b')}`), undefined, 100)
      const plan = await set.plan()
      expect(plan.lines.map(({ kind, isChosen }) => [kind, isChosen])).toEqual([
        ['oldEntries', true],
        ['oldDownloads', false],
      ])
      expect(plan.lines[1]?.examples.map(({ path }) => path).sort()).toEqual([web, hub].sort())
    })
  })

  it('leaves downloads alone that may still go on', async () => {
    await withDisk(async (set) => {
      const temporary = await put(join(set.cache, 'net', 'tmp_123'), undefined, 30)
      await put(join(set.cache, 'net', 'tmp_keep'), undefined, 30)
      // Its record was changed just now, whatever its times say.
      expect(kindsOf(await set.plan())).toEqual([])
      set.later(2)
      const plan = await set.plan()
      expect(kindsOf(plan)).toEqual(['stoppedDownloads'])
      expect(pathsOf(plan)).toEqual([temporary])
    })
  })

  it('never has images in it, wherever they lie', async () => {
    await withDisk(async (set) => {
      const cached = await put(join(set.cache, 'library', `sha256.${hex('a')}`), undefined, 500)
      const kept = await put(join(set.context.paths.home, 'quarantine', 'x.sif.refused'), undefined, 500)
      set.images.push(await imageAt(cached, `sha256:${hex('a')}`))
      set.later(400)
      expect(pathsOf(await set.plan())).toEqual([])
      expect(await isThere(kept)).toBe(true)
    })
  })

  it('knows cached copies of images, and one file under two names as one', async () => {
    await withDisk(async (set) => {
      const image = await put(join(set.folder, 'images', 'a.sif'), 'same'.repeat(2000))
      const digest = sha256('same'.repeat(2000))
      const copy = await put(join(set.cache, 'library', `sha256.${digest}`), 'same'.repeat(2000))
      await mkdir(join(set.cache, 'oras'))
      await link(image, join(set.cache, 'oras', `sha256:${digest}`))
      set.images.push(await imageAt(image, `sha256:${digest}`))
      set.later(2)
      const plan = await set.plan()
      expect(kindsOf(plan)).toEqual(['secondCopies'])
      expect(pathsOf(plan)).toEqual([copy])
      expect(plan.lines[0]?.isChosen).toBe(false)
      const usage = await set.disk.handlers['disk.usage']({ caches: [] }, call)
      expect(usage.duplicates).toHaveLength(1)
      expect(usage.duplicates[0]?.files.map(({ kind }) => kind)).toEqual(['image', 'cache', 'cache'])
      expect(usage.duplicates[0]?.extraBytes).toBe((await stat(copy)).blocks * 512)
      expect(['hardLink', 'shareBlocks']).toContain(usage.duplicates[0]?.suggestion)
      // An image that was changed since is no copy of anything.
      await writeFile(image, 'other')
      expect(kindsOf(await set.plan())).toEqual([])
    })
  })
})

describe('a clean-up', () => {
  it('removes the chosen lines and nothing else', async () => {
    await withDisk(async (set) => {
      const old = await put(join(set.cache, 'oras', `sha256:${hex('a')}`), undefined, 100)
      const layer = await put(join(set.cache, 'blob', 'blobs', 'sha256', hex('c')), undefined, 100)
      const index = await put(join(set.cache, 'blob', 'index.json'), '{"manifests":[]}', 100)
      set.later(2)
      const plan = await set.plan()
      expect(kindsOf(plan)).toEqual(['oldEntries', 'layers'])
      const result = await set.clean(plan, ['oldEntries'])
      expect(result).toMatchObject({ removed: 1, kept: [] })
      expect(result.freedBytes).toBe(plan.lines[0]?.freedBytes)
      expect(await isThere(old)).toBe(false)
      expect(await isThere(layer)).toBe(true)
      // A plan is good for one time.
      await expect(set.cleanJob(plan, ['layers'])).rejects.toMatchObject({ error: { code: 'DISK_PLAN_GONE' } })
      await set.clean(await set.plan(), ['layers'])
      expect(await isThere(layer)).toBe(false)
      expect(await isThere(index)).toBe(true)
    })
  })

  it('takes no line that no plan has', async () => {
    await withDisk(async (set) => {
      const { id } = await set.plan()
      const clean = async () => set.disk.handlers['disk.clean']({ planId: id, lines: ['oldEntries:/etc'] }, call)
      await expect(clean()).rejects.toMatchObject({ error: { code: 'DISK_PLAN_GONE' } })
    })
  })

  it('leaves what changed since, became an image, is open, or lies behind a link by now', async () => {
    await withDisk(async (set) => {
      const at = (letter: string): Promise<string> =>
        put(join(set.cache, 'library', `sha256.${hex(letter)}`), undefined, 100)
      const [changed, entered, opened, gone, plain] = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(at))
      if (!changed || !entered || !opened || !gone || !plain) throw new Error('not made')
      const moved = await put(join(set.cache, 'shub', '3a5a676fa461495081d0c3eb907bc50068e30ea3'), undefined, 100)
      const plan = await set.plan()
      await writeFile(changed, 'something new')
      set.images.push(await imageAt(entered, null))
      await rm(gone)
      const elsewhere = join(set.folder, 'elsewhere')
      await rename(join(set.cache, 'shub'), elsewhere)
      await symlink(elsewhere, join(set.cache, 'shub'))
      const handle = await open(opened, 'r')
      try {
        const result = await set.clean(plan, ['oldEntries', 'oldDownloads'])
        expect(result.removed).toBe(1)
        expect(new Map(result.kept.map(({ path, reason }) => [path, reason]))).toEqual(
          new Map([
            [changed, 'changed'],
            [entered, 'changed'],
            [opened, 'inUse'],
            [gone, 'gone'],
            [moved, 'changed'],
          ]),
        )
      } finally {
        await handle.close()
      }
      expect(await isThere(plain)).toBe(false)
      for (const path of [changed, entered, opened, moved]) expect(await isThere(path)).toBe(true)
    })
  })

  it('leaves what was used since the preview', async () => {
    await withDisk(async (set) => {
      const old = await put(join(set.cache, 'library', `sha256.${hex('a')}`), undefined, 100)
      const plan = await set.plan()
      const { mtime } = await stat(old)
      await utimes(old, new Date(), mtime)
      expect((await set.clean(plan, ['oldEntries'])).kept).toEqual([{ path: old, reason: 'changed' }])
    })
  })

  it('looking into a cache makes nothing in it young', async () => {
    await withDisk(async (set) => {
      const old = await put(join(set.cache, 'library', `sha256.${hex('a')}`), await smallSif(), 100)
      const blob = await put(join(set.cache, 'blob', 'blobs', 'sha256', hex('b')), '{"layers":[],"config":{}}', 100)
      const times = async () => Promise.all([old, blob].map(async (path) => (await stat(path)).atimeMs))
      const before = await times()
      const content = await set.disk.handlers['disk.cache']({ path: set.cache, check: true }, call)
      expect(content.entries.map(({ isSif, blobKind }) => [isSif, blobKind])).toEqual([
        [true, null],
        [null, 'manifest'],
      ])
      expect(await times()).toEqual(before)
    })
  })

  it('keeps a second copy whose first one went meanwhile', async () => {
    await withDisk(async (set) => {
      const image = await put(join(set.folder, 'images', 'a.sif'), 'same')
      const copy = await put(join(set.cache, 'library', `sha256.${sha256('same')}`), 'same')
      set.images.push(await imageAt(image, `sha256:${sha256('same')}`))
      set.later(2)
      const plan = await set.plan()
      await rm(image)
      expect((await set.clean(plan, ['secondCopies'])).kept).toEqual([{ path: copy, reason: 'changed' }])
      expect(await isThere(copy)).toBe(true)
    })
  })

  it('takes what stopped builds left after a day, but no folder that somebody works in or that has other owners', async () => {
    await withDisk(async (set) => {
      const temporary = join(set.folder, 'tmp')
      const left = join(temporary, 'build-temp-123456')
      await put(join(left, 'rootfs', 'etc', 'passwd'))
      await mkdir(join(left, 'rootfs', 'locked'))
      const busy = await put(join(temporary, 'bundle-temp-777777', 'rootfs', 'file'))
      await put(join(temporary, 'build-temp-mine', 'file'))
      await symlink(set.context.paths.home, join(temporary, 'build-temp-999'))
      expect(kindsOf(await set.plan())).toEqual([])
      set.later(2)
      const plan = await set.plan()
      expect(kindsOf(plan)).toEqual(['stoppedBuilds'])
      expect([...pathsOf(plan)].sort()).toEqual([left, join(temporary, 'bundle-temp-777777')])
      const handle = await open(busy, 'r')
      try {
        const result = await set.clean(plan, ['stoppedBuilds'])
        expect(result.kept).toEqual([{ path: join(temporary, 'bundle-temp-777777'), reason: 'inUse' }])
      } finally {
        await handle.close()
      }
      expect(await isThere(left)).toBe(false)
      expect(await isThere(join(set.context.paths.home, 'sif-desktop.db'))).toBe(true)
    })
  })

  it('takes what this application left, and unfinished pulls only when they are chosen', async () => {
    await withDisk(async (set) => {
      const images = join(set.folder, 'images')
      const host = sha256(hostname()).slice(0, 8)
      const dead = await put(join(images, `.a.sif.${host}-999999999-0123abcd.partial`))
      const living = await put(join(images, `.b.sif.${host}-${process.pid}-0123abcd.partial`))
      const partial = await put(join(images, '.c.sif.part-0123abcd'))
      const running = await put(join(images, '.d.sif.part-4567abcd'))
      const facts = { digest: null, sizeBytes: 9000, partSizeBytes: 9000, received: [5000] }
      set.partials.save('failed', { path: partial, ...facts })
      set.partials.save('runs', { path: running, ...facts })
      set.context.database
        .prepare(
          `INSERT INTO jobs (id, kind, subject, source, state, params_json, progress_json, owner, can_pause, created_at)
           VALUES ('runs', 'pull', 'd', '', 'running', '{}', '{}', 'test', 1, '')`,
        )
        .run()
      const plan = await set.plan()
      expect(kindsOf(plan)).toEqual(['leftovers', 'unfinished'])
      expect(plan.lines.map(({ isChosen }) => isChosen)).toEqual([true, false])
      await set.clean(plan, ['leftovers', 'unfinished'])
      expect(await isThere(dead)).toBe(false)
      expect(await isThere(living)).toBe(true)
      expect(await isThere(partial)).toBe(false)
      expect(await isThere(running)).toBe(true)
      expect(set.partials.get('failed')).toBeNull()
    })
  })
})

describe('usage', () => {
  it('adds up what is there, counts one file once, and knows free space', async () => {
    await withDisk(async (set) => {
      const image = await put(join(set.folder, 'images', 'a.sif'), 'x'.repeat(100_000))
      const second = join(set.folder, 'images', 'b.sif')
      await link(image, second)
      set.images.push(await imageAt(image, null), await imageAt(second, null))
      await put(join(set.cache, 'library', `sha256.${hex('a')}`), 'x'.repeat(8192))
      await put(join(set.cache, 'blob', 'blobs', 'sha256', hex('b')), 'x'.repeat(8192))
      await put(join(set.context.paths.home, 'quarantine', 'x.sif.refused'))
      const usage = await set.disk.handlers['disk.usage']({ caches: [] }, call)
      expect(usage.images).toMatchObject({
        count: 2,
        folders: 1,
        missing: 0,
        takenBytes: (await stat(image)).blocks * 512,
      })
      expect(usage.caches).toMatchObject([
        {
          product: 'SingularityCE',
          count: 2,
          types: [
            { type: 'library', count: 1 },
            { type: 'blob', count: 1 },
          ],
        },
      ])
      expect(usage.quarantine.count).toBe(1)
      expect(usage.places.map(({ role }) => role)).toEqual(['images', 'application', 'temporary'])
      for (const { totalBytes, freeBytes } of usage.places) expect(totalBytes).toBeGreaterThan(freeBytes)
    })
  })

  it('warns when pulls need more than there is', async () => {
    await withDisk(async (set) => {
      const path = await put(join(set.folder, 'images', '.a.sif.part-0123abcd'))
      const facts = { digest: null, sizeBytes: 8e15, partSizeBytes: 8e15, received: [0] }
      set.partials.save('paused', { path, ...facts })
      const kinds = async () =>
        (await set.disk.handlers['disk.usage']({ caches: [] }, call)).warnings.map(({ kind }) => kind)
      // Nobody goes on with a pull whose job is forgotten.
      expect(await kinds()).not.toContain('promised')
      set.context.database
        .prepare(
          `INSERT INTO jobs (id, kind, subject, source, state, params_json, progress_json, owner, can_pause, created_at)
           VALUES ('paused', 'pull', 'a', '', 'paused', '{}', '{}', 'test', 1, '')`,
        )
        .run()
      expect(await kinds()).toContain('promised')
    })
  })

  it.skipIf(!hasMemoryFolder)('notices temporary folders and copies that are in memory', async () => {
    await withDisk(async (set) => {
      const shared = await mkdtemp('/dev/shm/sif-desktop-test-')
      try {
        const image = await put(join(set.folder, 'images', 'a.sif'), 'same')
        await put(join(shared, 'cache', 'library', `sha256.${sha256('same')}`), 'same')
        set.images.push(await imageAt(image, `sha256:${sha256('same')}`))
        const usage = await set.disk.handlers['disk.usage']({ caches: [shared], temporary: shared }, call)
        expect(usage.warnings).toContainEqual(expect.objectContaining({ kind: 'temporaryInMemory', path: shared }))
        expect(usage.places.find(({ role }) => role === 'temporary')?.isInMemory).toBe(true)
        // Two disks have no blocks in common.
        const isOneDisk = (await stat(shared)).dev === (await stat(image)).dev
        expect(usage.duplicates.map(({ suggestion }) => suggestion)).toEqual([isOneDisk ? 'hardLink' : 'removeOne'])
      } finally {
        await rm(shared, { recursive: true })
      }
    })
  })

  it('names a folder without a cache', async () => {
    await withDisk(async (set) => {
      const plan = async () => set.disk.handlers['disk.plan']({ caches: [set.folder], olderThanDays: 1 }, call)
      await expect(plan()).rejects.toMatchObject({ error: { code: 'DISK_NO_CACHE' } })
    })
  })

  it('a cache that may not be read does not keep the rest from being counted', async () => {
    await withDisk(async (set) => {
      const library = join(set.cache, 'library')
      await put(join(library, `sha256.${hex('a')}`))
      await chmod(library, 0)
      const usage = await set.disk.handlers['disk.usage']({ caches: [] }, call)
      await chmod(library, 0o700)
      // A superuser reads it all the same.
      const isSuper = process.getuid?.() === 0
      expect(usage.caches[0]?.problems.map(({ kind }) => kind)).toEqual(isSuper ? [] : ['unreadable'])
    })
  })

  it('temporary folders are those that the command lines are told to use', () => {
    expect(usualTemporaryFolders({ SINGULARITY_TMPDIR: '/s', APPTAINER_TMPDIR: '/s' }).slice(1)).toEqual(['/s'])
  })
})

it('cached images are found by their digest, as files that are to be proved', async () => {
  await withDisk(async (set) => {
    const file = await put(join(set.cache, 'library', `sha256.${hex('a')}`))
    const other = await put(join(set.cache, 'oras', `sha256:${hex('a')}`))
    expect(await set.disk.cachedWithDigest(`sha256:${hex('a')}`)).toEqual([file, other])
    expect(await set.disk.cachedWithDigest(`sha256:${hex('b')}`)).toEqual([])
    expect(await set.disk.cachedWithDigest('sha256:../../../etc/passwd')).toEqual([])
    expect((await readFile(file)).length).toBe(5000)
  })
})
