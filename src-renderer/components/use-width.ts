/** The width of an element's content box in px, kept up to date; null before the first measure. */
import { type RefObject, useLayoutEffect, useState } from 'react'

type Listener = (width: number) => void
const listeners = new WeakMap<Element, Listener>()

// One observer for the whole window: tables have hundreds of measured cells.
let observer: ResizeObserver | null = null
function shared(): ResizeObserver {
  observer ??= new ResizeObserver((entries) => {
    for (const entry of entries) listeners.get(entry.target)?.(entry.contentRect.width)
  })
  return observer
}

export function useWidth(element: RefObject<HTMLElement | null>): number | null {
  const [width, setWidth] = useState<number | null>(null)
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return undefined
    listeners.set(target, setWidth)
    setWidth(target.clientWidth)
    shared().observe(target)
    return () => {
      listeners.delete(target)
      shared().unobserve(target)
    }
  }, [element])
  return width
}
