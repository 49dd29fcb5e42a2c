/** Rows and bar of Storage. */
import { expect, it } from 'vitest'
import { barParts, duplicateName, duplicatePlaces, rowsOf } from '../../../src-renderer/features/disk/disk-view.ts'
import type { DiskUsage } from '../../../src-shared/model/disk.ts'

const now = new Date('2026-11-25T12:00:00Z')
const none = { count: 0, takenBytes: 0, lastUsedAt: null }
const cache = {
  path: '/home/ada/.singularity/cache',
  product: 'SingularityCE' as const,
  count: 2,
  takenBytes: 700,
  types: [],
  lastUsedAt: null,
  problems: [],
  isUnreadable: false,
}
const usage: DiskUsage = {
  places: [{ role: 'images', path: '/home/ada/Containers', totalBytes: 2000, freeBytes: 100, isInMemory: false }],
  images: { ...none, count: 3, takenBytes: 500, folders: 1, missing: 1 },
  caches: [cache, { ...cache, path: '/x', product: 'Apptainer', isUnreadable: true, takenBytes: 0 }],
  unfinished: { ...none, promisedBytes: 0 },
  leftovers: none,
  temporary: null,
  quarantine: none,
  duplicates: [],
  warnings: [],
}

it('the largest stands first, everything else last, and the bar adds up to the disk', () => {
  const rows = rowsOf(usage, '/home/ada', now)
  expect(rows.map(({ id }) => id)).toEqual([cache.path, 'images', '/x', 'own', 'quarantine', 'else'])
  expect(rows[0]?.note).toBe('~/.singularity/cache · 2 entries')
  expect(rows[1]?.note).toBe('3 files in 1 folder, 1 not there now')
  expect(rows[2]).toMatchObject({ note: '/x · cannot be read', show: null })
  expect(rows[3]?.show).toBeNull()
  const parts = barParts(rows, 100)
  expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(2000)
  expect(parts.map(({ tone }) => tone)).toEqual(['cache', 'images', 'else', 'free'])
})

it('files on another disk do not make the rest negative', () => {
  const rows = rowsOf({ ...usage, images: { ...usage.images, takenBytes: 9000 } }, '', now)
  expect(rows.at(-1)?.takenBytes).toBe(0)
})

it('what is here twice is named after the own image', () => {
  const duplicate = {
    digest: 'sha256:00',
    sizeBytes: 5,
    extraBytes: 5,
    suggestion: 'hardLink' as const,
    files: [
      { path: '/c/library/sha256.00', kind: 'cache' as const, modifiedAt: '' },
      { path: '/home/ada/Containers/a.sif', kind: 'image' as const, modifiedAt: '' },
    ],
  }
  expect(duplicateName(duplicate)).toBe('a.sif')
  expect(duplicatePlaces(duplicate, '/home/ada')).toEqual(['a cache', '~/Containers'])
})
