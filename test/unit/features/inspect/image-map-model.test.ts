import { describe, expect, it } from 'vitest'
import {
  laneRows,
  mapLanes,
  mapObjects,
  mergeSmallObjects,
  objectOfKey,
  uncoveredTitle,
} from '../../../../src-renderer/features/inspect/image-map-model.ts'
import { findingOf, verificationOf } from '../signatures/verification-of.ts'
import { inspectionOf, objectOf } from './inspection-of.ts'

const inspection = inspectionOf({
  sizeBytes: 1000,
  objects: [
    objectOf({ id: 1, type: 'Deffile', sizeBytes: 27, offset: 100 }),
    objectOf({
      id: 2,
      type: 'Partition',
      sizeBytes: 870,
      offset: 200,
      detail: {
        kind: 'partition',
        fileSystem: 'Squashfs',
        partitionType: 'PrimSys',
        architecture: 'amd64',
        codes: [1, 2],
      },
    }),
    objectOf({ id: 3, type: 'Signature', groupId: null, sizeBytes: 30, offset: 1100 }),
    objectOf({
      id: 4,
      type: 'Partition',
      sizeBytes: 50,
      // Before the signature in the file, though later in the table.
      offset: 1080,
      detail: { kind: 'partition', fileSystem: 'Ext3', partitionType: 'Data', architecture: 'amd64', codes: [2, 3] },
    }),
  ],
})
const verification = verificationOf({
  verdict: 'partlySigned',
  coverage: { complete: false, objects: [1, 2], uncovered: [4] },
  signatures: [findingOf({ objectId: 3, covers: [1, 2] })],
})

describe('the parts of an image map', () => {
  it('stand in the order of their bytes with what each is and how it is covered', () => {
    const parts = mapObjects(inspection, verification)
    expect(parts.map(({ key, title, detail, coverText }) => [key, title, detail, coverText])).toEqual([
      ['header', 'Header', '128 B', 'covered in some fields'],
      ['table', 'Object table', '0 of 48 used', 'covered in some fields'],
      ['object-1', '1 Definition', '27 B', 'covered by signature 3'],
      ['object-2', '2 File system', '870 B', 'covered by signature 3'],
      ['object-4', '4 Data', '50 B', 'covered by no signature'],
      ['object-3', '3 Signature', '3 Nov 2026', 'speaks for objects 1 and 2'],
    ])
    expect(parts[3]).toMatchObject({ note: 'SquashFS', share: '87 % of the file' })
    expect(parts[4]).toMatchObject({ isUncovered: true, kind: 'data' })
    expect(parts[5]).toMatchObject({ verdict: 'unknown', kind: 'signature' })
  })

  it('say nothing about coverage before a verification, nor of a file nobody signed', () => {
    const notSigned = verificationOf({
      verdict: 'notSigned',
      coverage: { complete: false, objects: [], uncovered: [1, 2, 4] },
    })
    for (const known of [null, notSigned]) {
      const parts = mapObjects(inspection, known)
      expect(parts.every(({ coverText, isUncovered }) => coverText === '' && !isUncovered)).toBe(true)
      expect(mapLanes(known)).toEqual([])
    }
  })

  it('tell what the file system holds once it was listed', () => {
    const files = { fileCount: 48_213, compressor: 'gzip', directories: [{ path: '/usr', sizeBytes: 448 }] }
    expect(mapObjects(inspection, null, files)[3]).toMatchObject({
      note: 'SquashFS, gzip · 48,213 files',
      directories: files.directories,
    })
  })

  it('name what was changed', () => {
    const changed = verificationOf({
      signatures: [
        findingOf({ objectId: 3, covers: [1, 2], changedObjects: [2], header: 'changed', state: 'changed' }),
      ],
    })
    const parts = mapObjects(inspection, changed)
    expect(parts.filter((part) => part.isChanged).map((part) => part.key)).toEqual(['header', 'object-2'])
    expect(parts[3]?.coverText).toBe('changed since it was signed')
  })

  it('share a part where there are thousands', () => {
    const many = inspectionOf({
      objects: Array.from({ length: 5000 }, (_, at) =>
        objectOf({ id: at + 1, sizeBytes: at === 700 ? 9000 : 10, offset: at * 20 }),
      ),
    })
    const parts = mapObjects(many, null)
    expect(parts.length).toBeLessThan(200)
    expect(parts.reduce((sum, part) => sum + part.sizeBytes, 0)).toBe(128 + 28_080 + 9000 + 4999 * 10)
    expect(mergeSmallObjects(parts.slice(0, 3))).toEqual(parts.slice(0, 3))
    expect(objectOfKey('more-object-1')).toBeNull()
    expect(objectOfKey('object-12')).toBe(12)
  })
})

describe('lanes and their rows', () => {
  it('show what each signature covers, whole and in some fields', () => {
    expect(mapLanes(verification)).toEqual([
      {
        key: 'lane-3',
        verdict: 'unknown',
        signatureKey: 'object-3',
        covers: new Set(['object-1', 'object-2']),
        coversSome: new Set(['header', 'table']),
      },
    ])
  })

  it('of old signatures cover no fields of the header; those nobody asked about have no lane', () => {
    const legacy = findingOf({ objectId: 3, covers: [2], legacy: true, header: 'notCovered' })
    expect(mapLanes(verificationOf({ signatures: [legacy] }))[0]?.coversSome).toEqual(new Set())
    const notAsked = verificationOf({ signatures: [{ ...legacy, state: 'notAsked' }] })
    expect(mapLanes(notAsked)).toEqual([])
    expect(laneRows(inspection, notAsked)).toMatchObject([{ kind: 'signature', verdict: 'cannotCheck' }])
    expect(laneRows(inspection, verificationOf({ signatures: [legacy] }))).toMatchObject([
      { coverage: 'covers the contents of object 2' },
    ])
  })

  it('end with what is not covered', () => {
    const rows = laneRows(inspection, verification)
    expect(rows).toMatchObject([
      { kind: 'signature', coverage: 'covers objects 1 and 2' },
      { kind: 'uncovered', sizeBytes: 50 },
    ])
    const last = rows[1]
    expect(last?.kind === 'uncovered' ? uncoveredTitle(last.objects) : '').toBe('Object 4, data partition')
    expect(uncoveredTitle(inspection.objects.slice(0, 2))).toBe('Objects 1 and 2')
  })
})
