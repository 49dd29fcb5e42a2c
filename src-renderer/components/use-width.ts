/** The width of an element's content box in px, kept up to date; null before the first measure. */
import { type RefObject, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'

type Listener = (width: number) => void
const listeners = new WeakMap<Element, Listener>()

// One observer for the whole window: tables have hundreds of measured cells. It tells the first width
// too, after the layout that the browser does anyway; what follows from it is drawn in the same frame.
let observer: ResizeObserver | null = null
function shared(): ResizeObserver {
  observer ??= new ResizeObserver((entries) => {
    flushSync(() => {
      for (const entry of entries) listeners.get(entry.target)?.(entry.contentRect.width)
    })
  })
  return observer
}

export function useWidth(element: RefObject<HTMLElement | null>): number | null {
  const [width, setWidth] = useState<number | null>(null)
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return undefined
    listeners.set(target, setWidth)
    shared().observe(target)
    return () => {
      listeners.delete(target)
      shared().unobserve(target)
    }
  }, [element])
  return width
}
