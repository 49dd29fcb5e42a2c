/**
 * A table for any number of rows: only those near the view exist. Keyboard, selection, sorting,
 * groups and trees are in here; what a row is and what can be done with it is given from outside.
 * Columns leave by their rank when the room ends.
 */
import './data-table/data-table.css'
import { type PointerEvent, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react'
import { classNames } from './class-names.ts'
import { ContextMenu, useContextMenu } from './context-menu.tsx'
import { fitColumns, gridTemplate } from './data-table/columns.ts'
import { DataRow } from './data-table/row.tsx'
import { createRowSlots } from './data-table/row-slots.ts'
import { layOutRows, rowsInView } from './data-table/rows-window.ts'
import type { DataColumn, DataTableProps, Sort } from './data-table/types.ts'
import { useRowHeight } from './data-table/use-row-height.ts'
import { useRows } from './data-table/use-rows.ts'
import { useViewport } from './data-table/use-viewport.ts'
import { Icon } from './icon.tsx'

export type { DataColumn, DataTableProps, GroupRow, Sort } from './data-table/types.ts'

const headHeightPx = 28
const groupHeightPx = 32

function HeadCell<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: DataColumn<Row>
  readonly sort: Sort | null
  readonly onSort: ((sort: Sort) => void) | undefined
}) {
  const isSorted = sort?.columnId === column.id
  const title = <span className={column.hidesTitle ? 'for-screen-readers' : undefined}>{column.title}</span>
  return (
    <th
      scope="col"
      className={classNames('data-head-cell', column.align === 'end' && 'end')}
      {...(isSorted ? { 'aria-sort': sort.isDescending ? 'descending' : 'ascending' } : {})}
    >
      {column.isSortable && onSort !== undefined ? (
        <button
          type="button"
          onClick={() => onSort({ columnId: column.id, isDescending: isSorted && !sort.isDescending })}
        >
          {title}
          {isSorted && <Icon name={sort.isDescending ? 'sort-down' : 'sort-up'} size={12} />}
        </button>
      ) : (
        title
      )}
    </th>
  )
}

/** Gives a cell whose text is cut the whole text as its tooltip, when the pointer comes to it. */
function explainCutText(event: PointerEvent<HTMLElement>): void {
  if (!(event.target instanceof Element)) return
  const text = event.target.closest<HTMLElement>('.cell-text')
  if (text === null || text.querySelector('[title]') !== null) return
  if (text.scrollWidth > text.clientWidth) text.title = text.textContent ?? ''
  else text.removeAttribute('title')
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rowCount, rowAt, keyOf, selectionMode = 'none', selected, onRange } = props
  const scroller = useRef<HTMLDivElement>(null)
  const viewport = useViewport(scroller)
  const rowHeightPx = useRowHeight(props.rowHeight ?? 'normal')
  const menu = useContextMenu()
  const tableId = useId()
  const { groupIndexes } = props
  const layout = useMemo(
    () => layOutRows(rowCount, rowHeightPx, groupIndexes, groupIndexes === undefined ? rowHeightPx : groupHeightPx),
    [rowCount, rowHeightPx, groupIndexes],
  )
  const behaviour = useRows({ props, scroller, layout, headHeightPx, openMenu: menu.open })
  const shown = useMemo(
    () => (viewport.width === 0 ? columns : fitColumns(columns, viewport.width)),
    [columns, viewport.width],
  )
  const { first, end } = rowsInView(layout, viewport.scrollTop, viewport.height)

  // Once, when the table has its height: what was chosen before is shown in the middle.
  const startAt = useRef(props.startAt ?? 0)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || viewport.height === 0 || startAt.current === 0) return
    const middle = startAt.current * rowHeightPx - (viewport.height - rowHeightPx) / 2
    startAt.current = 0
    if (middle > 0) element.scrollTop = middle
  }, [viewport.height, rowHeightPx])

  useEffect(() => {
    onRange?.(first, end)
  }, [onRange, first, end])

  const indexes = Array.from({ length: end - first }, (_, place) => first + place)
  // The row with the keyboard always exists, or the focus would be lost by scrolling.
  const { activeIndex } = behaviour
  if (rowCount > 0 && activeIndex < first) indexes.unshift(activeIndex)
  else if (rowCount > 0 && activeIndex >= end) indexes.push(activeIndex)
  const rowSlots = useMemo(createRowSlots, [])
  const slots = props.hasPlainRows === true ? rowSlots.assign(indexes) : null

  return (
    <>
      <div ref={scroller} className="data-table">
        <table
          role={props.treeOf !== undefined || props.groupOf !== undefined ? 'treegrid' : 'grid'}
          aria-label={label}
          aria-rowcount={rowCount + 1}
          {...(selectionMode === 'multiple' ? { 'aria-multiselectable': true } : {})}
          style={{ '--columns': gridTemplate(shown) }}
          onKeyDown={behaviour.onKeyDown}
          onClick={behaviour.onClick}
          onDoubleClick={behaviour.onDoubleClick}
          onContextMenu={behaviour.onContextMenu}
          onFocus={behaviour.onFocus}
          onPointerOver={explainCutText}
        >
          <thead>
            <tr className="data-head" aria-rowindex={1}>
              {shown.map((column) => (
                <HeadCell key={column.id} column={column} sort={props.sort ?? null} onSort={props.onSort} />
              ))}
            </tr>
          </thead>
          {/* Rows follow each other; only the place of the first one changes with scrolling. A place of its own for each
              row would have its style worked out anew for every row in every frame. */}
          <tbody className="data-body" style={{ height: layout.totalPx, paddingTop: layout.topOf(first) }}>
            {indexes.map((index) => {
              const row = rowAt(index)
              const key = row === null ? null : keyOf(row)
              const tree = row === null ? null : (props.treeOf?.(row) ?? null)
              return (
                <DataRow
                  key={slots === null ? (key ?? `row-${index}`) : `slot-${slots.get(index)}`}
                  id={`${tableId}-${index}`}
                  row={row}
                  index={index}
                  columns={shown}
                  group={row === null ? null : (props.groupOf?.(row) ?? null)}
                  treeLevel={tree?.level ?? null}
                  isTreeOpen={tree?.isOpen ?? null}
                  isSelectable={selectionMode !== 'none'}
                  isSelected={key !== null && (selected?.has(key) ?? false)}
                  isActive={index === activeIndex}
                  apartAtPx={index < first || index >= end ? layout.topOf(index) : null}
                  heightPx={layout.heightOf(index)}
                />
              )
            })}
          </tbody>
        </table>
      </div>
      {props.footer !== undefined && <div className="data-foot">{props.footer}</div>}
      <ContextMenu label={label} state={menu.state} onClose={menu.close} />
    </>
  )
}
