/** Which rows of a long list have to exist for what is seen. Pure; sizes in px. */

export interface RowsWindow {
  readonly first: number
  /** One past the last. */
  readonly end: number
}

/** Rows beyond each edge that exist too, so that scrolling never shows a gap. */
const overscan = 12

export function rowsInView(count: number, rowHeightPx: number, scrollTopPx: number, viewHeightPx: number): RowsWindow {
  const first = Math.floor(scrollTopPx / rowHeightPx) - overscan
  const end = Math.ceil((scrollTopPx + viewHeightPx) / rowHeightPx) + overscan
  return { first: Math.min(count, Math.max(0, first)), end: Math.min(count, Math.max(0, end)) }
}

/**
 * Where to scroll to so that a row is seen whole, moving as little as possible.
 * @param viewHeightPx without the heading that covers its top
 */
export function scrollToShow(index: number, rowHeightPx: number, scrollTopPx: number, viewHeightPx: number): number {
  const top = index * rowHeightPx
  if (top < scrollTopPx) return top
  const bottom = top + rowHeightPx
  return bottom > scrollTopPx + viewHeightPx ? bottom - viewHeightPx : scrollTopPx
}
