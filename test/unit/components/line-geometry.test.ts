import { describe, expect, it } from 'vitest'
import { lineGeometry } from '../../../src-renderer/components/line-geometry.ts'

describe('lines near the view', () => {
  it('are those that are seen and some around them', () => {
    const geometry = lineGeometry(100_000, 600)
    expect([geometry.totalPx, geometry.spanAt(0), geometry.spanAt(1_000_000), geometry.spanAt(1_999_400)]).toEqual([
      2_000_000,
      { first: 0, end: 50, topPx: 0 },
      { first: 49_980, end: 50_050, topPx: 999_600 },
      { first: 99_950, end: 100_000, topPx: 1_999_000 },
    ])
  })

  it('reach both ends of a text that is higher than browsers can scroll', () => {
    const geometry = lineGeometry(6_000_000, 600)
    const last = geometry.spanAt(geometry.totalPx - 600)
    expect([geometry.totalPx, geometry.spanAt(0).first, last.end]).toEqual([16_000_000, 0, 6_000_000])
    // The last line ends where the content ends.
    expect(last.topPx + (last.end - last.first) * 20).toBeCloseTo(16_000_000, 3)
  })

  it('hold a line that is asked for in the middle', () => {
    for (const [count, index] of [
      [100_000, 70_000],
      [6_000_000, 4_200_000],
    ] as const) {
      const geometry = lineGeometry(count, 600)
      const { first, end, topPx } = geometry.spanAt(geometry.scrollTopFor(index))
      const lineTop = topPx + (index - first) * 20 - geometry.scrollTopFor(index)
      expect([first <= index, index < end, Math.round(lineTop)]).toEqual([true, true, 290])
    }
    expect([lineGeometry(100, 600).scrollTopFor(2), lineGeometry(100, 600).scrollTopFor(99)]).toEqual([0, 1400])
  })
})
