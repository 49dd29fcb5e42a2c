/** An empty collection: what it is for, and one action. The shape is an image map with nothing in it. */
import './states.css'
import type { ReactNode } from 'react'

export interface EmptyStateProps {
  readonly title: string
  readonly text?: ReactNode
  /** One button. */
  readonly action?: ReactNode
  /** Leaves the drawing out, for small panes. */
  readonly isPlain?: boolean
  /** Stands for a whole view, whose title it then is. */
  readonly isWholeView?: boolean
}

export function EmptyState({ title, text, action, isPlain = false, isWholeView = false }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <div>
        {!isPlain && (
          <svg className="empty-shape" width="146" height="30" viewBox="0 0 146 30" aria-hidden="true">
            <rect x="1" y="1" width="12" height="18" rx="3" />
            <rect x="16" y="1" width="10" height="18" rx="2" />
            <rect x="30" y="1" width="98" height="18" rx="2" />
            <rect x="132" y="1" width="12" height="18" rx="3" />
            <path d="M1 27H144" />
          </svg>
        )}
        {isWholeView ? <h1>{title}</h1> : <h2>{title}</h2>}
        {text !== undefined && <p>{text}</p>}
        {action}
      </div>
    </div>
  )
}
