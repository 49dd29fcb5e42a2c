/** The calls of the window's Files tab: details of an entry, searches that tell as they find, huge folders in order. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFiles, type Files } from '../../../src-main/engine/files/files.ts'
import type { SearchPart } from '../../../src-shared/contract/files.ts'
import type { CallParams } from '../../../src-shared/contract/index.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { withContext } from '../../support/engine-context.ts'
import { inFolder } from '../../support/folder.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { filesObstacle, makeSquashfs } from '../../support/squashfs-tree.ts'

const obstacle = filesObstacle()
if (obstacle !== null) process.stderr.write(`tests of the window's calls left out: ${obstacle}\n`)

const withFiles = (work: (files: Files, path: string, folder: string) => Promise<void>) =>
  inFolder((folder) =>
    withContext(async (context) => {
      const files = createFiles(context)
      try {
        await work(files, makeSquashfs(folder), folder)
      } finally {
        await files.close()
      }
    }),
  )

const call = () => ({ signal: new AbortController().signal })

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'no error'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

/** Asks a search for more until it is over. */
async function toTheEnd(files: Files, query: CallParams<'files.searchStart'>) {
  const paths: string[] = []
  let part: SearchPart = await files.handlers['files.searchStart'](query, call())
  for (;;) {
    paths.push(...part.entries.map((entry) => entry.path))
    if (part.search === null) return { paths, limitReached: part.limitReached }
    part = await files.handlers['files.searchNext']({ search: part.search }, call())
  }
}

describe.runIf(obstacle === null)('the calls of the Files tab', { timeout: 120_000 }, () => {
  test('say everything about an entry, and where a link leads inside the image', () =>
    withFiles(async (files, path) => {
      const stat = async (file: string) => files.handlers['files.stat']({ path, file }, call())
      expect(await stat('/bin')).toMatchObject({
        entry: { path: '/bin', type: 'symlink', target: 'usr/bin' },
        leadsTo: { path: '/usr/bin', type: 'dir' },
      })
      expect(await stat('/dangling')).toMatchObject({ entry: { type: 'symlink' }, leadsTo: null })
      // Links on the way are followed; the path is the real one.
      expect(await stat('/bin/tool')).toMatchObject({ entry: { path: '/usr/bin/tool', mode: '4755' }, leadsTo: null })
      expect(await codeOf(stat('/none'))).toBe('FILES_PATH_NOT_FOUND')
    }))

  test.runIf(hasProgram('python3'))('tell extended attributes as bytes', () =>
    withFiles(async (files, path, folder) => {
      const tree = join(folder, 'attributes')
      execFileSync('mkdir', [tree])
      writeFileSync(join(tree, 'file'), 'x')
      const set = 'import os, sys; os.setxattr(sys.argv[1], "user.note", bytes([0, 255, 65]))'
      execFileSync('python3', ['-c', set, join(tree, 'file')])
      const image = join(folder, 'attributes.squashfs')
      execFileSync('mksquashfs', [tree, image, '-quiet', '-no-progress'], { stdio: 'ignore' })
      const { xattrs } = await files.handlers['files.stat']({ path: image, file: '/file' }, call())
      expect(xattrs).toEqual([{ name: 'user.note', valueHex: '00ff41' }])
      expect((await files.handlers['files.stat']({ path, file: '/large' }, call())).xattrs).toEqual([])
    }),
  )

  test('find the same in parts as at once, and end with the one who asks', () =>
    withFiles(async (files, path) => {
      const query = { path, directory: '/', pattern: 'file-*', ignoreCase: true, limit: 10_000 }
      const whole = await files.handlers['files.find'](query, call())
      const searched = await toTheEnd(files, query)
      expect([...searched.paths].sort()).toEqual(whole.entries.map((entry) => entry.path).sort())
      expect([searched.paths.length, searched.limitReached]).toEqual([3000, false])
      const few = await toTheEnd(files, { ...query, limit: 5 })
      expect([few.paths.length, few.limitReached]).toEqual([5, true])

      const gone = new AbortController()
      const contents = { path, directory: '/', contains: 'number 1', ignoreCase: false, limit: 10_000 }
      gone.abort()
      expect(
        await codeOf(Promise.resolve(files.handlers['files.searchStart'](contents, { signal: gone.signal }))),
      ).toBe('CANCELLED')
      const search = 'a-search-that-ended'
      expect(await codeOf(Promise.resolve(files.handlers['files.searchNext']({ search }, call())))).toBe('CANCELLED')
      // The image can still be looked at.
      expect(
        (await files.handlers['files.list']({ path, directory: '/usr', order: 'stored', descending: false }, call()))
          .total,
      ).toBe(1)
    }))

  test('give a folder in another order a part at a time', () =>
    withFiles(async (files, path) => {
      const list = async (order: 'stored' | 'size', descending: boolean, skip: number, limit: number) =>
        (await files.handlers['files.list']({ path, directory: '/many', order, descending, skip, limit }, call()))
          .entries
      const all = await list('stored', false, 0, 3000)
      const bySize = [...all].sort((a, b) => a.sizeBytes - b.sizeBytes).map((entry) => entry.path)
      const parts = await Promise.all([list('size', false, 0, 1700), list('size', false, 1700, 1700)])
      expect(parts.flat().map((entry) => entry.path)).toEqual(bySize)
      const down = await list('size', true, 0, 10)
      expect(down.map((entry) => entry.path)).toEqual(bySize.slice(-10).reverse())
      expect((await list('stored', true, 0, 2)).map((entry) => entry.path)).toEqual([
        all.at(-1)?.path,
        all.at(-2)?.path,
      ])
    }))
})
