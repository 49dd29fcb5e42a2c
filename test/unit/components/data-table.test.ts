import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitColumns, gridTemplate, type SizedColumn } from '../../../src-renderer/components/data-table/columns.ts'
import { layOutRows, rowsInView, scrollToShow } from '../../../src-renderer/components/data-table/rows-window.ts'
import { changeSelection } from '../../../src-renderer/components/data-table/selection.ts'
import { createTypeAhead, findTyped } from '../../../src-renderer/components/data-table/type-ahead.ts'

const columns: readonly SizedColumn[] = [
  { id: 'verdict', width: { px: 130 } },
  { id: 'name', width: { share: 1, minPx: 150 } },
  { id: 'from', width: { share: 1.4, minPx: 200 }, rank: 2 },
  { id: 'signer', width: { px: 180 }, rank: 3 },
  { id: 'map', width: { px: 116 }, rank: 1 },
]
const ids = (list: readonly SizedColumn[]): string => list.map((column) => column.id).join(' ')

describe('columns', () => {
  it('leave by rank, highest first, and those without a rank stay', () => {
    expect([800, 600, 500, 300, 100].map((width) => ids(fitColumns(columns, width)))).toEqual([
      'verdict name from signer map',
      'verdict name from map',
      'verdict name map',
      'verdict name',
      'verdict name',
    ])
  })

  it('become a grid template', () => {
    expect(gridTemplate(columns.slice(0, 2))).toBe('130px minmax(150px, 1fr)')
  })
})

describe('rows in view', () => {
  const anyLayout = fc
    .record({
      count: fc.integer({ min: 0, max: 500_000 }),
      height: fc.constantFrom(26, 32, 48, 56),
      groups: fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { maxLength: 40 }),
    })
    .map(({ count, height, groups }) =>
      layOutRows(
        count,
        height,
        groups.filter((index) => index < count).toSorted((one, other) => one - other),
        26,
      ),
    )

  it('cover what is seen, whatever is scrolled to', () => {
    fc.assert(
      fc.property(
        anyLayout,
        fc.double({ min: -500, max: 2e7, noNaN: true }),
        fc.integer({ min: 0, max: 3000 }),
        (layout, scrollTop, view) => {
          const { first, end } = rowsInView(layout, scrollTop, view)
          expect(first).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(layout.count)
          // What stands outside of the window is not seen.
          if (first > 0) expect(layout.topOf(first)).toBeLessThanOrEqual(Math.max(0, scrollTop))
          if (end < layout.count) expect(layout.topOf(end)).toBeGreaterThanOrEqual(scrollTop + view)
          expect(end - first).toBeLessThanOrEqual(view / 26 + 27)
        },
      ),
    )
  })

  it('stand one below the other, and are found by their place', () => {
    fc.assert(
      fc.property(anyLayout, fc.nat(), (layout, some) => {
        if (layout.count === 0) return
        const index = some % layout.count
        expect(layout.topOf(index + 1)).toBe(layout.topOf(index) + layout.heightOf(index))
        expect(layout.indexAt(layout.topOf(index))).toBe(index)
        expect(layout.indexAt(layout.topOf(index + 1) - 1)).toBe(index)
      }),
    )
  })

  it('scrolls only as far as a row needs to be seen whole', () => {
    const layout = layOutRows(100, 32)
    expect([2, 5, 20].map((index) => scrollToShow(layout, index, 100, 320))).toEqual([64, 100, 352])
  })
})

describe('selection', () => {
  const selected = new Set(['a', 'b'])
  const change = (mode: 'none' | 'single' | 'multiple', key: string, isToggle = false, range: readonly string[] = []) =>
    [...changeSelection({ mode, selected, key, isToggle, range })].join('')

  it('follows clicks and their modifiers', () => {
    expect([
      change('none', 'c'),
      change('single', 'c', true),
      change('multiple', 'c'),
      change('multiple', 'c', true),
      change('multiple', 'a', true),
      change('multiple', 'd', false, ['b', 'c', 'd']),
      change('multiple', 'd', true, ['c', 'd']),
    ]).toEqual(['ab', 'c', 'c', 'abc', 'b', 'bcd', 'abcd'])
  })

  it('stays the same set when nothing changes', () => {
    const one = new Set(['a'])
    expect(changeSelection({ mode: 'multiple', selected: one, key: 'a', isToggle: false, range: [] })).toBe(one)
  })
})

describe('typing a name', () => {
  const names = ['alpine', 'bowtie', 'blast', 'Bioperl', 'gatk']
  const find = (typed: string, from: number): number | null =>
    findTyped(typed, names.length, from, (index) => names[index] ?? null)

  it('goes to the next name that begins so, and around', () => {
    expect([
      find('b', 0),
      find('b', 1),
      find('b', 3),
      find('bb', 1),
      find('bl', 1),
      find('bi', 4),
      find('x', 0),
    ]).toEqual([1, 2, 1, 2, 2, 3, null])
  })

  it('stays where it is while more letters agree', () => {
    expect(find('bo', 1)).toBe(1)
  })

  it('begins a new word after a pause', () => {
    const typeAhead = createTypeAhead()
    expect([typeAhead.type('B', 0), typeAhead.type('l', 300), typeAhead.isTyping(500)]).toEqual(['b', 'bl', true])
    expect([typeAhead.isTyping(2000), typeAhead.type('g', 2000)]).toEqual([false, 'g'])
  })
})
