/**
 * The behaviour of a table's rows: which one has the keyboard, what keys and clicks do, and what is
 * selected by them. Holds no data of its own but the place of the active row.
 */
import { type KeyboardEvent, type MouseEvent, type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { MenuEntry } from '../menu.tsx'
import { type RowLayout, scrollToShow } from './rows-window.ts'
import { changeSelection } from './selection.ts'
import { createTypeAhead, findTyped } from './type-ahead.ts'
import type { DataTableProps } from './types.ts'

export interface RowsBehaviour {
  readonly activeIndex: number
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onClick: (event: MouseEvent<HTMLElement>) => void
  readonly onDoubleClick: (event: MouseEvent<HTMLElement>) => void
  readonly onContextMenu: (event: MouseEvent<HTMLElement>) => void
  readonly onFocus: (event: { readonly target: EventTarget }) => void
}

export interface RowsOptions<Row> {
  readonly props: DataTableProps<Row>
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly layout: RowLayout
  readonly headHeightPx: number
  readonly openMenu: (entries: readonly MenuEntry[], at: { readonly x: number; readonly y: number }) => void
}

/** The row that an event happened in; null for the heading and for buttons inside of rows. */
function indexOfEvent(target: EventTarget): number | null {
  if (!(target instanceof Element)) return null
  if (target.closest('button, a, input, select, textarea, [role="button"]') !== null) return null
  const index = target.closest<HTMLElement>('[data-index]')?.dataset.index
  return index === undefined ? null : Number(index)
}

const emptySelection: ReadonlySet<string> = new Set()

export function useRows<Row>({ props, scroller, layout, headHeightPx, openMenu }: RowsOptions<Row>): RowsBehaviour {
  const { rowCount, rowAt, keyOf, selectionMode = 'none', selected = emptySelection } = props
  const [active, setActive] = useState(props.startAt ?? 0)
  const anchor = useRef(props.startAt ?? 0)
  const wantsFocus = useRef(false)
  const typeAhead = useMemo(createTypeAhead, [])
  const activeIndex = Math.max(0, Math.min(active, rowCount - 1))

  useLayoutEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    scroller.current?.querySelector<HTMLElement>(`[data-index="${activeIndex}"]`)?.focus({ preventScroll: true })
  })

  const keyAt = (index: number): string | null => {
    const row = rowAt(index)
    return row === null || (props.groupOf?.(row) ?? null) !== null ? null : keyOf(row)
  }

  const keysBetween = (from: number, to: number): readonly string[] => {
    const keys: string[] = []
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
      const key = keyAt(index)
      if (key !== null) keys.push(key)
    }
    return keys
  }

  const select = (index: number, isToggle: boolean, isRange: boolean): void => {
    const key = keyAt(index)
    const range = isRange && selectionMode === 'multiple' ? keysBetween(anchor.current, index) : []
    if (!isRange) anchor.current = index
    if (key === null && range.length === 0) return
    const next = changeSelection({ mode: selectionMode, selected, key: key ?? '', isToggle, range })
    if (next !== selected) props.onSelect?.(next)
  }

  const moveTo = (index: number, event: KeyboardEvent): void => {
    const next = Math.max(0, Math.min(rowCount - 1, index))
    wantsFocus.current = true
    setActive(next)
    const element = scroller.current
    if (element !== null) {
      element.scrollTop = scrollToShow(layout, next, element.scrollTop, element.clientHeight - headHeightPx)
    }
    const isCommand = event.ctrlKey || event.metaKey
    if (!isCommand || event.shiftKey) select(next, isCommand, event.shiftKey)
  }

  const toggleOf = (row: Row): boolean | null => props.groupOf?.(row)?.isOpen ?? props.treeOf?.(row).isOpen ?? null

  /** Left on something folded or flat goes to what it lies in. */
  const parentIndex = (row: Row): number => {
    const level = props.treeOf?.(row).level ?? null
    for (let index = activeIndex - 1; index >= 0; index -= 1) {
      const candidate = rowAt(index)
      if (candidate === null) continue
      if (
        level === null ? (props.groupOf?.(candidate) ?? null) !== null : (props.treeOf?.(candidate).level ?? 0) < level
      )
        return index
    }
    return activeIndex
  }

  const openMenuAt = (index: number, at: { readonly x: number; readonly y: number }): void => {
    const row = rowAt(index)
    const key = keyAt(index)
    if (row === null || key === null || props.menuOf === undefined) return
    if (!selected.has(key)) select(index, false, false)
    openMenu(props.menuOf(row), at)
  }

  const pageRows = (): number => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / layout.rowHeightPx) - 1)

  const targetOf = (key: string): number | undefined => {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + pageRows(),
      PageUp: activeIndex - pageRows(),
      Home: 0,
      End: rowCount - 1,
    }
    return targets[key]
  }

  /** Arrows to the sides, in groups and trees. */
  const foldAction = (event: KeyboardEvent, row: Row): (() => void) | null => {
    const isOpen = toggleOf(row)
    if (event.key === 'ArrowRight' && isOpen !== null)
      return () => (isOpen ? moveTo(activeIndex + 1, event) : props.onToggle?.(row))
    if (event.key === 'ArrowLeft' && (props.treeOf !== undefined || props.groupOf !== undefined))
      return () => (isOpen === true ? props.onToggle?.(row) : moveTo(parentIndex(row), event))
    return null
  }

  const openAction = (row: Row): (() => void) | null => {
    if ((props.groupOf?.(row) ?? null) !== null) return () => props.onToggle?.(row)
    return props.onOpen === undefined ? null : () => props.onOpen?.(row)
  }

  const typeAction = (event: KeyboardEvent): (() => void) | null => {
    const typed = typeAhead.type(event.key, event.timeStamp)
    const found = findTyped(typed, rowCount, activeIndex, (index) => {
      const candidate = rowAt(index)
      return candidate === null ? null : props.textOf(candidate)
    })
    return found === null ? null : () => moveTo(found, event)
  }

  const menuAction = (event: KeyboardEvent) => () => {
    const box = event.target instanceof Element ? event.target.getBoundingClientRect() : null
    openMenuAt(activeIndex, { x: (box?.left ?? 0) + 40, y: box?.bottom ?? 0 })
  }

  /** What a key does on the active row, or null when it does nothing here. */
  const keyAction = (event: KeyboardEvent): (() => void) | null => {
    const { key, altKey, shiftKey } = event
    const isCommand = event.ctrlKey || event.metaKey
    if (altKey) return null
    const target = targetOf(key)
    if (target !== undefined) return () => moveTo(target, event)
    if (isCommand && key.toLowerCase() === 'a' && selectionMode === 'multiple')
      return () => props.onSelect?.(new Set(keysBetween(0, rowCount - 1)))
    const row = rowAt(activeIndex)
    if (row === null) return null
    if (key === 'ArrowRight' || key === 'ArrowLeft') return foldAction(event, row)
    if (key === 'Enter') return openAction(row)
    if (key === ' ' && !typeAhead.isTyping(event.timeStamp))
      return isCommand || props.onPreview === undefined
        ? () => select(activeIndex, isCommand, shiftKey)
        : () => props.onPreview?.(row)
    if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return menuAction(event)
    if (key === 'Delete') return props.onDelete === undefined ? null : props.onDelete
    return key.length === 1 && !isCommand && key !== '?' ? typeAction(event) : null
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (indexOfEvent(event.target) === null || rowCount === 0) return
    const action = keyAction(event)
    if (action === null) return
    event.preventDefault()
    action()
  }

  return {
    activeIndex,
    onKeyDown,
    onClick: (event) => {
      const index = indexOfEvent(event.target)
      const row = index === null ? null : rowAt(index)
      if (index === null || row === null) return
      setActive(index)
      const isGroup = (props.groupOf?.(row) ?? null) !== null
      const isOnToggle = event.target instanceof Element && event.target.closest('[data-toggle]') !== null
      if (isGroup || isOnToggle) props.onToggle?.(row)
      else select(index, event.ctrlKey || event.metaKey, event.shiftKey)
    },
    onDoubleClick: (event) => {
      const index = indexOfEvent(event.target)
      const row = index === null ? null : rowAt(index)
      if (row === null || (props.groupOf?.(row) ?? null) !== null) return
      props.onOpen?.(row)
    },
    onContextMenu: (event) => {
      const index = indexOfEvent(event.target)
      if (index === null || props.menuOf === undefined) return
      event.preventDefault()
      setActive(index)
      openMenuAt(index, { x: event.clientX, y: event.clientY })
    },
    onFocus: ({ target }) => {
      if (!(target instanceof HTMLElement) || target.dataset.index === undefined) return
      setActive(Number(target.dataset.index))
    },
  }
}
