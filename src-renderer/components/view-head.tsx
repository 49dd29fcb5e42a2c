/** The head of a view: its title, quiet words beside it, at most one primary action and ⋯ at the right. */
import './frame.css'
import type { ReactNode } from 'react'
import { Group } from 'react-aria-components'

export interface ViewHeadProps {
  readonly title: string
  /** Quiet words after the title, like size and architecture. */
  readonly note?: ReactNode
  /** Above or instead of the title: the way back, as links. */
  readonly breadcrumbs?: ReactNode
  readonly actions?: ReactNode
}

export function ViewHead({ title, note, breadcrumbs, actions }: ViewHeadProps) {
  return (
    <header className="view-head">
      {breadcrumbs !== undefined && <div className="breadcrumbs">{breadcrumbs}</div>}
      <h1 className="cut" title={title}>
        {title}
      </h1>
      {note !== undefined && <div className="title-note cut">{note}</div>}
      {actions !== undefined && <div className="actions">{actions}</div>}
    </header>
  )
}

/** The row of filters below a view's head. */
export function Toolbar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Group className="toolbar" aria-label={label}>
      {children}
    </Group>
  )
}
