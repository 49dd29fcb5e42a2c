import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packSquashfs, type TreeNode, treeOf } from '../../../src-main/demo/squashfs.ts'

const unsquashfs = '/usr/bin/unsquashfs'
const time = new Date('2025-03-02T09:15:00Z')

function file(text: string | Uint8Array, mode = 0o644): Extract<TreeNode, { kind: 'file' }> {
  return { kind: 'file', data: Buffer.from(text), mode }
}

describe('the demo squashfs', () => {
  it('is the same for the same tree', () => {
    const tree = () => treeOf({ '/a/b': file('text'), '/c': { kind: 'link', target: 'a/b' } })
    expect(packSquashfs(tree(), time).equals(packSquashfs(tree(), time))).toBe(true)
  })

  it.skipIf(!existsSync(unsquashfs))('is read by unsquashfs with every byte, mode, time and link', async () => {
    const big = Buffer.alloc(300_000, 'x')
    const many = Object.fromEntries(
      Array.from({ length: 900 }, (_, index) => [`/many/file-${index}`, file(`${index}`)]),
    )
    const tree = treeOf({
      '/empty': file(''),
      '/bin/tool': file('#!/bin/sh\n', 0o755),
      '/usr/share/big': file(big),
      '/link': { kind: 'link', target: 'usr/share/big' },
      '/proc': null,
      ...many,
    })
    const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-squashfs-'))
    try {
      await writeFile(join(folder, 'fs'), packSquashfs(tree, time))
      execFileSync(unsquashfs, ['-q', '-n', '-no-xattrs', '-d', join(folder, 'out'), join(folder, 'fs')])
      const out = (path: string) => join(folder, 'out', path)
      expect((await readFile(out('usr/share/big'))).equals(big)).toBe(true)
      expect((await readFile(out('empty'))).length).toBe(0)
      expect(await readlink(out('link'))).toBe('usr/share/big')
      expect([(await stat(out('bin/tool'))).mode & 0o777, (await stat(out('proc'))).isDirectory()]).toEqual([
        0o755,
        true,
      ])
      expect((await stat(out('bin/tool'))).mtime).toEqual(time)
      expect((await readdir(out('many'))).length).toBe(900)
      for (const index of [0, 1, 255, 256, 500, 899])
        expect(await readFile(out(`many/file-${index}`), 'utf8')).toBe(`${index}`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
