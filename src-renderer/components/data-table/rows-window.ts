/**
 * Where the rows of a long list stand, and which of them have to exist for what is seen. All rows are
 * of one height but those of groups, which may be lower. Pure; sizes in px.
 */

export interface RowsWindow {
  readonly first: number
  /** One past the last. */
  readonly end: number
}

export interface RowLayout {
  readonly count: number
  readonly rowHeightPx: number
  /** Of the whole list. */
  readonly totalPx: number
  topOf(index: number): number
  heightOf(index: number): number
  /** The row at this place; at most `count`. */
  indexAt(px: number): number
}

/**
 * @param groups indexes of the rows that have the height of groups, ascending
 */
export function layOutRows(
  count: number,
  rowHeightPx: number,
  groups: readonly number[] = [],
  groupHeightPx: number = rowHeightPx,
): RowLayout {
  const saved = rowHeightPx - groupHeightPx
  /** How many groups stand before a row. */
  const groupsBefore = (index: number): number => {
    let low = 0
    let high = groups.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((groups[middle] ?? 0) < index) low = middle + 1
      else high = middle
    }
    return low
  }
  const topOf = (index: number): number => index * rowHeightPx - groupsBefore(index) * saved
  const indexAt = (px: number): number => {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      if (topOf(middle + 1) <= px) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    count,
    rowHeightPx,
    totalPx: topOf(count),
    topOf,
    heightOf: (index) => topOf(index + 1) - topOf(index),
    indexAt,
  }
}

/** Rows beyond each edge that exist too: a little for the keyboard and small steps; the rest is drawn in the frame that shows it. */
const overscan = 6

export function rowsInView(layout: RowLayout, scrollTopPx: number, viewHeightPx: number): RowsWindow {
  const { count } = layout
  const first = layout.indexAt(Math.max(0, scrollTopPx)) - overscan
  const end = layout.indexAt(Math.max(0, scrollTopPx + viewHeightPx)) + 1 + overscan
  return { first: Math.min(count, Math.max(0, first)), end: Math.min(count, Math.max(0, end)) }
}

/**
 * Where to scroll to so that a row is seen whole, moving as little as possible.
 * @param viewHeightPx without the heading that covers its top
 */
export function scrollToShow(layout: RowLayout, index: number, scrollTopPx: number, viewHeightPx: number): number {
  const top = layout.topOf(index)
  if (top < scrollTopPx) return top
  const bottom = top + layout.heightOf(index)
  return bottom > scrollTopPx + viewHeightPx ? bottom - viewHeightPx : scrollTopPx
}
