import { describe, expect, it } from 'vitest'
import { createRowSlots } from '../../../src-renderer/components/data-table/row-slots.ts'

const range = (first: number, end: number): number[] => Array.from({ length: end - first }, (_, at) => first + at)

describe('the elements of a long list', () => {
  it('stay with their rows while these are near the view, and go to others then', () => {
    const slots = createRowSlots()
    expect([...slots.assign(range(0, 4)).values()]).toEqual([0, 1, 2, 3])
    expect([...slots.assign(range(2, 6))].sort((a, b) => a[0] - b[0])).toEqual([
      [2, 2],
      [3, 3],
      [4, 0],
      [5, 1],
    ])
    // A jump uses all of them again, and one element is never two rows.
    for (const first of [5000, 4998, 0, 3]) {
      const assigned = slots.assign([1, ...range(first + 10, first + 20)])
      expect(new Set(assigned.values()).size).toBe(11)
      expect(Math.max(...assigned.values())).toBeLessThan(12)
    }
  })
})
