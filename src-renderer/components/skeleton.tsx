/** The layout of what is to come, in grey, and only when it takes longer than 150 ms. */
import './states.css'
import { type ReactNode, useEffect, useState } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'

/** Turns true 150 ms after the component appeared, so that quick answers never flash a skeleton. */
export function useLateAppearance(delayMs = 150): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return isLate
}

/** One grey bar in place of a text. */
export function SkeletonBar({ width }: { readonly width: number | string }) {
  return <span className="skeleton" style={{ width }} />
}

/** Shows its children, a skeleton of the layout, after 150 ms; says to screen readers that it loads. */
export function Skeleton({ children }: { readonly children: ReactNode }) {
  const isLate = useLateAppearance()
  return (
    <div className="stack grow" role="status" aria-label={frameText.loading}>
      {isLate && <div aria-hidden="true">{children}</div>}
    </div>
  )
}

const nameWidths = [132, 108, 150, 96, 124, 140, 112, 128, 118, 104] as const

/** Rows of a list as a skeleton. */
export function SkeletonRows({ count = 8 }: { readonly count?: number }) {
  return (
    <Skeleton>
      <div className="skeleton-rows">
        {nameWidths.slice(0, Math.min(count, nameWidths.length)).map((width) => (
          <div key={width} className="skeleton-row">
            <span className="skeleton circle" />
            <SkeletonBar width={width / 2 + 10} />
            <SkeletonBar width={width} />
            <SkeletonBar width={44} />
          </div>
        ))}
      </div>
    </Skeleton>
  )
}
