/**
 * Menus: the same list of actions serves the ⋯ button of a view, the context menu of a row and the
 * command palette, so a list is data (`MenuEntry`), not markup.
 */
import './menu.css'
import type { ReactElement } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export interface MenuAction {
  readonly kind: 'action'
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  /** As people press it, like `Ctrl+O`. */
  readonly shortcut?: string
  /** Quiet words at the right. */
  readonly note?: string
  readonly isDisabled?: boolean
  /** For what cannot be undone. */
  readonly isDangerous?: boolean
  /** Draws a tick column; for choices. */
  readonly isChosen?: boolean
  readonly onAction: () => void
}

export type MenuEntry = MenuAction | { readonly kind: 'separator'; readonly id: string }

/** Puts a list of entries into a popover's menu. Shared by all menus below. */
export function MenuList({
  label,
  entries,
  onDone,
}: {
  readonly label: string
  readonly entries: readonly MenuEntry[]
  readonly onDone?: () => void
}) {
  return (
    <AriaMenu
      className="menu"
      aria-label={label}
      {...(onDone === undefined ? {} : { onClose: onDone })}
      autoFocus="first"
    >
      {entries.map((entry) =>
        entry.kind === 'separator' ? (
          <Separator key={entry.id} className="menu-separator" />
        ) : (
          <MenuItem
            key={entry.id}
            id={entry.id}
            textValue={entry.label}
            className={classNames('menu-item', entry.isDangerous && 'danger')}
            isDisabled={entry.isDisabled ?? false}
            onAction={entry.onAction}
          >
            {entry.isChosen !== undefined && (
              <span className="menu-tick">{entry.isChosen && <Icon name="check" />}</span>
            )}
            {entry.icon !== undefined && <Icon name={entry.icon} />}
            <span>{entry.label}</span>
            {entry.note !== undefined && <span className="menu-note">{entry.note}</span>}
            {entry.shortcut !== undefined && <kbd>{entry.shortcut}</kbd>}
          </MenuItem>
        ),
      )}
    </AriaMenu>
  )
}

export interface MenuProps {
  readonly label: string
  readonly entries: readonly MenuEntry[]
  /** The button that opens it. */
  readonly children: ReactElement
  readonly placement?: 'bottom start' | 'bottom end'
}

/** A menu below the button that is given as child. */
export function Menu({ label, entries, children, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="menu-popover" placement={placement} offset={4}>
        <MenuList label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  )
}

/** The ⋯ button with its menu. */
export function MoreMenu({ label, entries }: { readonly label: string; readonly entries: readonly MenuEntry[] }) {
  return (
    <Menu label={label} entries={entries}>
      <IconButton icon="more" label={label} />
    </Menu>
  )
}
