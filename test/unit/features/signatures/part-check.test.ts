import { describe, expect, it } from 'vitest'
import { partEntries, partOf, partValue } from '../../../../src-renderer/features/signatures/part-check.ts'
import { inspectionOf, objectOf } from '../inspect/inspection-of.ts'

describe('a part in an address', () => {
  it('is read as it is written', () => {
    for (const part of [{ groupId: 1 }, { objectId: 42 }]) expect(partOf(partValue(part))).toEqual(part)
  })

  it('is none when anybody wrote something else', () => {
    for (const text of [null, '', 'group-', 'object-0', 'object--1', 'object-1e3', 'object-99999999999', 'file-1'])
      expect(partOf(text), String(text)).toBeNull()
  })
})

describe('the menu of parts', () => {
  const labels = (count: number): readonly string[] =>
    partEntries(
      inspectionOf({
        objects: [
          ...Array.from({ length: count }, (_, index) => objectOf({ id: index + 1, groupId: index === 0 ? 2 : 1 })),
          objectOf({ id: count + 1, type: 'Signature', groupId: null }),
        ],
      }),
      () => undefined,
      () => undefined,
    ).map((entry) => (entry.kind === 'action' ? entry.label : '–'))

  it('offers groups, then objects, and no signature', () => {
    expect(labels(2)).toEqual(['Group 1', 'Group 2', 'Object 1, Data', 'Object 2, Data'])
  })

  it('stays a menu where there are hundreds', () => {
    const all = labels(400)
    expect(all).toHaveLength(34)
    expect(all.slice(-2)).toEqual(['–', 'Others: in the list of objects'])
  })
})
