/** Finding among all files: what was typed becomes a search, names while typing, contents when asked. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../app/connection.ts'
import type { SearchIn } from './find-bar.tsx'
import { createSearchStore, patternOf, type SearchState } from './search-store.ts'

export interface Find {
  readonly typed: string
  readonly onType: (typed: string) => void
  readonly isFinding: boolean
  readonly searchIn: SearchIn
  readonly onSearchIn: (searchIn: SearchIn) => void
  readonly isHereOnly: boolean
  readonly onHereOnly: (isHereOnly: boolean) => void
  readonly search: SearchState
  readonly start: () => void
  readonly stop: () => void
  /** Ends finding. */
  readonly clear: () => void
}

const typingPauseMs = 250

/** @param path of the image */
export function useFind(path: string, here: string): Find {
  const client = useClient()
  const [store] = useState(createSearchStore)
  const [typed, setTyped] = useState('')
  const [searchIn, setSearchIn] = useState<SearchIn>('names')
  const [isHereOnly, setHereOnly] = useState(false)
  const search = useStore(store.state)
  const wanted = typed.trim()
  const directory = isHereOnly ? here : '/'

  const start = (): void => {
    if (wanted === '') return
    const isNames = searchIn === 'names'
    store.start(client, {
      path,
      directory,
      pattern: isNames ? patternOf(wanted) : null,
      contains: isNames ? null : wanted,
    })
  }

  useEffect(() => {
    store.clear()
    if (wanted === '' || searchIn === 'contents') return undefined
    const timer = setTimeout(
      () => store.start(client, { path, directory, pattern: patternOf(wanted), contains: null }),
      typingPauseMs,
    )
    return () => clearTimeout(timer)
  }, [store, client, path, directory, wanted, searchIn])
  useEffect(() => () => store.clear(), [store])

  return {
    typed,
    onType: setTyped,
    isFinding: wanted !== '',
    searchIn,
    onSearchIn: setSearchIn,
    isHereOnly,
    onHereOnly: setHereOnly,
    search,
    start,
    stop: store.stop,
    clear: () => setTyped(''),
  }
}
