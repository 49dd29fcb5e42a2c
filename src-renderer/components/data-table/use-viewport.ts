/** Follows the scroll position and size of a scrolled element, at most once a frame. */
import { type RefObject, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'

export interface Viewport {
  readonly scrollTop: number
  readonly width: number
  readonly height: number
}

export function useViewport(element: RefObject<HTMLElement | null>): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ scrollTop: 0, width: 0, height: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return undefined
    let frame = 0
    const measure = (): void => {
      frame = 0
      const next = { scrollTop: target.scrollTop, width: target.clientWidth, height: target.clientHeight }
      setViewport((old) =>
        old.scrollTop === next.scrollTop && old.width === next.width && old.height === next.height ? old : next,
      )
    }
    const later = (): void => {
      // Drawn in the frame that shows the new place, or fast scrolling shows gaps.
      if (frame === 0) frame = requestAnimationFrame(() => flushSync(measure))
    }
    measure()
    const observer = new ResizeObserver(later)
    observer.observe(target)
    target.addEventListener('scroll', later, { passive: true })
    return () => {
      observer.disconnect()
      target.removeEventListener('scroll', later)
      cancelAnimationFrame(frame)
    }
  }, [element])
  return viewport
}
