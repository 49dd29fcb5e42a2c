import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { ended, startCommand } from '../../support/command-line.ts'
import { inFolder } from '../../support/folder.ts'
import { partitionObject } from '../../support/make-sif.ts'
import { filesObstacle, largeContents, makeSquashfs } from '../../support/squashfs-tree.ts'

async function run(home: string, ...args: readonly string[]) {
  const child = startCommand(home, args)
  const out: Buffer[] = []
  const told: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => told.push(chunk))
  const { code } = await ended(child)
  return { code, out: Buffer.concat(out), told: Buffer.concat(told).toString() }
}

describe.runIf(filesObstacle() === null)('the commands that look into images', { timeout: 120_000 }, () => {
  test('ls, cat, find and extract agree with what was packed', () =>
    inFolder(async (folder) => {
      const image = join(folder, 'image.sif')
      await createSif(image, { objects: [partitionObject(readFileSync(makeSquashfs(folder)))] })
      const listed = await run(folder, 'ls', image, '/usr/bin', '--json')
      expect(listed.code).toBe(0)
      const common = { type: 'file', sizeBytes: 7, mode: '4755', uid: 0, gid: 0, mtime: '2017-07-14T02:40:00.000Z' }
      expect(JSON.parse(listed.out.toString())).toMatchObject([
        { path: '/usr/bin/same', ...common },
        { path: '/usr/bin/tool', ...common },
      ])
      const all = await run(folder, 'ls', image, '--recursive')
      expect(all.out.toString().split('\n').length - 1).toBe(3009)
      expect(all.out.toString()).toContain('-rwsr-xr-x 0/0                 7 2017-07-14 02:40 /usr/bin/tool')
      const contents = await run(folder, 'cat', image, 'large')
      expect(contents.out.equals(largeContents())).toBe(true)
      const found = await run(folder, 'find', image, 'file-1?', '--contains', 'number 13')
      expect(found.out.toString()).toBe('/many/file-13\n')
      const to = join(folder, 'out')
      const extracted = await run(folder, 'extract', image, '--to', to, '--json', '--special')
      expect(extracted.code).toBe(0)
      const result = JSON.parse(extracted.out.toString().trim().split('\n').at(-1) ?? '')
      expect(result).toMatchObject({ type: 'result', entries: 3009, problemCount: 0, leftOut: 0 })
      expect(statSync(join(to, 'usr/bin/tool')).mode & 0o7777).toBe(0o4755)
    }))

  test('what cannot be done is said', () =>
    inFolder(async (folder) => {
      const image = makeSquashfs(folder)
      const missing = await run(folder, 'cat', image, '/none', '--json')
      expect(missing.code).toBe(1)
      expect(JSON.parse(missing.out.toString()).error.code).toBe('FILES_PATH_NOT_FOUND')
      expect((await run(folder, 'extract', image)).code).toBe(2)
      expect((await run(folder, 'ls', join(folder, 'none.sif'))).code).toBe(1)
    }))
})
