/** Moving the image folder: what is told first, what goes along, and that no file is lost whatever comes in between. */

import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdtempSync, openSync, rmdirSync, writeSync } from 'node:fs'
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, statfs, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createDisk, type DiskService } from '../../../src-main/engine/disk/disk.ts'
import { createMoveStore } from '../../../src-main/engine/disk/move/move-store.ts'
import { createImages, type ImagesService } from '../../../src-main/engine/images/images.ts'
import { createLinesChannel } from '../../../src-main/engine/platform/channel-lines.ts'
import type { EngineContext } from '../../../src-main/engine/platform/context.ts'
import { createPartialStore } from '../../../src-main/engine/transfers/partial-store.ts'
import { type Client, connectClient } from '../../../src-shared/contract/client.ts'
import type { MoveResult } from '../../../src-shared/model/disk.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { startCommand } from '../../support/command-line.ts'
import { withContext } from '../../support/engine-context.ts'
import { makeImage } from '../../support/make-sif.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

vi.setConfig({ testTimeout: 120_000 })

const call = { signal: new AbortController().signal }
const canMount = process.getuid?.() === 0 && tryMount()
/** A second disk: copying is real there. */
const hasOtherDisk = await statfs('/dev/shm').then(
  ({ type }) => type === 0x01021994,
  () => false,
)

/** Whether a disk of a chosen size can be had here. */
function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'sif-desktop-mount-'))
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' }).status === 0
  if (done) spawnSync('umount', [folder], { stdio: 'ignore' })
  rmdirSync(folder)
  return done
}

async function smallDisk(folder: string, size: string): Promise<string> {
  const place = join(folder, 'small')
  await mkdir(place)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place])
  return place
}

/** Takes all the room that is left on a disk. */
function fill(path: string): void {
  const handle = openSync(path, 'w')
  try {
    for (;;) writeSync(handle, Buffer.alloc(65_536))
  } catch {
    closeSync(handle)
  }
}

interface Set {
  readonly context: EngineContext
  readonly folder: string
  readonly from: string
  readonly to: string
  readonly images: ImagesService
  readonly disk: DiskService
  readonly renamed: (readonly [string, string])[]
  imageFolder: string
  move(to?: string): Promise<Job>
}

async function withLibrary(
  work: (set: Set) => Promise<void>,
  options: { readonly alwaysCopy?: boolean; readonly names?: readonly string[]; readonly sizeBytes?: number } = {},
): Promise<void> {
  await withContext(async (context, folder) => {
    const [from, to] = [join(folder, 'images'), join(folder, 'other', 'place')]
    const images = createImages(context, { verdicts: { latest: () => null }, tags: { hasMoved: () => null } })
    const state = { imageFolder: from }
    const renamed: Set['renamed'] = []
    const disk = createDisk(context, {
      images,
      partials: createPartialStore(context.database),
      imageFolder: () => state.imageFolder,
      setImageFolder: (path) => {
        state.imageFolder = path
      },
      renamed: (source, target) => renamed.push([source, target]),
      usualCaches: [],
      usualTemporary: [],
      ...(options.alwaysCopy === undefined ? {} : { alwaysCopy: options.alwaysCopy }),
    })
    for (const name of options.names ?? ['a.sif', 'deep/er/b.sif', 'c.sif']) {
      await mkdir(join(from, name, '..'), { recursive: true })
      await writeFile(join(from, name), await smallSif('amd64', options.sizeBytes ?? 40_000))
      await images.enter(join(from, name), { digest: digestOf(await readFile(join(from, name))) })
    }
    const set: Set = {
      context,
      folder,
      from,
      to,
      images,
      disk,
      renamed,
      get imageFolder() {
        return state.imageFolder
      },
      set imageFolder(path) {
        state.imageFolder = path
      },
      async move(target = to) {
        const { jobId } = await disk.handlers['disk.move']({ to: target }, call)
        return context.jobs.finished(jobId)
      },
    }
    try {
      await work(set)
    } finally {
      images.close()
    }
  })
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

async function codeOf(work: Promise<unknown> | unknown): Promise<string> {
  try {
    await work
    return 'fine'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

/** Everything below a folder, hidden files too. */
async function allIn(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

const resultOf = (job: Job): MoveResult => {
  if (job.state !== 'done') throw new Error(`${job.state}: ${JSON.stringify(job.error)}`)
  return job.result as MoveResult
}

describe('moving the image folder', () => {
  for (const alwaysCopy of [false, true])
    it(`takes all images along, ${alwaysCopy ? 'copied to another disk' : 'renamed on the same'}`, () =>
      withLibrary(
        async ({ disk, from, to, images, move, renamed, context }) => {
          await chmod(join(from, 'a.sif'), 0o755)
          const before = images.stored()
          const plan = await disk.handlers['disk.planMove']({ to }, call)
          expect(plan).toMatchObject({ from, to, count: 3, isSameDisk: true, neededBytes: 0, stays: [], others: 0 })
          const result = resultOf(await move())
          expect(result).toMatchObject({ moved: 3, bytes: plan.bytes, stayed: [] })
          expect(await allIn(to)).toEqual(['a.sif', 'b.sif', 'c.sif'])
          expect(await allIn(from)).toEqual([])
          // Folders that became empty are gone, the folder itself is left to its owner.
          expect(await readdir(from)).toEqual([])
          expect((await stat(join(to, 'a.sif'))).mode & 0o777).toBe(0o755)
          const after = images.stored()
          expect(after.map(({ id, digest }) => [id, digest]).sort()).toEqual(
            before.map(({ id, digest }) => [id, digest]).sort(),
          )
          for (const image of after) {
            expect(image.path.startsWith(to)).toBe(true)
            expect(digestOf(await readFile(image.path))).toBe(image.digest)
            expect(image.fileState).toBe('present')
          }
          expect(await images.handlers['images.check']({ ids: [] }, call)).toEqual({ missing: 0, modified: 0 })
          expect(renamed).toHaveLength(3)
          expect(createMoveStore(context.database).all()).toEqual([])
        },
        { alwaysCopy },
      ))

  it('changes the setting when everything is there', () =>
    withLibrary(async (set) => {
      await set.move()
      expect(set.imageFolder).toBe(set.to)
    }))

  it('refuses what cannot be done, before anything is touched', () =>
    withLibrary(async ({ disk, from, folder }) => {
      const plan = (to: string) => codeOf(disk.handlers['disk.planMove']({ to }, call))
      expect(await plan(from)).toBe('DISK_MOVE_SAME')
      expect(await plan(join(from, 'inside'))).toBe('DISK_MOVE_INSIDE')
      await symlink(from, join(folder, 'alias'))
      expect(await plan(join(folder, 'alias'))).toBe('DISK_MOVE_SAME')
      expect(await plan(join(folder, 'alias', 'inside'))).toBe('DISK_MOVE_INSIDE')
      await writeFile(join(folder, 'file'), '')
      expect(await plan(join(folder, 'file'))).toBe('DISK_MOVE_NOT_A_FOLDER')
      expect(await plan(join(folder, 'file', 'below'))).toBe('DISK_MOVE_NOT_A_FOLDER')
      expect(await allIn(from)).toHaveLength(3)
    }))

  it('replaces no file, follows no link, and says what stayed', () =>
    withLibrary(async ({ disk, from, to, images, move, folder }) => {
      await mkdir(to, { recursive: true })
      await writeFile(join(to, 'a.sif'), 'somebody else’s')
      await makeImage(join(folder, 'elsewhere.sif'))
      await symlink(join(folder, 'elsewhere.sif'), join(from, 'link.sif'))
      await images.enter(join(from, 'link.sif'))
      await rm(join(from, 'c.sif'))
      await writeFile(join(from, 'notes.txt'), 'mine')
      const plan = await disk.handlers['disk.planMove']({ to }, call)
      const stays = new Map(plan.stays.map(({ path, reason }) => [basename(path), reason]))
      expect(stays).toEqual(
        new Map([
          ['a.sif', 'nameTaken'],
          ['c.sif', 'missing'],
          ['link.sif', 'link'],
        ]),
      )
      expect(plan).toMatchObject({ count: 1, others: 1 })
      const result = resultOf(await move())
      expect(result.moved).toBe(1)
      expect(await readFile(join(to, 'a.sif'), 'utf8')).toBe('somebody else’s')
      expect(await allIn(from)).toEqual(['a.sif', 'link.sif', 'notes.txt'])
      expect(
        images
          .stored()
          .map(({ path }) => path)
          .sort(),
      ).toEqual([join(from, 'a.sif'), join(from, 'c.sif'), join(from, 'link.sif'), join(to, 'deep/er/b.sif')].sort())
    }))

  it('is stopped between two bytes and gone on with', () =>
    withLibrary(
      async ({ context, disk, from, to, images }) => {
        const { jobId } = await disk.handlers['disk.move']({ to }, call)
        context.events.listen(({ event, payload }) => {
          if (event !== 'jobs.changed' || payload.id !== jobId || payload.progress.bytesDone === 0) return
          if (payload.state === 'running') void context.jobs.handlers['jobs.cancel']({ id: jobId }, call)
        })
        const job = await context.jobs.finished(jobId)
        const known = images.stored().map(({ path }) => path)
        for (const path of known) expect(existsSync(path), path).toBe(true)
        expect((await allIn(from)).length + (await allIn(to)).length).toBe(known.length)
        expect(['done', 'cancelled']).toContain(job.state)
        const again = await disk.handlers['disk.move']({ to }, call)
        resultOf(await context.jobs.finished(again.jobId))
        expect(await allIn(to)).toHaveLength(known.length)
        expect(await allIn(from)).toEqual([])
      },
      { alwaysCopy: true, names: Array.from({ length: 40 }, (_, index) => `image-${index}.sif`) },
    ))

  it('ends what a killed engine was in the middle of', () =>
    withLibrary(async ({ context, from, to, images, move }) => {
      const store = createMoveStore(context.database)
      const begin = async (name: string): Promise<readonly [string, string]> => {
        const [source, target] = [join(from, name), join(to, name)]
        await mkdir(join(target, '..'), { recursive: true })
        store.begin({ source, target })
        return [source, target]
      }
      // The new name was there, the old one not gone yet.
      const [source, target] = await begin('a.sif')
      await link(source, target)
      // A copy was complete and had its name.
      const [copied, copy] = await begin('c.sif')
      await writeFile(copy, await readFile(copied))
      // The name was changed, and nobody had been told.
      const [gone, there] = await begin('deep/er/b.sif')
      await writeFile(there, await readFile(gone))
      await rm(gone)
      resultOf(await move())
      expect(await allIn(to)).toEqual(['a.sif', 'b.sif', 'c.sif'])
      expect(await allIn(from)).toEqual([])
      for (const { path, digest } of images.stored()) expect(digestOf(await readFile(path))).toBe(digest)
      expect(store.all()).toEqual([])
    }))

  it('keeps both when they differ after all', () =>
    withLibrary(async ({ context, from, to, move }) => {
      const [source, target] = [join(from, 'a.sif'), join(to, 'a.sif')]
      await mkdir(to, { recursive: true })
      const bytes = await readFile(source)
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      await writeFile(target, bytes)
      createMoveStore(context.database).begin({ source, target })
      expect(resultOf(await move()).stayed).toEqual([{ path: source, reason: 'nameTaken' }])
      expect(existsSync(source) && existsSync(target)).toBe(true)
    }))

  it.skipIf(!hasOtherDisk)('copies to another disk', () =>
    withLibrary(async (set) => {
      const { disk, from, images } = set
      const place = await mkdtemp('/dev/shm/sif-desktop-move-')
      onTestFinished(() => rm(place, { recursive: true, force: true }))
      const to = join(place, 'images')
      const plan = await disk.handlers['disk.planMove']({ to }, call)
      expect(plan).toMatchObject({ isSameDisk: false, neededBytes: plan.bytes, count: 3 })
      const job = await set.move(to)
      expect(resultOf(job).moved).toBe(3)
      for (const { path, digest } of images.stored()) expect(digestOf(await readFile(path))).toBe(digest)
      expect(await allIn(from)).toEqual([])
      expect(set.imageFolder).toBe(to)
    }),
  )

  it.skipIf(!canMount)('says beforehand when the other disk has too little room, and loses nothing when it fills', () =>
    withLibrary(
      async (set) => {
        const { disk, from, images, context } = set
        const place = await smallDisk(set.folder, '40m')
        try {
          const to = join(place, 'images')
          await writeFile(join(place, 'filler'), Buffer.alloc(30_000_000))
          expect(await codeOf(disk.handlers['disk.move']({ to }, call))).toBe('OUT_OF_SPACE')
          await rm(join(place, 'filler'))
          // It fills up while images arrive.
          const stop = context.events.listen(({ event, payload }) => {
            if (event !== 'jobs.changed' || payload.progress.bytesDone === 0 || existsSync(join(place, 'filler')))
              return
            fill(join(place, 'filler'))
          })
          const job = await set.move(to)
          stop()
          expect(job.error?.code).toBe('OUT_OF_SPACE')
          expect(set.imageFolder).toBe(from)
          const stored = images.stored()
          expect(stored).toHaveLength(12)
          for (const { path, digest } of stored) expect(digestOf(await readFile(path))).toBe(digest)
          expect((await allIn(from)).length + (await allIn(to)).length).toBe(12)
          await rm(join(place, 'filler'))
          resultOf(await set.move(to))
          expect(await allIn(to)).toHaveLength(12)
        } finally {
          execFileSync('umount', ['-l', place])
        }
      },
      { names: Array.from({ length: 12 }, (_, index) => `image-${index}.sif`), sizeBytes: 1_200_000 },
    ),
  )
})

function startEngine(home: string) {
  const child = startCommand(home, ['engine', '--stdio'])
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, client: connectClient(createLinesChannel(child.stdout, child.stdin)) }
}

async function answered<Value>(answer: Promise<{ ok: true; value: Value } | { ok: false; error: unknown }>) {
  const settled = await answer
  if (!settled.ok) throw new Error(JSON.stringify(settled.error))
  return settled.value
}

const moveJob = async (client: Client): Promise<Job | undefined> =>
  (await answered(client.call('jobs.list', {}))).find(({ kind }) => kind === 'move')

it.skipIf(!hasOtherDisk)('a move outlives the engine that began it, killed again and again', async () => {
  const home = await temporaryFolder()
  const place = await mkdtemp('/dev/shm/sif-desktop-move-')
  onTestFinished(() => rm(place, { recursive: true, force: true }))
  const [from, to] = [join(home, 'images'), join(place, 'images')]
  await mkdir(from)
  const digests = new Map<string, string>()
  for (let index = 0; index < 12; index++) {
    const bytes = await smallSif('amd64', 6_000_000)
    await writeFile(join(from, `image-${index}.sif`), bytes)
    digests.set(`image-${index}.sif`, digestOf(bytes))
  }
  const first = startEngine(home)
  const { jobId } = await answered(first.client.call('images.add', { paths: [from] }))
  await expect
    .poll(async () => (await answered(first.client.call('jobs.get', { id: jobId }))).state, { timeout: 60_000 })
    .toBe('done')
  await answered(first.client.call('settings.set', { imageFolder: from }))
  await answered(first.client.call('disk.move', { to }))
  let engine = first
  for (let kill = 0; kill < 3; kill++) {
    const seen = (await moveJob(engine.client))?.state
    if (seen === 'done') break
    await new Promise((resolve) => setTimeout(resolve, 30 + kill * 25))
    engine.child.kill('SIGKILL')
    await new Promise((resolve) => engine.client.onGone(() => resolve(null)))
    // At every death each image is whole in one of the two places.
    for (const [name, digest] of digests) {
      const places = [join(from, name), join(to, name)].filter((path) => existsSync(path))
      const found = await Promise.all(places.map(async (path) => digestOf(await readFile(path))))
      expect(found, name).toContain(digest)
      for (const each of found) expect(each, name).toBe(digest)
    }
    engine = startEngine(home)
  }
  await expect.poll(async () => (await moveJob(engine.client))?.state, { timeout: 90_000 }).toBe('done')
  expect(await allIn(from)).toEqual([])
  expect(await allIn(to)).toEqual([...digests.keys()].sort())
  for (const [name, digest] of digests) expect(digestOf(await readFile(join(to, name)))).toBe(digest)
  const { images } = await answered(engine.client.call('images.list', { limit: 100 }))
  expect(images.map(({ path, fileState }) => [path, fileState]).sort()).toEqual(
    [...digests.keys()].map((name) => [join(to, name), 'present']).sort(),
  )
  expect((await answered(engine.client.call('settings.get', {}))).imageFolder).toBe(to)
  engine.client.close()
})
