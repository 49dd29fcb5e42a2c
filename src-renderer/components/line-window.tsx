/**
 * A long text line by line in a region that scrolls: only the lines near the view are drawn, so that a
 * hundred thousand of them cost what fits the window. All lines are of one height.
 */
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { lineGeometry } from './line-geometry.ts'
import { ScrollPane } from './scroll-pane.tsx'

export interface LineWindowProps {
  readonly count: number
  readonly lineAt: (index: number) => ReactNode
  readonly label: string
  readonly className: string
  readonly element: RefObject<HTMLElement | null>
  /** Told which lines are drawn, so that they can be fetched. */
  readonly onShow?: (first: number, end: number) => void
  /** Told after the view was scrolled, by whomever. */
  readonly onScroll?: (element: HTMLElement) => void
}

export function LineWindow({ count, lineAt, label, className, element, onShow, onScroll }: LineWindowProps) {
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  useLayoutEffect(() => {
    const pane = element.current
    if (pane === null) return undefined
    const observer = new ResizeObserver(() => setHeight(pane.clientHeight))
    observer.observe(pane)
    return () => observer.disconnect()
  }, [element])
  const geometry = lineGeometry(count, height)
  const { first, end, topPx } = geometry.spanAt(Math.min(top, Math.max(0, geometry.totalPx - height)))
  useEffect(() => onShow?.(first, end), [onShow, first, end])
  return (
    <ScrollPane
      className={className}
      label={label}
      ref={element}
      onScroll={(event) => {
        const pane = event.currentTarget
        // Drawn before the browser shows the new place, or fast scrolling shows gaps.
        flushSync(() => setTop(pane.scrollTop))
        onScroll?.(pane)
      }}
    >
      <div style={{ height: geometry.totalPx, position: 'relative' }}>
        <div style={{ position: 'absolute', top: topPx, minWidth: '100%' }}>
          {Array.from({ length: end - first }, (_, place) => lineAt(first + place))}
        </div>
      </div>
    </ScrollPane>
  )
}
