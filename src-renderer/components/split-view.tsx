/**
 * List and detail beside each other with a splitter: by pointer and by arrow keys, remembered per
 * view on this computer. The detail keeps a width in px; the list takes the rest.
 */
import './split-view.css'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'
import { classNames } from './class-names.ts'
import { useWidth } from './use-width.ts'

export interface SplitViewProps {
  /** Under what name the width is remembered, one per view. */
  readonly name: string
  /** What the detail shows, for its landmark. */
  readonly detailLabel: string
  readonly children: ReactNode
  /** Null: the list has all the room. */
  readonly detail: ReactNode | null
  readonly defaultWidth?: number
  readonly minWidth?: number
  readonly maxWidth?: number
  readonly hasBorder?: boolean
}

/** At least this much is left to the list, in px. */
const listMinWidth = 320
const step = 16

/** The width that the detail gets: what was wanted, within its bounds and the room there is. */
export function detailWidth(wanted: number, available: number, minWidth: number, maxWidth: number): number {
  const most = Math.max(minWidth, Math.min(maxWidth, available - listMinWidth))
  return Math.round(Math.min(most, Math.max(minWidth, wanted)))
}

function remembered(name: string, fallback: number): number {
  const stored = Number(localStorage.getItem(`split.${name}`) ?? '')
  return Number.isFinite(stored) && stored > 0 ? stored : fallback
}

// What scrolls must take the focus, or its end cannot be reached without a pointer.
const reachable = { tabIndex: 0 } as const

export function SplitView(props: SplitViewProps) {
  const { name, detailLabel, children, detail, defaultWidth = 340, minWidth = 268, maxWidth = 560 } = props
  const element = useRef<HTMLDivElement>(null)
  const available = useWidth(element) ?? 1024
  const [wanted, setWanted] = useState(() => remembered(name, defaultWidth))
  const [isDragging, setDragging] = useState(false)
  const width = detailWidth(wanted, available, minWidth, maxWidth)

  const set = (next: number): void => {
    const fitted = detailWidth(next, available, minWidth, maxWidth)
    setWanted(fitted)
    localStorage.setItem(`split.${name}`, String(fitted))
  }
  const drag = (event: PointerEvent<HTMLHRElement>): void => {
    const box = element.current?.getBoundingClientRect()
    if (isDragging && box !== undefined) set(box.right - event.clientX)
  }
  const press = (event: KeyboardEvent<HTMLHRElement>): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: width + step,
      ArrowRight: width - step,
      Home: maxWidth,
      End: minWidth,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    set(next)
  }

  if (detail === null) {
    return (
      <div className={classNames('split-view', props.hasBorder === false && 'no-border')} ref={element}>
        <div className="split-main">{children}</div>
      </div>
    )
  }
  return (
    <div
      className={classNames('split-view', props.hasBorder === false && 'no-border')}
      ref={element}
      style={{ gridTemplateColumns: `minmax(0, 1fr) ${width}px` }}
    >
      <div className="split-main">{children}</div>
      <section className="split-detail" aria-label={detailLabel} data-region="detail" {...reachable}>
        {detail}
      </section>
      <hr
        className={classNames('splitter', isDragging && 'dragging')}
        style={{ right: width - 3 }}
        aria-orientation="vertical"
        aria-label={frameText.splitter}
        aria-valuenow={width}
        aria-valuemin={minWidth}
        aria-valuemax={maxWidth}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDragging(true)
        }}
        onPointerMove={drag}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
        onDoubleClick={() => set(defaultWidth)}
        onKeyDown={press}
      />
    </div>
  )
}
