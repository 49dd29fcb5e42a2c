/** Which columns of a table are shown in the room there is, and how wide. Pure. */

export type ColumnWidth =
  | { readonly px: number }
  /** Takes its share of what is left, but never less than `minPx`. */
  | { readonly share: number; readonly minPx: number }

export interface SizedColumn {
  readonly id: string
  readonly width: ColumnWidth
  /** 0 or left out: never leaves. Of the others the one with the highest rank leaves first. */
  readonly rank?: number
}

const least = (column: SizedColumn): number => ('px' in column.width ? column.width.px : column.width.minPx)

/** Leaves out columns by their rank until the others fit. Columns without a rank stay whatever the width. */
export function fitColumns<Column extends SizedColumn>(
  columns: readonly Column[],
  availablePx: number,
): readonly Column[] {
  let shown = columns
  let needed = columns.reduce((sum, column) => sum + least(column), 0)
  while (needed > availablePx) {
    const leaving = shown.reduce<Column | null>(
      (worst, column) => ((column.rank ?? 0) > (worst?.rank ?? 0) ? column : worst),
      null,
    )
    if (leaving === null) break
    needed -= least(leaving)
    shown = shown.filter((column) => column !== leaving)
  }
  return shown
}

/** Writes the shown columns as a CSS grid template. */
export function gridTemplate(columns: readonly SizedColumn[]): string {
  return columns
    .map(({ width }) => ('px' in width ? `${width.px}px` : `minmax(${width.minPx}px, ${width.share}fr)`))
    .join(' ')
}
