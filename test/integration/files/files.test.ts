import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { link, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { extractFiles } from '../../../src-main/engine/files/extract-files.ts'
import { createFiles } from '../../../src-main/engine/files/files.ts'
import { createImagePool, type ImagePool } from '../../../src-main/engine/files/image-pool.ts'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { withContext } from '../../support/engine-context.ts'
import { inFolder } from '../../support/folder.ts'
import { definitionObject, partitionObject } from '../../support/make-sif.ts'
import { filesObstacle, largeContents, makeSquashfs } from '../../support/squashfs-tree.ts'

const obstacle = filesObstacle()
const hasExtTools = existsSync('/sbin/mkfs.ext3')
if (obstacle !== null) process.stderr.write(`files tests left out: ${obstacle}\n`)

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'no error'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

describe.runIf(obstacle === null)('the file system of an image', { timeout: 120_000 }, () => {
  let pool: ImagePool
  beforeAll(() => {
    pool = createImagePool()
  })
  afterAll(() => pool.close())

  const inImage = <Value>(work: (image: string, folder: string) => Promise<Value>) =>
    inFolder((folder) => work(makeSquashfs(folder), folder))

  test('is read from a SIF and from a bare squashfs alike', () =>
    inImage(async (squashfs, folder) => {
      const sif = join(folder, 'image.sif')
      await createSif(sif, { objects: [definitionObject(), partitionObject(readFileSync(squashfs))] })
      for (const path of [squashfs, sif]) {
        const info = await pool.use(path, undefined, (image) => image.info())
        expect(info.compressor).toBe('gzip')
        expect(info.jail.limits).toBe(true)
        const { entries, total } = await pool.use(path, undefined, (image) => image.list('/'))
        expect(total).toBe(6)
        expect(entries.map((entry) => entry.path)).toEqual([
          '/bin',
          '/dangling',
          '/large',
          '/many',
          '/odd-\udcff\n',
          '/usr',
        ])
        expect(entries[0]).toMatchObject({ type: 'symlink', target: 'usr/bin', mtime: '2017-07-14T02:40:00.000Z' })
      }
    }))

  test.runIf(hasExtTools)('is read from an ext3 partition and from a bare ext3 alike', () =>
    inFolder(async (folder) => {
      const ext = join(folder, 'overlay.img')
      await mkdir(join(folder, 'root/usr/bin'), { recursive: true })
      await writeFile(join(folder, 'root/usr/bin/tool'), 'contents')
      await link(join(folder, 'root/usr/bin/tool'), join(folder, 'root/again'))
      await writeFile(ext, '')
      await truncate(ext, 16 << 20)
      execFileSync('/sbin/mkfs.ext3', ['-q', '-F', '-d', join(folder, 'root'), ext])
      const sif = join(folder, 'image.sif')
      const partition = partitionObject(readFileSync(ext))
      if (partition.detail?.kind !== 'partition') throw new Error('not a partition')
      const detail = { ...partition.detail, fileSystem: 'Ext3' as const }
      await createSif(sif, { objects: [definitionObject(), { ...partition, detail }] })
      for (const path of [ext, sif]) {
        const info = await pool.use(path, undefined, (image) => image.info())
        expect(info).toMatchObject({ fileSystem: 'ext3', compressor: null, journalWaits: false })
        const { entries } = await pool.use(path, undefined, (image) => image.list('/'))
        expect(entries.map((entry) => entry.path)).toEqual(['/again', '/lost+found', '/usr'])
        const chunks: Uint8Array[] = []
        await pool.use(path, undefined, async (image) => {
          for await (const chunk of image.read('/usr/bin/tool')) chunks.push(chunk)
        })
        expect(Buffer.concat(chunks).toString()).toBe('contents')
      }
    }),
  )

  test('answers reads, searches and sizes at the same time', () =>
    inImage((path) =>
      pool.use(path, undefined, async (image) => {
        const read = async (inside: string, part = {}): Promise<Buffer> => {
          const pieces: Buffer[] = []
          for await (const piece of image.read(inside, part)) pieces.push(piece)
          return Buffer.concat(pieces)
        }
        const [large, part, linked, odd, found, contents, usage, listing] = await Promise.all([
          read('/large'),
          read('/large', { offset: 1_000_000, length: 10 }),
          read('bin/same'),
          read('/odd-\udcff\n'),
          image.find({ pattern: 'file-29?7' }),
          image.find({ contains: 'number 2997' }),
          image.usage('/', 1),
          image.list('/many', { skip: 10, limit: 3 }),
        ])
        expect(large.equals(largeContents())).toBe(true)
        expect(part.equals(largeContents().subarray(1_000_000, 1_000_010))).toBe(true)
        expect(linked.toString()).toBe('a tool\n')
        expect(odd.toString()).toBe('odd')
        expect(found.entries.length).toBe(10)
        expect(contents.entries.map((entry) => entry.path)).toEqual(['/many/file-2997'])
        expect(usage.find((directory) => directory.path === '/many')).toMatchObject({ files: 3000, directories: 0 })
        expect([listing.total, listing.entries.length]).toEqual([3000, 3])
      }),
    ))

  test('a slow reader is waited for, and one that leaves is forgotten', () =>
    inImage((path) =>
      pool.use(path, undefined, async (image) => {
        let entries = 0
        for await (const found of image.walk('/')) {
          if (found.kind === 'entries') entries += found.entries.length
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
        expect(entries).toBe(3009)
        for await (const piece of image.read('/large')) {
          expect(piece.length).toBeGreaterThan(0)
          break
        }
        for await (const _ of image.walk('/')) break
        expect((await image.list('/usr')).total).toBe(1)
      }),
    ))

  test('says what is wrong with a question', () =>
    inImage((path, folder) =>
      pool.use(path, undefined, async (image) => {
        const first = async (inside: string) => image.read(inside).next()
        expect(await codeOf(image.list('/none'))).toBe('FILES_PATH_NOT_FOUND')
        expect(await codeOf(image.list('/large'))).toBe('FILES_WRONG_TYPE')
        expect(await codeOf(first('/usr'))).toBe('FILES_WRONG_TYPE')
        expect(await codeOf(first('/dangling'))).toBe('FILES_PATH_NOT_FOUND')
        const use = (file: string) => codeOf(pool.use(join(folder, file), undefined, (other) => other.info()))
        await writeFile(join(folder, 'cut'), readFileSync(path).subarray(0, 5000))
        await writeFile(join(folder, 'other'), 'nothing of the kind')
        await createSif(join(folder, 'data.sif'), { objects: [definitionObject()] })
        expect(await use('cut')).toBe('FILES_DAMAGED')
        expect(await use('other')).toBe('SIF_NOT_A_SIF')
        expect(await use('data.sif')).toBe('FILES_NO_PARTITION')
        for (const [fileSystem, code] of [
          ['Raw', 'FILES_FILE_SYSTEM_UNSUPPORTED'],
          ['EncryptedSquashfs', 'FILES_ENCRYPTED'],
        ] as const) {
          const partition = partitionObject(Buffer.alloc(4096))
          if (partition.detail?.kind !== 'partition') throw new Error('not a partition')
          const old = { ...partition, detail: { ...partition.detail, fileSystem } }
          await createSif(join(folder, `${fileSystem}.sif`), { objects: [definitionObject(), old] })
          expect(await use(`${fileSystem}.sif`)).toBe(code)
        }
        expect(await use('missing')).toContain('ENOENT')
      }),
    ))

  test('ends with CANCELLED when the caller goes', () =>
    inImage(async (path) => {
      const abort = new AbortController()
      const work = pool.use(path, abort.signal, async (image) => {
        for await (const found of image.hash('/')) if (found.kind === 'entries') abort.abort()
      })
      expect(await codeOf(work)).toBe('CANCELLED')
      expect((await pool.use(path, undefined, (image) => image.list('/usr'))).total).toBe(1)
    }))

  test('a changed file gets a new helper', () =>
    inImage(async (path, folder) => {
      expect((await pool.use(path, undefined, (image) => image.list('/'))).total).toBe(6)
      await mkdir(join(folder, 'root', 'new'))
      execFileSync('mksquashfs', [join(folder, 'root'), path, '-noappend', '-quiet', '-no-progress'], {
        stdio: 'ignore',
      })
      expect((await pool.use(path, undefined, (image) => image.list('/'))).total).toBe(7)
    }))

  test('extracts with links, times and modes, and leaves what is there alone', () =>
    inImage(async (path, folder) => {
      const to = join(folder, 'out')
      await mkdir(join(to, 'usr'), { recursive: true })
      await writeFile(join(folder, 'victim'), 'untouched')
      await symlink(join(folder, 'victim'), join(to, 'large'))
      const seen: number[] = []
      const result = await extractFiles(path, {
        paths: [],
        to,
        owners: false,
        special: false,
        onTotals: ({ entries }) => seen.push(entries),
      })
      expect(seen).toEqual([3009])
      expect(result).toMatchObject({ entries: 3009, leftOut: 0, problemCount: 1 })
      expect(result.problems.map((problem) => problem.path)).toEqual(['/large'])
      expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('untouched')
      const tool = statSync(join(to, 'usr', 'bin', 'tool'))
      expect([tool.mode & 0o7777, tool.nlink, tool.mtimeMs]).toEqual([0o755, 2, 1_500_000_000_000])
      expect((await readdir(join(to, 'many'))).length).toBe(3000)
      const some = await extractFiles(path, { paths: ['/usr'], to: join(folder, 'some'), owners: false, special: true })
      expect(some.entries).toBe(4)
      expect(await readdir(join(folder, 'some'))).toEqual(['usr'])
      const missing = extractFiles(path, { paths: ['/none'], to: join(folder, 'none'), owners: false, special: false })
      expect(await codeOf(missing)).toBe('FILES_PATH_NOT_FOUND')
    }))

  test('is reached through the calls, and extraction is a job', () =>
    inImage((path) =>
      withContext(async (context, folder) => {
        const files = createFiles(context)
        const call = { signal: new AbortController().signal }
        const read = await files.handlers['files.read']({ path, file: '/bin/tool', offset: 2, length: 4 }, call)
        expect(read).toEqual({ base64: Buffer.from('tool').toString('base64'), sizeBytes: 7 })
        const to = join(folder, 'extracted')
        const params = { path, paths: ['/bin', '/usr'], to, owners: false, special: false }
        const started = await files.handlers['files.extract'](params, call)
        const job = await context.jobs.finished(started.id)
        expect(job.state).toBe('done')
        expect(job.result).toMatchObject({ entries: 5, problemCount: 0 })
        expect((await readdir(to)).sort()).toEqual(['bin', 'usr'])
        await files.close()
      }),
    ))
})
