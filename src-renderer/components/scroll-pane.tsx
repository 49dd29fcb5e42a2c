/** A region that scrolls by itself and can be reached and scrolled from the keyboard. */
import type { ReactNode, Ref, UIEventHandler } from 'react'
import { classNames } from './class-names.ts'

export interface ScrollPaneProps {
  readonly label: string
  readonly children: ReactNode
  readonly className?: string
  readonly onScroll?: UIEventHandler<HTMLElement>
  readonly ref?: Ref<HTMLElement>
}

// What scrolls must take the focus, or its end cannot be reached without a pointer.
const reachable = { tabIndex: 0 } as const

export function ScrollPane({ label, children, className, onScroll, ref }: ScrollPaneProps) {
  return (
    <section
      className={classNames('pane', className)}
      aria-label={label}
      onScroll={onScroll}
      {...(ref === undefined ? {} : { ref })}
      {...reachable}
    >
      {children}
    </section>
  )
}
