/**
 * Keys that work everywhere: command bar, views by number, regions, back and forward, the sheet of
 * shortcuts, and the filter of the view. Keys of one collection belong to that collection.
 */
import { useEffect } from 'react'
import { showCommandBar, showShortcuts, useFrame } from './frame-state.ts'
import { goBack, goForward, navigate } from './router.ts'

/** Whether the user is typing, also inside a shadow tree, so that plain characters are text and no shortcuts. */
function isTyping(event: Event): boolean {
  const [target] = event.composedPath()
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      (target.matches('input, textarea, select') && !target.matches('[type="checkbox"], [type="radio"]')))
  )
}

/** Regions of the frame in their order on the screen. */
function regions(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetParent !== null)
}

function firstFocusable(region: HTMLElement): HTMLElement {
  const candidates = region.querySelectorAll<HTMLElement>(
    '[aria-current="page"], a[href], button:not([disabled]), input:not([disabled]), [tabindex="0"]',
  )
  for (const candidate of candidates) if (candidate.offsetParent !== null && candidate.tabIndex >= 0) return candidate
  return region
}

/** Moves the focus to the next region, or back; wraps around. */
export function moveRegion(step: 1 | -1): void {
  const all = regions()
  const active = document.activeElement
  // The innermost region that holds the focus: the detail lies inside the view.
  const current = all.findLastIndex((region) => region.contains(active))
  const next = all[(current + step + all.length) % all.length]
  if (next !== undefined) firstFocusable(next).focus()
}

/** Puts the focus into the filter of the view; false when it has none. */
export function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('[data-view-filter] input, input[data-view-filter]')
  if (filter === null || filter.offsetParent === null) return false
  filter.focus()
  filter.select()
  return true
}

/** What a key press does everywhere, or null when it does nothing. */
function globalAction(event: KeyboardEvent, viewAddresses: ReadonlyMap<number, string>): (() => void) | null {
  const isCommand = event.ctrlKey !== event.metaKey && !event.altKey
  if (isCommand && !event.shiftKey) {
    if (event.key.toLowerCase() === 'k') return () => showCommandBar(!useFrame.getState().isCommandBarOpen)
    if (event.key.toLowerCase() === 'f' && focusFilter()) return () => undefined
    const address = viewAddresses.get(Number(event.key))
    if (address !== undefined) return () => navigate(address)
    return null
  }
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    if (event.key === 'ArrowLeft') return goBack
    if (event.key === 'ArrowRight') return goForward
  }
  if (event.key === 'F6') return () => moveRegion(event.shiftKey ? -1 : 1)
  if (event.key === '?' && !isTyping(event)) return () => showShortcuts(true)
  return null
}

/** @param viewAddresses address of each view by the digit of its shortcut */
export function useGlobalKeys(viewAddresses: ReadonlyMap<number, string>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const action = globalAction(event, viewAddresses)
      if (action === null) return
      event.preventDefault()
      action()
    }
    // Buttons 3 and 4 of a mouse are back and forward. The browser face handles them itself.
    const mouse = (event: MouseEvent): void => {
      if (event.button !== 3 && event.button !== 4) return
      event.preventDefault()
      if (event.button === 3) goBack()
      else goForward()
    }
    window.addEventListener('keydown', press)
    window.addEventListener('mouseup', mouse)
    return () => {
      window.removeEventListener('keydown', press)
      window.removeEventListener('mouseup', mouse)
    }
  }, [viewAddresses])
}
