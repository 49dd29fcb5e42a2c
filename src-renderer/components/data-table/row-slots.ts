/**
 * Which element shows which row of a long list: a row keeps its element while it is near the view, and
 * the elements of rows that left are used for those that came. Holds nothing but that assignment.
 */

export interface RowSlots {
  /** Assigns an element, as a number, to each of the rows; a row that had one keeps it. */
  assign(indexes: readonly number[]): ReadonlyMap<number, number>
}

export function createRowSlots(): RowSlots {
  let slots: ReadonlyMap<number, number> = new Map()
  return {
    assign(indexes) {
      const next = new Map<number, number>()
      const taken = new Set<number>()
      for (const index of indexes) {
        const slot = slots.get(index)
        if (slot === undefined) continue
        next.set(index, slot)
        taken.add(slot)
      }
      let free = 0
      for (const index of indexes) {
        if (next.has(index)) continue
        while (taken.has(free)) free += 1
        next.set(index, free)
        taken.add(free)
      }
      slots = next
      return next
    },
  }
}
