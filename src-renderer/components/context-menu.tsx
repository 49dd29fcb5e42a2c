/** A menu where the pointer is, or at the focused row when it was called from the keyboard. */
import { useRef, useState } from 'react'
import { Popover } from 'react-aria-components'
import { type MenuEntry, MenuList } from './menu.tsx'

export interface ContextMenuState {
  readonly entries: readonly MenuEntry[]
  readonly x: number
  readonly y: number
}

export interface ContextMenuProps {
  readonly label: string
  /** What to show and where, in px of the window; null while closed. */
  readonly state: ContextMenuState | null
  readonly onClose: () => void
}

export function ContextMenu({ label, state, onClose }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null)
  if (state === null || state.entries.length === 0) return null
  return (
    <>
      <span
        ref={anchor}
        className="context-anchor"
        style={{ position: 'fixed', left: state.x, top: state.y, width: 0, height: 0 }}
      />
      <Popover
        className="menu-popover"
        triggerRef={anchor}
        isOpen
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose()
        }}
        placement="bottom start"
        offset={2}
      >
        <MenuList label={label} entries={state.entries} onDone={onClose} />
      </Popover>
    </>
  )
}

/** Keeps what a context menu shows; `open` takes the pointer's event or a place. */
export function useContextMenu(): {
  readonly state: ContextMenuState | null
  readonly open: (entries: readonly MenuEntry[], at: { readonly x: number; readonly y: number }) => void
  readonly close: () => void
} {
  const [state, setState] = useState<ContextMenuState | null>(null)
  return {
    state,
    open: (entries, at) => setState({ entries, x: at.x, y: at.y }),
    close: () => setState(null),
  }
}
