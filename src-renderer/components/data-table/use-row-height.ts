/** The height of rows in px, by the density that the page is set to. */
import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] })
  return () => observer.disconnect()
}

const isCompact = (): boolean => document.documentElement.dataset.density === 'compact'

export function useRowHeight(height: 'normal' | 'tall' | 'taller'): number {
  const compact = useSyncExternalStore(subscribe, isCompact)
  switch (height) {
    case 'normal':
      return compact ? 26 : 32
    case 'tall':
      return 48
    case 'taller':
      return 56
  }
}
