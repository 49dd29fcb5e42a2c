/**
 * The lines of one step, as far as they are seen. Keeps its end in view while it is followed, and shows a
 * line that was asked for in its middle.
 */
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { buildRunText as text } from '../../../../src-shared/text/build-run.ts'
import { frameText } from '../../../../src-shared/text/frame.ts'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { lineGeometry } from '../../../components/line-geometry.ts'
import { LineWindow } from '../../../components/line-window.tsx'
import { followAfterScroll } from './log-follow.ts'
import { LogRow } from './log-row.tsx'
import type { LogStore } from './log-store.ts'
import type { LineRange } from './steps.ts'

/** A line to be shown; a new object asks again for the same one. */
export interface LineRequest {
  readonly line: number
}

export interface LogPaneProps {
  readonly label: string
  readonly store: LogStore
  readonly range: LineRange
  /** Lines can still come. */
  readonly isGrowing: boolean
  readonly isFollowing: boolean
  readonly onFollow: (isFollowing: boolean) => void
  readonly wanted: string
  readonly request: LineRequest | null
  /** Told from which line on lines are drawn. */
  readonly onPlace: (line: number) => void
}

export function LogPane(props: LogPaneProps) {
  const { store, range, isFollowing, onFollow, request, onPlace } = props
  const element = useRef<HTMLElement>(null)
  const lastTop = useRef(0)
  const [shown, setShown] = useState({ first: 0, end: 0 })
  const error = useStore(store.state, (state) => state.error)
  // Lines are drawn anew when any page came.
  useStore(store.state, (state) => state.pages)
  const { first } = range
  const count = Math.max(0, range.last - first + 1)

  const show = useCallback(
    (from: number, end: number) => {
      setShown({ first: from, end })
      onPlace(first + from)
    },
    [onPlace, first],
  )
  useLayoutEffect(() => {
    if (shown.end > shown.first) store.show(first + shown.first, first + shown.end - 1)
  }, [store, first, shown])

  useLayoutEffect(() => {
    const pane = element.current
    if (pane === null || !isFollowing || count === 0) return
    pane.scrollTop = pane.scrollHeight
    lastTop.current = pane.scrollTop
  }, [isFollowing, count])

  useLayoutEffect(() => {
    const pane = element.current
    if (pane === null || !isFollowing) return undefined
    // A lower view keeps its end.
    const observer = new ResizeObserver(() => {
      pane.scrollTop = pane.scrollHeight
      lastTop.current = pane.scrollTop
    })
    observer.observe(pane)
    return () => observer.disconnect()
  }, [isFollowing])

  const latest = useRef({ first, count })
  useLayoutEffect(() => {
    latest.current = { first, count }
  })
  useLayoutEffect(() => {
    const pane = element.current
    if (pane === null || request === null) return
    const { first, count } = latest.current
    pane.scrollTop = lineGeometry(count, pane.clientHeight).scrollTopFor(request.line - first)
    lastTop.current = pane.scrollTop
  }, [request])

  const scrolled = useCallback(
    (pane: HTMLElement) => {
      const before = lastTop.current
      lastTop.current = pane.scrollTop
      // It is where it was put: no wish of the user.
      if (Math.abs(pane.scrollTop - before) < 1) return
      onFollow(followAfterScroll(isFollowing, before, pane))
    },
    [isFollowing, onFollow],
  )

  if (error !== null) {
    return (
      <div className="log-empty">
        <ErrorNotice error={error} action={<Button onPress={store.retry}>{frameText.tryAgain}</Button>} />
      </div>
    )
  }
  if (count === 0) {
    return (
      <div className="log-empty quiet" role="status">
        {props.isGrowing ? text.waitingForLines : text.noLines}
      </div>
    )
  }
  return (
    <LineWindow
      className="log-pane"
      label={props.label}
      element={element}
      count={count}
      onShow={show}
      onScroll={scrolled}
      lineAt={(index) => {
        const number = first + index
        return (
          <LogRow
            key={number}
            number={number}
            line={store.lineAt(number)}
            wanted={props.wanted}
            isCurrent={request?.line === number}
          />
        )
      }}
    />
  )
}
