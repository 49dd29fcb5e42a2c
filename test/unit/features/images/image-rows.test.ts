import { describe, expect, it } from 'vitest'
import {
  imageRows,
  isNeedsALook,
  summarizeSelection,
  verdictsWorstFirst,
} from '../../../../src-renderer/features/images/image-rows.ts'
import { imageOf } from './image-of.ts'

const [a, b, c] = ['a', 'b', 'c'].map((id) => imageOf({ id }))
if (a === undefined || b === undefined || c === undefined) throw new Error('three images are made above')
const groups = [
  { key: '/one', count: 2, sizeBytes: 2000 },
  { key: '/two', count: 4, sizeBytes: 4000 },
]
const shape = (rows: ReturnType<typeof imageRows>) => rows.map((row) => row.id)

describe('rows of the Images list', () => {
  it('stand alone without groups', () => {
    expect(shape(imageRows([a, b], [], new Set()))).toEqual(['a', 'b'])
  })

  it('stand under their headings, also while a group is not loaded to its end', () => {
    expect(shape(imageRows([a, b, c], groups, new Set()))).toEqual(['group:/one', 'a', 'b', 'group:/two', 'c'])
    expect(shape(imageRows([a], groups, new Set()))).toEqual(['group:/one', 'a', 'group:/two'])
  })

  it('are left out of groups that are folded', () => {
    const rows = imageRows([a, b, c], groups, new Set(['/one']))
    expect(shape(rows)).toEqual(['group:/one', 'group:/two', 'c'])
    expect(rows[0]).toEqual({
      kind: 'group',
      id: 'group:/one',
      key: '/one',
      count: 2,
      sizeBytes: 2000,
      isCollapsed: true,
    })
  })
})

describe('what several images have in common', () => {
  it('adds sizes up and lists verdicts worst first, unchecked last', () => {
    const images = [
      imageOf({ id: '1', verdict: 'yours', sizeBytes: 10, reference: 'library://a/b/c:1' }),
      imageOf({ id: '2', sizeBytes: 20, architecture: 'arm64', folder: '/x' }),
      imageOf({ id: '3', verdict: 'changed', sizeBytes: 30 }),
    ]
    const summary = summarizeSelection(images)
    expect({ ...summary, verdicts: summary.verdicts.map((entry) => entry.verdict) }).toEqual({
      count: 3,
      sizeBytes: 60,
      architectures: ['amd64', 'arm64'],
      folders: ['/images', '/x'],
      withReference: 1,
      verdicts: ['changed', 'yours', null],
    })
  })
})

describe('verdicts in filters', () => {
  it('stand worst first, and the ones that know nothing last', () => {
    expect(verdictsWorstFirst[0]).toBe('changed')
    expect(verdictsWorstFirst.slice(-3)).toEqual(['yours', 'notSigned', 'cannotCheck'])
    expect(verdictsWorstFirst).toHaveLength(13)
  })

  it('know the choice that needs a look', () => {
    expect(isNeedsALook(['cannotCheck', 'changed', 'rejected', 'revoked', 'partlySigned'])).toBe(true)
    expect(isNeedsALook(['changed'])).toBe(false)
  })
})
