/** Tar archives that we write and read, patterns of `%files`, and archives that mean harm. */
import { execFileSync } from 'node:child_process'
import { mkdir, open, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expand, type GlobTree } from '../../../../src-main/engine/build/definition/glob.ts'
import { padding, tarEnd, tarHeader } from '../../../../src-main/engine/build/definition/tar-writer.ts'
import { archiveStore } from '../../../../src-main/engine/build/sources/file-store.ts'
import { TarIndex } from '../../../../src-main/engine/build/sources/tar-index.ts'
import { codeOf } from '../../../support/failing.ts'
import { inFolder } from '../../../support/folder.ts'
import { hasProgram } from '../../../support/make-sif.ts'

const { signal } = new AbortController()

async function indexOf(path: string): Promise<TarIndex> {
  const handle = await open(path, 'r')
  try {
    return await TarIndex.read(handle, path, signal)
  } finally {
    await handle.close()
  }
}

describe('the index of an archive', () => {
  it.skipIf(!hasProgram('tar')).each(['gnu', 'pax', 'ustar'])('finds files in %s archives', async (format) => {
    await inFolder(async (folder) => {
      const long = `${'d'.repeat(90)}/${'f'.repeat(60)}`
      await mkdir(join(folder, 'in', 'd'.repeat(90)), { recursive: true })
      await writeFile(join(folder, 'in', long), 'long')
      await writeFile(join(folder, 'in/a.json'), '{}')
      await symlink('a.json', join(folder, 'in/link'))
      const path = join(folder, 'x.tar')
      execFileSync('tar', ['-C', join(folder, 'in'), `--format=${format}`, '-cf', path, '.'])
      const index = await indexOf(path)
      expect([index.find(long)?.sizeBytes, index.find('./a.json')?.sizeBytes]).toEqual([4, 2])
      expect(index.find('link')?.offset).toBe(index.find('a.json')?.offset)
      expect(index.find('nothing')).toBe(null)
    })
  })

  it.each([
    ['no archive at all', Buffer.from('x'.repeat(2000))],
    ['a size beyond its end', Buffer.concat([tarHeader(file('a', 1 << 30)), Buffer.alloc(512)])],
    ['a name without end', Buffer.concat([changed(tarHeader(file('a', 4 << 20)), 156, 'L'), Buffer.alloc(5 << 20)])],
  ])('%s is refused', async (_, bytes) => {
    await inFolder(async (folder) => {
      const path = join(folder, 'x.tar')
      await writeFile(path, bytes)
      expect(await codeOf(indexOf(path))).toBe('OCI_ARCHIVE_MALFORMED')
    })
  })

  it('links in circles lead nowhere', async () => {
    await inFolder(async (folder) => {
      const link = (path: string, target: string) => tarHeader({ ...file(path, 0), type: 'symlink', target })
      const path = join(folder, 'x.tar')
      await writeFile(path, Buffer.concat([link('a', 'b'), link('b', 'a'), link('c', '../../etc/passwd'), tarEnd]))
      const index = await indexOf(path)
      expect([index.find('a'), index.find('c')]).toEqual([null, null])
    })
  })

  it('compressions that are not read are named, and nothing is left of broken ones', async () => {
    await inFolder(async (folder) => {
      const options = { temporaryFolder: folder, signal }
      const path = join(folder, 'x.tar')
      await writeFile(path, Buffer.from('fd377a585a0000', 'hex'))
      expect(await codeOf(archiveStore(path, options))).toBe('OCI_ARCHIVE_COMPRESSION')
      await writeFile(path, Buffer.from('1f8b08000000000000ff00112233', 'hex'))
      expect(await codeOf(archiveStore(path, options))).toBe('OCI_ARCHIVE_MALFORMED')
      expect(await codeOf(archiveStore(folder, options))).toBe('OCI_ARCHIVE_MALFORMED')
    })
  })
})

function file(path: string, sizeBytes: number) {
  return { path, type: 'file' as const, mode: 0o644, uid: 0, gid: 0, mtime: 0, sizeBytes }
}

/** A header of another type, with its sum put right. */
function changed(header: Buffer, at: number, value: string): Buffer {
  const block = Buffer.from(header)
  block.write(value, at, 'latin1')
  block.write('        ', 148, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

describe.skipIf(!hasProgram('tar'))('archives that are written', () => {
  it('are those that tar reads', async () => {
    await inFolder(async (folder) => {
      const name = `${'n'.repeat(200)}/é`
      const wire = Buffer.from(name).toString('latin1')
      const path = join(folder, 'x.tar')
      const big = { ...file('big', 3), uid: 3_000_000, gid: 7, mode: 0o4755, mtime: 4_000_000_000 }
      await writeFile(
        path,
        Buffer.concat([
          tarHeader({ ...file('n'.repeat(200), 0), type: 'dir', mode: 0o700 }),
          tarHeader({ ...file(wire, 2), xattrs: [{ name: 'user.a', valueHex: '00ff' }] }),
          Buffer.from('hi'),
          padding(2),
          tarHeader(big),
          Buffer.from('abc'),
          padding(3),
          tarHeader({ ...file('again', 0), type: 'hardlink', target: 'big' }),
          tarHeader({ ...file('null', 0), type: 'char', major: 1, minor: 3 }),
          tarEnd,
        ]),
      )
      const listed = execFileSync('tar', ['--numeric-owner', '--utc', '-tvf', path], {
        env: { LC_ALL: 'C.UTF-8' },
      }).toString()
      const lines = listed
        .trim()
        .split('\n')
        .map((line) => line.replace(/\s+/g, ' '))
      expect(lines[1]).toContain(name)
      expect(lines[2]).toBe('-rwsr-xr-x 3000000/7 3 2096-10-02 07:06 big')
      expect(lines[3]).toContain('again link to big')
      expect(lines[4]).toContain('1,3')
      expect(execFileSync('tar', ['-xOf', path, name]).toString()).toBe('hi')
    })
  })
})

describe('patterns', () => {
  const paths = ['dir/a.txt', 'dir/.hidden', 'dir/sub/b.txt', 'dir/sub/deep/c.txt', 'x[1].txt', 'one.txt', 'two.txt']
  const tree: GlobTree = {
    exists: async (path) => paths.some((known) => known === path || known.startsWith(`${path}/`)),
    isDirectory: async (path) => paths.some((known) => known.startsWith(`${path}/`)),
    async names(directory) {
      const prefix = directory === '.' || directory === '' ? '' : `${directory}/`
      const below = paths.filter((known) => known.startsWith(prefix)).map((known) => known.slice(prefix.length))
      return [...new Set(below.map((known) => known.split('/')[0] ?? ''))]
    },
  }
  it.each([
    ['dir/*', 'singularity', ['dir/.hidden', 'dir/a.txt', 'dir/sub']],
    ['dir/*', 'apptainer', ['dir/a.txt', 'dir/sub']],
    ['dir/**/*.txt', 'singularity', ['dir/sub/b.txt']],
    ['dir/**/*.txt', 'apptainer', ['dir/a.txt', 'dir/sub/b.txt', 'dir/sub/deep/c.txt']],
    ['{one,two}.txt', 'singularity', []],
    ['{one,two}.txt', 'apptainer', ['one.txt', 'two.txt']],
    ['$NAME.txt', 'apptainer', ['one.txt']],
    ['?ne.t[a-x]t', 'singularity', ['one.txt']],
    ['[!o]*.txt', 'singularity', ['two.txt', 'x[1].txt']],
    ['x\\[1\\].txt', 'singularity', ['x[1].txt']],
    ['nothing*', 'singularity', []],
    ['one.txt', 'singularity', ['one.txt']],
  ] as const)('%s as %s', async (pattern, builder, found) => {
    expect(await expand(tree, pattern, builder, { NAME: 'one' })).toEqual(found)
  })
})
