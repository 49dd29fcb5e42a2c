import { describe, expect, it } from 'vitest'
import type { Directory } from '../../../../src-renderer/features/files/file-tree.ts'
import {
  ancestorsOf,
  baseName,
  childPath,
  linkTarget,
  modeText,
  parentOf,
  sortEntries,
  specialMark,
  treeRows,
} from '../../../../src-renderer/features/files/file-tree.ts'
import type { FileEntry } from '../../../../src-shared/contract/files.ts'

const entry = (path: string, part: Partial<FileEntry> = {}): FileEntry => ({
  path,
  type: 'file',
  sizeBytes: 0,
  mode: '0644',
  uid: 0,
  gid: 0,
  mtime: '2026-11-03T00:00:00Z',
  ...part,
})

describe('paths inside an image', () => {
  it('are taken apart and put together', () => {
    expect([baseName('/a/b'), baseName('/'), baseName('/a/')]).toEqual(['b', '/', 'a'])
    expect([parentOf('/a/b'), parentOf('/a'), parentOf('/')]).toEqual(['/a', '/', '/'])
    expect(ancestorsOf('/a/b')).toEqual(['/', '/a', '/a/b'])
    expect(ancestorsOf('/')).toEqual(['/'])
    expect([childPath('/', 'a'), childPath('/a', 'b')]).toEqual(['/a', '/a/b'])
  })

  it('are followed through links without leaving the image', () => {
    expect(linkTarget('/gatk/run', '../opt/x')).toBe('/opt/x')
    expect(linkTarget('/a', '../../../etc/passwd')).toBe('/etc/passwd')
    expect(linkTarget('/bin', '/usr/bin/')).toBe('/usr/bin')
    expect(linkTarget('/a/b', '.')).toBe('/a')
  })
})

describe('the table of a directory', () => {
  const entries = [
    entry('/file10', { sizeBytes: 1 }),
    entry('/zeta', { type: 'dir' }),
    entry('/file9', { sizeBytes: 30 }),
    entry('/Alpha', { type: 'dir' }),
  ]
  const order = (...args: Parameters<typeof sortEntries>) => sortEntries(...args).map((one) => one.path)

  it('has directories first and numbers in their order', () => {
    expect(order(entries, 'name', false)).toEqual(['/Alpha', '/zeta', '/file9', '/file10'])
    expect(order(entries, 'name', true)).toEqual(['/zeta', '/Alpha', '/file10', '/file9'])
    expect(order(entries, 'size', true)).toEqual(['/zeta', '/Alpha', '/file9', '/file10'])
  })

  it('writes modes as people know them and names what is special', () => {
    expect(modeText(entry('/a', { mode: '4755' }))).toBe('-rwsr-xr-x')
    expect(modeText(entry('/a', { type: 'dir', mode: '1777' }))).toBe('drwxrwxrwt')
    expect(modeText(entry('/a', { mode: '2644' }))).toBe('-rw-r-Sr--')
    expect(modeText(entry('/a', { type: 'symlink', mode: '0777' }))).toBe('lrwxrwxrwx')
    expect(modeText({ type: 'file', mode: 'odd' })).toBe('odd')
    expect(specialMark(entry('/a', { mode: '4755' }))).toBe('setUid')
    expect(specialMark(entry('/a', { mode: '2755' }))).toBe('setGid')
    expect(specialMark(entry('/a', { mode: '2644' }))).toBeNull()
    expect(specialMark(entry('/a', { type: 'char' }))).toBe('device')
    expect(specialMark(entry('/a', { type: 'dir', mode: '2755' }))).toBeNull()
  })
})

describe('the tree', () => {
  const whole = (...entries: readonly FileEntry[]): Directory => ({ entries, total: entries.length, problems: [] })
  const directories = new Map<string, Directory>([
    ['/', whole(entry('/usr', { type: 'dir' }), entry('/bin', { type: 'symlink', target: 'usr/bin' }), entry('/f'))],
    ['/usr', whole(entry('/usr/lib', { type: 'dir' }), entry('/usr/link', { type: 'symlink', target: 'lib' }))],
    ['/usr/lib', whole(entry('/usr/lib/a'))],
  ])

  it('says that a huge directory has more than what is here', () => {
    const huge = { ...whole(entry('/a', { type: 'dir' })), total: 500_000 }
    const rows = treeRows(new Map([['/', huge]]), new Set(['/']))
    expect(rows.map(({ path, isRest }) => [path, isRest])).toEqual([
      ['/', false],
      ['/a', false],
      ['/', true],
    ])
  })

  it('shows directories, and links at the top, of what is unfolded', () => {
    const rows = treeRows(directories, new Set(['/', '/usr']))
    expect(rows.map(({ path, level, isLink, isLeaf }) => [path, level, isLink, isLeaf])).toEqual([
      ['/', 1, false, false],
      ['/bin', 2, true, true],
      ['/usr', 2, false, false],
      ['/usr/lib', 3, false, true],
    ])
  })

  it('shows the root alone while it is folded or unknown', () => {
    expect(treeRows(directories, new Set()).map((row) => row.path)).toEqual(['/'])
    expect(treeRows(new Map(), new Set(['/']))).toMatchObject([{ path: '/', isLeaf: false }])
  })
})
