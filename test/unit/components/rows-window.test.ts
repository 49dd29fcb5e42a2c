import { describe, expect, it } from 'vitest'
import { layOutRows, rowsInView, scrollToShow } from '../../../src-renderer/components/data-table/rows-window.ts'

describe('layOutRows', () => {
  const layout = layOutRows(6, 56, [0, 3], 32)
  it('gives groups their own height', () => {
    expect([0, 1, 2, 3, 4, 5].map((index) => [layout.topOf(index), layout.heightOf(index)])).toEqual([
      [0, 32],
      [32, 56],
      [88, 56],
      [144, 32],
      [176, 56],
      [232, 56],
    ])
    expect(layout.totalPx).toBe(288)
  })
  it('finds the row at every place', () => {
    expect([0, 31, 32, 87, 88, 143, 144, 175, 176, 287, 288, 9999].map((px) => layout.indexAt(px))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6,
    ])
  })
})

describe('rowsInView', () => {
  it('shows what is seen and a little more of a long list', () => {
    expect(rowsInView(layOutRows(10_000, 32), 32_000, 640)).toEqual({ first: 994, end: 1027 })
  })
  it('stays inside of a short one', () => {
    expect(rowsInView(layOutRows(3, 32), 0, 640)).toEqual({ first: 0, end: 3 })
  })
})

it('scrolls no further than needed', () => {
  const layout = layOutRows(100, 32)
  expect([
    scrollToShow(layout, 2, 640, 320),
    scrollToShow(layout, 25, 640, 320),
    scrollToShow(layout, 40, 640, 320),
  ]).toEqual([64, 640, 1312 - 320])
})
