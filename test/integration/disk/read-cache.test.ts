/** Caches as the command lines leave them, and as somebody may have left them on purpose. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { link, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { usualCaches } from '../../../src-main/engine/disk/cache-places.ts'
import { readCache } from '../../../src-main/engine/disk/read-cache.ts'
import type { CacheContent } from '../../../src-shared/model/disk.ts'
import { sharedPath } from '../../support/shared.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { call, type DiskSet, hex, put, withDisk } from './disk-fixture.ts'

interface Expected {
  readonly cache?: readonly {
    readonly type: string
    readonly name: string
    readonly size: number
    readonly isSif?: boolean
    readonly nameMatchesContent?: boolean
    readonly leftover?: boolean
    readonly kind?: string
  }[]
  readonly blobIndex?: readonly { readonly digest: string; readonly size: number; readonly present: boolean }[]
}

const homes = sharedPath('fixtures/cli-home')
const read = (set: DiskSet, path: string, check = false): Promise<CacheContent> =>
  Promise.resolve(set.disk.handlers['disk.cache']({ path, check }, call))

describe.skipIf(homes === null)('homes that the real programs wrote (needs ../shared/fixtures/cli-home)', () => {
  it.each(['singularity-workstation', 'apptainer-workstation'])('%s is read as it is', async (name) => {
    const home = join(homes ?? '', name)
    const expected = JSON.parse(readFileSync(join(home, 'expect.json'), 'utf8')) as Expected
    await withDisk(async (set) => {
      const content = await read(set, home, true)
      const seen = content.entries.map((entry) => ({
        type: entry.type,
        name: entry.name,
        size: entry.sizeBytes,
        isSif: entry.isSif ?? undefined,
        nameMatchesContent: entry.type === 'blob' ? undefined : (entry.nameMatchesContent ?? undefined),
        leftover: entry.isLeftover || undefined,
        kind: entry.blobKind ?? undefined,
      }))
      const wanted = (expected.cache ?? []).map(({ type, name, size, isSif, nameMatchesContent, leftover, kind }) => ({
        type,
        name,
        size,
        isSif,
        nameMatchesContent,
        leftover,
        kind,
      }))
      const byName = (a: { type: string; name: string }, b: { type: string; name: string }): number =>
        `${a.type}/${a.name}` < `${b.type}/${b.name}` ? -1 : 1
      expect(seen.sort(byName)).toEqual(wanted.sort(byName))
      expect(
        content.blobIndex.map(({ digest, sizeBytes, isPresent }) => ({ digest, size: sizeBytes, present: isPresent })),
      ).toEqual(expected.blobIndex)
      expect(content.problems).toEqual([])
      expect(content.product).toBe(name.startsWith('apptainer') ? 'Apptainer' : 'SingularityCE')
    })
  })

  it('a home without a cache has none', async () => {
    await withDisk(async (set) => {
      await expect(read(set, join(homes ?? '', 'apptainer-migrated'))).rejects.toMatchObject({
        error: { code: 'DISK_NO_CACHE' },
      })
    })
  })
})

describe('where caches are', () => {
  it('the variables name the folder that the cache is in', () => {
    expect(usualCaches({ HOME: '/h' })).toEqual([
      { path: '/h/.singularity/cache', product: 'SingularityCE' },
      { path: '/h/.apptainer/cache', product: 'Apptainer' },
    ])
    expect(usualCaches({ HOME: '/h', SINGULARITY_CACHEDIR: '/s' })).toEqual([{ path: '/s/cache', product: 'both' }])
    expect(usualCaches({ HOME: '/h', SINGULARITY_CACHEDIR: '/s', APPTAINER_CACHEDIR: '/a' })).toEqual([
      { path: '/s/cache', product: 'SingularityCE' },
      { path: '/a/cache', product: 'Apptainer' },
    ])
  })
})

describe('hostile caches', () => {
  it('links, folders, pipes and files that lie are named, not followed, and the rest is read', async () => {
    await withDisk(async (set) => {
      const { cache, folder } = set
      const sif = await smallSif('amd64', 1000)
      await put(join(cache, 'library', `sha256.${hex('a')}`), sif)
      await put(join(folder, 'secret'), 'not yours')
      await symlink(join(folder, 'secret'), join(cache, 'library', `sha256.${hex('b')}`))
      await mkdir(join(cache, 'oci-tmp', `sha256:${hex('c')}`), { recursive: true })
      await mkdir(join(cache, 'net'))
      execFileSync('mkfifo', [join(cache, 'net', hex('d'))])
      await symlink(folder, join(cache, 'oras'))
      await put(join(cache, 'ipfs', 'QmYwAPJzv5CZsnAzt8auVZRnGq7UqvKAYPqVYVTbjCyQyF'), sif)
      await symlink('QmYwAPJzv5CZsnAzt8auVZRnGq7UqvKAYPqVYVTbjCyQyF', join(cache, 'ipfs', 'bafy'))
      await symlink('../library', join(cache, 'ipfs', 'out'))
      const content = await read(set, cache, true)
      const kinds = new Map(content.problems.map(({ path, kind }) => [path.slice(cache.length + 1), kind]))
      expect(Object.fromEntries(kinds)).toEqual({
        [`library/sha256.${hex('b')}`]: 'link',
        [`oci-tmp/sha256:${hex('c')}`]: 'folder',
        [`net/${hex('d')}`]: 'special',
        oras: 'link',
        'ipfs/out': 'link',
      })
      expect(content.entries.map(({ name, isSif, isLink }) => [name.slice(0, 8), isSif, isLink])).toEqual(
        expect.arrayContaining([
          ['sha256.a', true, false],
          ['QmYwAPJz', true, false],
          ['bafy', true, true],
        ]),
      )
      expect(content.entries.find(({ type }) => type === 'library')?.nameMatchesContent).toBe(false)
    })
  })

  it('an index that is no index is a problem, and one that points to nothing says so', async () => {
    await withDisk(async (set) => {
      const layout = join(set.cache, 'blob')
      const index = (text: string): Promise<string> => put(join(layout, 'index.json'), text)
      await index('{"manifests":')
      expect((await read(set, set.cache)).problems).toEqual([{ path: join(layout, 'index.json'), kind: 'malformed' }])
      await put(join(layout, 'blobs', 'sha256', hex('a')), '{"layers":[null,{"digest":7}],"config":{}}')
      const descriptor = (letter: string) => ({ digest: `sha256:${hex(letter)}`, size: 3 })
      const odd = [null, 4, { digest: '../../etc/passwd' }, { digest: 'sha256:short' }]
      await index(JSON.stringify({ manifests: [descriptor('a'), descriptor('b'), descriptor('a'), ...odd] }))
      const content = await read(set, set.cache)
      expect(content.blobIndex.map(({ isPresent }) => isPresent)).toEqual([true, false, true, false, false])
      expect(content.entries).toMatchObject([{ blobKind: 'manifest' }])
    })
  })

  it('a huge folder is gone through without keeping anybody from stopping it', async () => {
    const root = await temporaryFolder()
    const library = join(root, 'library')
    await mkdir(library)
    const first = join(library, 'sha256.0')
    await writeFile(first, '')
    for (let index = 1; index <= 3000; index += 1) await link(first, join(library, `sha256.${index}`))
    const abort = new AbortController()
    let seen = 0
    const reading = {
      onFile: () => {
        seen += 1
        if (seen === 100) abort.abort()
      },
      onProblem: () => undefined,
    }
    await expect(readCache(root, abort.signal, reading, false)).rejects.toThrow()
    expect(seen).toBe(100)
  })
})
