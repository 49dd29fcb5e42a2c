/**
 * Which lines of a long text are near the view, and where they stand. All lines are of one height. Browsers
 * bound how high an element may be, so from some length on the scroll bar stands for more lines than it
 * has pixels for. Pure.
 */

/** Of a line, in px; the style sheets say the same. */
export const lineHeightPx = 20
/** The height that browsers still scroll exactly, in px. */
const mostPx = 16_000_000
const overscan = 20

export interface LineSpan {
  readonly first: number
  /** One past the last. */
  readonly end: number
  /** Where the first of them stands, in px from the beginning of the content. */
  readonly topPx: number
}

export interface LineGeometry {
  /** Of the whole content. */
  readonly totalPx: number
  /** The lines that have to exist while the content is scrolled to this place. */
  spanAt(scrollTopPx: number): LineSpan
  /** Where to scroll to, so that a line stands in the middle of the view. */
  scrollTopFor(index: number): number
}

/** @param viewPx height of what is seen of it */
export function lineGeometry(count: number, viewPx: number): LineGeometry {
  const logicalPx = count * lineHeightPx
  const totalPx = Math.min(logicalPx, mostPx)
  const scrollable = Math.max(1, totalPx - viewPx)
  const scale = logicalPx === totalPx ? 1 : (logicalPx - viewPx) / scrollable
  return {
    totalPx,
    spanAt(scrollTopPx) {
      const top = scrollTopPx * scale
      const first = Math.min(count, Math.max(0, Math.floor(top / lineHeightPx) - overscan))
      const end = Math.min(count, Math.ceil((top + viewPx) / lineHeightPx) + overscan)
      return { first, end, topPx: scrollTopPx - top + first * lineHeightPx }
    },
    scrollTopFor(index) {
      const middle = index * lineHeightPx - (viewPx - lineHeightPx) / 2
      return Math.min(scrollable, Math.max(0, middle / scale))
    },
  }
}
