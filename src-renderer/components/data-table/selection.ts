/** How clicks and keys with their modifiers change what is selected. Pure. */

export type SelectionMode = 'none' | 'single' | 'multiple'

export interface SelectionChange {
  readonly mode: SelectionMode
  readonly selected: ReadonlySet<string>
  readonly key: string
  /** Adds or removes the one row: Ctrl or ⌘. */
  readonly isToggle: boolean
  /** Extends from the anchor: Shift. The keys between, both ends included; empty when not extending. */
  readonly range: readonly string[]
}

/** The selection after a click or move. Returns the same set when nothing changes. */
export function changeSelection({ mode, selected, key, isToggle, range }: SelectionChange): ReadonlySet<string> {
  if (mode === 'none') return selected
  if (mode === 'single') return selected.size === 1 && selected.has(key) ? selected : new Set([key])
  if (range.length > 0) return new Set(isToggle ? [...selected, ...range] : range)
  if (isToggle) {
    const next = new Set(selected)
    if (!next.delete(key)) next.add(key)
    return next
  }
  return selected.size === 1 && selected.has(key) ? selected : new Set([key])
}
