/**
 * A long text line by line in a region that scrolls: only the lines near the view are drawn, so that a
 * hundred thousand of them cost what fits the window. All lines are of one height.
 */
import { type ReactNode, type RefObject, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { ScrollPane } from '../../components/scroll-pane.tsx'

/** Of a line, in px; the style sheets say the same. */
export const lineHeightPx = 20
const overscan = 20

export interface LineWindowProps {
  readonly count: number
  readonly lineAt: (index: number) => ReactNode
  readonly label: string
  readonly className: string
  readonly element: RefObject<HTMLElement | null>
}

export function LineWindow({ count, lineAt, label, className, element }: LineWindowProps) {
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  useLayoutEffect(() => {
    const pane = element.current
    if (pane === null) return undefined
    const observer = new ResizeObserver(() => setHeight(pane.clientHeight))
    observer.observe(pane)
    return () => observer.disconnect()
  }, [element])
  const first = Math.min(count, Math.max(0, Math.floor(top / lineHeightPx) - overscan))
  const end = Math.min(count, Math.ceil((top + height) / lineHeightPx) + overscan)
  return (
    <ScrollPane
      className={className}
      label={label}
      ref={element}
      onScroll={(event) => {
        const next = event.currentTarget.scrollTop
        // Drawn before the browser shows the new place, or fast scrolling shows gaps.
        flushSync(() => setTop(next))
      }}
    >
      <div style={{ height: count * lineHeightPx, position: 'relative' }}>
        <div style={{ position: 'absolute', top: first * lineHeightPx, minWidth: '100%' }}>
          {Array.from({ length: end - first }, (_, place) => lineAt(first + place))}
        </div>
      </div>
    </ScrollPane>
  )
}
