/** Everything about looking at one build's log: lines, finding, following, which line was asked for. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../app/connection.ts'
import { useSettled } from '../../../app/use-settled.ts'
import { createFindStore, type FindState } from './find-store.ts'
import type { LineRequest } from './log-pane.tsx'
import { createLogStore, type LogStore } from './log-store.ts'

export interface LogView {
  readonly store: LogStore
  readonly total: number
  readonly typed: string
  readonly onType: (typed: string) => void
  readonly found: FindState
  readonly onStep: (by: 1 | -1) => void
  readonly request: LineRequest | null
  readonly goTo: (line: number) => void
  readonly onPlace: (line: number) => void
}

/** How often a log that grows is searched further. */
const extendEveryMs = 1000

/**
 * @param id does not change while the component lives; give it a key otherwise
 * @param total lines the log has by now
 * @param isGrowing more can come
 */
export function useLog(id: string, total: number, isGrowing: boolean): LogView {
  const client = useClient()
  const [store] = useState(() => createLogStore(id, total))
  const [finder] = useState(() => createFindStore(id))
  const [typed, setTyped] = useState('')
  const [request, setRequest] = useState<LineRequest | null>(null)
  const place = useRef(1)
  const logTotal = useStore(store.state, (state) => state.total)
  const found = useStore(finder.state)

  useEffect(() => store.connect(client), [store, client])
  useEffect(() => store.grow(total), [store, total])

  const goTo = useCallback((line: number) => setRequest({ line }), [])
  const onPlace = useCallback((line: number) => {
    place.current = line
  }, [])

  const wanted = useSettled(typed, 200)
  useEffect(() => void finder.find(client, wanted, place.current), [finder, client, wanted])
  useEffect(() => {
    if (!isGrowing || wanted === '') return undefined
    const timer = setInterval(() => void finder.extend(client, store.state.getState().total), extendEveryMs)
    return () => clearInterval(timer)
  }, [finder, client, store, isGrowing, wanted])

  const currentLine = found.current === null ? null : (found.lines[found.current] ?? null)
  useEffect(() => {
    if (currentLine !== null) setRequest({ line: currentLine })
  }, [currentLine])
  return { store, total: logTotal, typed, onType: setTyped, found, onStep: finder.step, request, goTo, onPlace }
}
