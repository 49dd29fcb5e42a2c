/**
 * Faults that only real processes show: engines that are killed, disks that are full, servers that go away, several
 * engines on one home. Together with the faults of networks they are the table in docs/faults.md, which is kept true
 * here.
 */
import { watch } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { runCommand } from '../../support/command-line.ts'
import { startLibraryService, type TestLibrary } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { faultTable, type ProcessFault } from './fault-table.ts'
import {
  answered,
  finishedJob,
  imagesOf,
  jobOf,
  namesIn,
  type RealEngine,
  setLibrary,
  startPull,
  startRealEngine,
} from './real-engine.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const reference = 'library://ada/tools/large:1.0'
const content = /^GET \/(bucket|.*imagefile)/

interface Place {
  readonly home: string
  readonly service: TestLibrary
  readonly file: Buffer
  readonly engine: RealEngine
}

/** A home, a library with one image, and an engine that pulls from it. */
async function place(file: Buffer, options: Parameters<typeof startRealEngine>[1] = {}): Promise<Place> {
  const home = await temporaryFolder()
  const service = await startLibraryService()
  onTestFinished(() => service.close())
  service.put('ada/tools/large', file, { tags: ['1.0'] })
  const engine = startRealEngine(home, options)
  await setLibrary(home, engine, service)
  return { home, service, file, engine }
}

/** Nothing but whole images is ever under a name that a user sees. */
async function expectWholeOnly({ home, file }: Place): Promise<void> {
  for (const name of (await namesIn(home)).seen) {
    expect((await readFile(join(imagesOf(home), name))).equals(file)).toBe(true)
  }
}

/** The next engine on the same home ends the job: the very bytes, entered once, and nothing else left. */
async function expectGoesOn(set: Place, jobId: string, names: readonly string[]): Promise<RealEngine> {
  await expectWholeOnly(set)
  set.service.faults.reset()
  const next = startRealEngine(set.home)
  expect(await finishedJob(next, jobId)).toMatchObject({ state: 'done' })
  expect(await namesIn(set.home)).toEqual({ seen: names, hidden: 0 })
  await expectWholeOnly(set)
  const { images } = await answered(next.client.call('images.list', {}))
  expect(images.map(({ path }) => path).sort()).toEqual(names.map((name) => join(imagesOf(set.home), name)))
  return next
}

/** Asks as fast as it can, so that short phases are met too. */
async function untilPhase(engine: RealEngine, jobId: string, phase: string, bytesDone = 0): Promise<void> {
  for (;;) {
    const { progress, state } = await jobOf(engine, jobId)
    if (progress.phase === phase && progress.bytesDone >= bytesDone) return
    if (state !== 'queued' && state !== 'running') throw new Error(`${state} before ${phase}`)
  }
}

/** An image that takes a while to check: its owner has signed it. */
async function signedSif(sizeBytes: number): Promise<Buffer> {
  const home = await temporaryFolder()
  const [path, secret] = [join(home, 'signed.sif'), join(home, 'passphrase')]
  await writeFile(path, await smallSif('amd64', sizeBytes))
  await writeFile(secret, 'correct horse battery')
  const owner = ['--name', 'Ada', '--email', 'ada@example.org', '--passphrase-file', secret]
  expect((await runCommand(home, ['key', 'newpair', ...owner])).code).toBe(0)
  expect((await runCommand(home, ['sign', path, '--passphrase-file', secret])).code).toBe(0)
  return readFile(path)
}

async function killedWhileDownloading(sizeBytes: number): Promise<void> {
  const set = await place(await smallSif('amd64', sizeBytes))
  set.service.faults.switchOn({ route: content, fault: { kind: 'slow', bytesPerSecond: sizeBytes / 10 } })
  const jobId = await startPull(set.engine, { reference })
  await untilPhase(set.engine, jobId, 'downloading', sizeBytes / 3)
  // What has arrived is written down twice a second.
  await new Promise((resolve) => setTimeout(resolve, 600))
  await set.engine.kill()
  expect((await namesIn(set.home)).seen).toEqual([])
  const next = await expectGoesOn(set, jobId, ['large_1.0.sif'])
  const { result } = await jobOf(next, jobId)
  expect(result).toMatchObject({ resumed: true })
  expect(Reflect.get(Object(result), 'bytesDownloaded')).toBeLessThan(set.file.length * 0.9)
}

async function fullDisk(sizeBytes: number): Promise<void> {
  const set = await place(await smallSif('amd64', sizeBytes), { fileLimitBytes: 5 * 1024 * 1024 })
  const job = await finishedJob(set.engine, await startPull(set.engine, { reference }))
  expect(job).toMatchObject({ state: 'failed', error: { code: 'OUT_OF_SPACE', params: { path: imagesOf(set.home) } } })
  expect(await namesIn(set.home)).toEqual({ seen: [], hidden: 0 })
  expect(await answered(set.engine.client.call('images.list', {}))).toMatchObject({ images: [] })
}

const runs: Readonly<Record<ProcessFault, () => Promise<void>>> = {
  'kill -9 of the engine while a small file comes': () => killedWhileDownloading(4_000_000),
  'kill -9 of the engine while a large file comes': () => killedWhileDownloading(12_000_000),

  async 'kill -9 of the engine while a copy is hashed'() {
    const set = await place(await smallSif('amd64', 150_000_000))
    await finishedJob(set.engine, await startPull(set.engine, { reference }))
    const output = join(imagesOf(set.home), 'copy.sif')
    const jobId = await startPull(set.engine, { reference, output })
    await untilPhase(set.engine, jobId, 'hashing')
    await set.engine.kill()
    await expectGoesOn(set, jobId, ['copy.sif', 'large_1.0.sif'])
  },

  async 'kill -9 of the engine while signatures are checked'() {
    const set = await place(await signedSif(150_000_000))
    const jobId = await startPull(set.engine, { reference })
    await untilPhase(set.engine, jobId, 'verifying')
    await set.engine.kill()
    expect((await namesIn(set.home)).seen).toEqual([])
    await expectGoesOn(set, jobId, ['large_1.0.sif'])
  },

  async 'kill -9 of the engine when the image gets its name'() {
    const set = await place(await smallSif('amd64', 1_000_000))
    await mkdir(imagesOf(set.home), { recursive: true })
    const named = new Promise<void>((resolve) => {
      const watcher = watch(imagesOf(set.home), (_event, name) => {
        if (name === 'large_1.0.sif') resolve()
      })
      onTestFinished(() => watcher.close())
    })
    const jobId = await startPull(set.engine, { reference })
    await named
    await set.engine.kill()
    await expectGoesOn(set, jobId, ['large_1.0.sif'])
  },

  'a disk that is full before all of a small file is there': () => fullDisk(7_000_000),
  'a disk that is full before all of a large file is there': () => fullDisk(12_000_000),

  async 'a server that goes away and comes back'() {
    const set = await place(await smallSif('amd64', 12_000_000))
    set.service.faults.switchOn({ route: content, fault: { kind: 'slow', bytesPerSecond: 2_000_000 } })
    const jobId = await startPull(set.engine, { reference })
    await untilPhase(set.engine, jobId, 'downloading', 3_000_000)
    const { port } = new URL(set.service.origin)
    await set.service.close()
    const failed = await finishedJob(set.engine, jobId)
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'OFFLINE', kind: 'offline' } })
    expect(await namesIn(set.home)).toEqual({ seen: [], hidden: 1 })
    const service = await startLibraryService({ port: Number(port) })
    onTestFinished(() => service.close())
    service.put('ada/tools/large', set.file, { tags: ['1.0'] })
    await answered(set.engine.client.call('jobs.resume', { id: jobId }))
    const job = await finishedJob(set.engine, jobId)
    expect(job).toMatchObject({ state: 'done', result: { resumed: true } })
    expect(Reflect.get(Object(job.result), 'bytesDownloaded')).toBeLessThan(set.file.length)
    await expectWholeOnly(set)
  },

  async 'two engines on one home'() {
    const set = await place(await smallSif('amd64', 12_000_000))
    set.service.faults.switchOn({ route: content, fault: { kind: 'slow', bytesPerSecond: 1_000_000 } })
    const first = await startPull(set.engine, { reference })
    await untilPhase(set.engine, first, 'downloading', 1_000_000)
    // The other engine leaves alone what a living one does, and has its own way with the same image.
    const other = startRealEngine(set.home)
    const output = join(imagesOf(set.home), 'other.sif')
    const second = await startPull(other, { reference, output })
    await untilPhase(other, second, 'downloading', 1_000_000)
    expect((await jobOf(other, first)).state).toBe('running')
    await set.engine.kill()
    set.service.faults.reset()
    expect(await finishedJob(other, second)).toMatchObject({ state: 'done' })
    await expectGoesOn(set, first, ['large_1.0.sif', 'other.sif'])
  },
}

describe('a pull and', () => {
  it.each(Object.entries(runs))('%s', (_name, run) => run())
})

it('the table in docs/faults.md is what these tests show', async () => {
  await expect(faultTable()).toMatchFileSnapshot('../../../docs/faults.md')
})
