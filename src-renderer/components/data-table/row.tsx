/** One row of a table: of data, of a group, or of what is still being fetched. */
import { memo, type ReactNode } from 'react'
import { classNames } from '../class-names.ts'
import { Icon } from '../icon.tsx'
import { SkeletonBar } from '../skeleton.tsx'
import type { CellState, DataColumn, GroupRow } from './types.ts'

export interface RowProps<Row> {
  readonly row: Row | null
  readonly index: number
  readonly id: string
  readonly columns: readonly DataColumn<Row>[]
  readonly group: GroupRow | null
  /** From 1; null outside of trees. */
  readonly treeLevel: number | null
  readonly isTreeOpen: boolean | null
  readonly isSelectable: boolean
  readonly isSelected: boolean
  readonly isActive: boolean
  /** Where it stands when it is not among those near the view; null in the flow of the others. */
  readonly apartAtPx: number | null
  readonly heightPx: number
}

const indentPx = 16

function Chevron({ isOpen }: { readonly isOpen: boolean | null }) {
  return (
    <span className={classNames('tree-toggle', isOpen && 'open')} data-toggle={isOpen === null ? undefined : 'true'}>
      {isOpen !== null && <Icon name="right" />}
    </span>
  )
}

function groupCells<Row>(group: GroupRow, columns: readonly DataColumn<Row>[]): ReactNode {
  const cells = group.cells ?? {}
  const firstCell = columns.findIndex((column, index) => index > 0 && column.id in cells)
  const span = firstCell === -1 ? columns.length : firstCell
  return (
    <>
      <td className="data-cell" colSpan={span} style={{ gridColumn: `span ${span}` }}>
        <span className="line">
          {group.isOpen !== null && <Chevron isOpen={group.isOpen} />}
          {group.title}
        </span>
      </td>
      {columns.slice(span).map((column) => (
        <td key={column.id} className={classNames('data-cell', column.align === 'end' && 'end')}>
          {cells[column.id]}
        </td>
      ))}
    </>
  )
}

function dataCells<Row>(
  row: Row,
  columns: readonly DataColumn<Row>[],
  state: CellState,
  treeLevel: number | null,
  isTreeOpen: boolean | null,
): ReactNode {
  return columns.map((column) => (
    <td key={column.id} className={classNames('data-cell', column.align === 'end' && 'end', column.fills && 'visible')}>
      {column.isTree && treeLevel !== null && (
        <>
          <span style={{ width: (treeLevel - 1) * indentPx, flex: 'none' }} />
          <Chevron isOpen={isTreeOpen} />
        </>
      )}
      <div className={classNames('cell-text', column.fills && 'fill')}>{column.render(row, state)}</div>
    </td>
  ))
}

function RowView<Row>(props: RowProps<Row>) {
  const { row, index, columns, group, treeLevel, isTreeOpen, isSelected, isActive } = props
  const isOpen = group?.isOpen ?? isTreeOpen
  return (
    <tr
      id={props.id}
      className={classNames('data-row', group !== null && 'group', props.apartAtPx !== null && 'apart')}
      // Row 1 is the heading.
      aria-rowindex={index + 2}
      aria-busy={row === null ? true : undefined}
      aria-selected={props.isSelectable && group === null ? isSelected : undefined}
      aria-level={treeLevel ?? undefined}
      aria-expanded={isOpen ?? undefined}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      style={props.apartAtPx === null ? { height: props.heightPx } : { top: props.apartAtPx, height: props.heightPx }}
    >
      {row === null
        ? columns.map((column, place) => (
            <td key={column.id} className={classNames('data-cell', column.align === 'end' && 'end')}>
              <SkeletonBar width={`${((index + place) % 3) * 15 + 45}%`} />
            </td>
          ))
        : group !== null
          ? groupCells(group, columns)
          : dataCells(row, columns, { isSelected, isActive }, treeLevel, isTreeOpen)}
    </tr>
  )
}

// Everything a row is given compares by value, so that scrolling draws only the rows that are new. memo would lose
// the type parameter otherwise.
export const DataRow: typeof RowView = memo(RowView) as typeof RowView
