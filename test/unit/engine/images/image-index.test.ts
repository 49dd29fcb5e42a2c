import { describe, expect, it } from 'vitest'
import { createImageIndex } from '../../../../src-main/engine/images/image-index.ts'
import { createImageStore, type StoredImage } from '../../../../src-main/engine/images/image-store.ts'
import { openDatabase } from '../../../../src-main/engine/platform/database.ts'
import { withContext } from '../../../support/engine-context.ts'

const image = (id: string, part: Partial<StoredImage> = {}): StoredImage => ({
  id,
  path: `/images/${id}.sif`,
  sizeBytes: 1,
  modifiedMs: 1,
  architecture: 'amd64',
  digest: null,
  reference: null,
  remote: null,
  parts: [{ kind: 'header', objectId: null, sizeBytes: 128 }],
  fileState: 'present',
  addedAt: '2026-11-03T08:12:00Z',
  lastUsedAt: null,
  ...part,
})

describe('images held in memory', () => {
  it('are read once, and each change is held as the database has it', () =>
    withContext(async ({ database }) => {
      const store = createImageStore(database)
      let reads = 0
      const all = (): readonly StoredImage[] => {
        reads += 1
        return store.all()
      }
      const index = createImageIndex({ ...store, all }, () => undefined)
      index.put(image('a', { reference: 'library://a/b/c:1' }))
      index.put(image('b'))
      // The same path again keeps its id, and where it came from.
      const again = index.put(image('other', { path: '/images/a.sif', sizeBytes: 2 }))
      index.setState('b', 'missing')
      expect(again).toMatchObject({ id: 'a', sizeBytes: 2, reference: 'library://a/b/c:1' })
      expect(index.byPath('/images/a.sif')).toEqual(again)
      expect(index.byId('b')?.fileState).toBe('missing')
      expect([...index.all()].sort((x, y) => (x.id < y.id ? -1 : 1))).toEqual([...store.all()])
      expect(index.remove(['a', 'nobody'])).toBe(1)
      expect([index.byId('a'), index.byPath('/images/a.sif')]).toEqual([undefined, undefined])
      expect(reads).toBe(1)
    }))

  it('are read anew when another engine has written', () =>
    withContext(async ({ database, paths }) => {
      let told = 0
      const index = createImageIndex(createImageStore(database), () => {
        told += 1
      })
      expect(index.all()).toEqual([])
      const other = openDatabase(paths.database)
      createImageStore(other).put(image('c'))
      other.close()
      expect(index.byId('c')?.path).toBe('/images/c.sif')
      expect(told).toBe(2)
    }))

  it('enter by the thousands without reading everything for each', () =>
    withContext(async ({ database }) => {
      const index = createImageIndex(createImageStore(database), () => undefined)
      const started = performance.now()
      for (let at = 0; at < 5000; at += 1) {
        index.byPath(`/images/${at}.sif`)
        index.put(image(`${at}`))
      }
      expect(index.all()).toHaveLength(5000)
      expect(performance.now() - started).toBeLessThan(8000)
    }))
})
