/** What a table is given: columns, rows by index, and what its rows can do. */
import type { ReactNode } from 'react'
import type { MenuEntry } from '../menu.tsx'
import type { SizedColumn } from './columns.ts'
import type { SelectionMode } from './selection.ts'

export interface CellState {
  readonly isSelected: boolean
  /** The row that has the keyboard; only its buttons take part in the tab order. */
  readonly isActive: boolean
}

export interface DataColumn<Row> extends SizedColumn {
  readonly title: string
  /** The title is read aloud only. */
  readonly hidesTitle?: boolean
  readonly align?: 'start' | 'end'
  readonly isSortable?: boolean
  /** The chevron and the indentation of trees stand in this column. */
  readonly isTree?: boolean
  /** The content takes the whole width of the cell: references, small maps, bars. */
  readonly fills?: boolean
  readonly render: (row: Row, state: CellState) => ReactNode
}

export interface Sort {
  readonly columnId: string
  readonly isDescending: boolean
}

/** A row that stands above others: a folder, a namespace, a verdict. */
export interface GroupRow {
  readonly title: ReactNode
  /** Null: a heading that cannot be folded. */
  readonly isOpen: boolean | null
  /** Cells of the group under some columns, like the sum of sizes. */
  readonly cells?: Readonly<Record<string, ReactNode>>
}

/** Where a row stands in a tree. */
export interface TreePlace {
  /** From 1. */
  readonly level: number
  /** Null: nothing below it. */
  readonly isOpen: boolean | null
}

export interface DataTableProps<Row> {
  /** Read aloud as the table's name. */
  readonly label: string
  readonly columns: readonly DataColumn<Row>[]
  readonly rowCount: number
  /** Null: not fetched yet; a skeleton stands in its place. Must be cheap. */
  readonly rowAt: (index: number) => Row | null
  readonly keyOf: (row: Row) => string
  /** For typing the beginning of a name, and the name of the row for screen readers. */
  readonly textOf: (row: Row) => string
  /** `normal` follows the density of the settings (32 or 26 px), `tall` is 48, `taller` 56. */
  readonly rowHeight?: 'normal' | 'tall' | 'taller'
  readonly sort?: Sort | null
  readonly onSort?: (sort: Sort) => void
  readonly selectionMode?: SelectionMode
  readonly selected?: ReadonlySet<string>
  /** The row that has the keyboard and is in view when the table appears, like the one that was chosen before. */
  readonly startAt?: number
  readonly onSelect?: (selected: ReadonlySet<string>) => void
  /** Enter and double click. */
  readonly onOpen?: (row: Row) => void
  /** Space. */
  readonly onPreview?: (row: Row) => void
  /** Delete and Backspace, for the selected rows. */
  readonly onDelete?: () => void
  /** Actions of a row, for the context menu. Called after the row was selected. */
  readonly menuOf?: (row: Row) => readonly MenuEntry[]
  readonly groupOf?: (row: Row) => GroupRow | null
  /** Indexes of the group rows, ascending; those are then 32 px high whatever the others are. */
  readonly groupIndexes?: readonly number[]
  readonly treeOf?: (row: Row) => TreePlace
  /** Unfolds or folds a group or a row of a tree. */
  readonly onToggle?: (row: Row) => void
  /** Tells which rows are near the view, to fetch them. `end` is one past the last. */
  readonly onRange?: (first: number, end: number) => void
  /**
   * The cells hold no state of their own (no menus, no buttons): their elements may then be used again for other
   * rows while scrolling, which is much less work than making them anew. For very long lists.
   */
  readonly hasPlainRows?: boolean
  /** Below the table, always seen: *1–7 of 412 that match*. */
  readonly footer?: ReactNode
}
