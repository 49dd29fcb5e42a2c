/** The head of a view: its title, quiet words beside it, at most one primary action and ⋯ at the right. */
import './frame.css'
import { Fragment, type ReactNode } from 'react'
import { Group, Link } from 'react-aria-components'
import { frameText } from '../../src-shared/text/frame.ts'
import { Icon } from './icon.tsx'

/** One step of the way to where one is; the last ones may be words without an address. */
export interface Crumb {
  readonly label: string
  readonly href?: string
}

export interface ViewHeadProps {
  readonly title: string
  /** Quiet words after the title, like size and architecture. */
  readonly note?: ReactNode
  /** Above or instead of the title: the way back, as links. */
  readonly breadcrumbs?: ReactNode
  /** The way here, in a line above the title. */
  readonly crumbs?: readonly Crumb[]
  readonly actions?: ReactNode
}

function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav className="breadcrumbs" aria-label={frameText.path}>
      {crumbs.map((crumb, index) => (
        <Fragment key={`${crumb.label}-${crumb.href ?? ''}`}>
          {index > 0 && <Icon name="right" size={12} />}
          {crumb.href === undefined ? (
            <span className="cut">{crumb.label}</span>
          ) : (
            <Link className="cut" href={crumb.href}>
              {crumb.label}
            </Link>
          )}
        </Fragment>
      ))}
    </nav>
  )
}

export function ViewHead({ title, note, breadcrumbs, crumbs, actions }: ViewHeadProps) {
  const heading = (
    <h1 className="cut" title={title}>
      {title}
    </h1>
  )
  return (
    <header className={crumbs === undefined ? 'view-head' : 'view-head with-crumbs'}>
      {breadcrumbs !== undefined && <div className="breadcrumbs">{breadcrumbs}</div>}
      {crumbs === undefined ? (
        heading
      ) : (
        <div className="stack head-words">
          <Crumbs crumbs={crumbs} />
          {heading}
        </div>
      )}
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
