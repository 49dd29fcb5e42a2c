/** The image map of lists, 96 by 10 px: parts of the file, and one lane in the colour of its verdict. */
import './image-map/image-map.css'
import { memo, useMemo } from 'react'
import type { MapPart } from '../../src-shared/model/image.ts'
import type { Verdict } from '../../src-shared/model/verification.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { classNames } from './class-names.ts'
import { smallHatchFill } from './image-map/map-patterns.tsx'
import { layoutMiniMap, miniHeight, miniWidth } from './image-map/mini-layout.ts'
import { verdictLooks } from './verdict-look.ts'

export interface MiniMapProps {
  readonly parts: readonly MapPart[]
  /** Null: nothing was checked; there is no lane. */
  readonly verdict: Verdict | null
}

export const MiniMap = memo(function MiniMap({ parts, verdict }: MiniMapProps) {
  const layout = useMemo(() => layoutMiniMap(parts), [parts])
  return (
    <svg
      className="mini-map"
      width={miniWidth}
      height={miniHeight}
      viewBox={`0 0 ${miniWidth} ${miniHeight}`}
      role="img"
      aria-label={frameText.mapLabel(parts.length)}
      {...(verdict === null ? {} : { 'data-family': verdictLooks[verdict].family })}
    >
      {layout.parts.map(({ part, x, width }) => (
        <rect
          key={x}
          className={classNames(part.kind, part.cover === 'changed' && 'changed')}
          x={x}
          y="0"
          width={width}
          height="6"
          rx={Math.min(1, width / 2)}
        />
      ))}
      {layout.parts
        .filter(({ part }) => part.cover === 'notCovered')
        .map(({ x, width }) => (
          <rect key={x} x={x} y="0" width={width} height="6" fill={smallHatchFill} />
        ))}
      {verdict !== null &&
        layout.lane.map(({ x, width }) => (
          <rect key={x} className="lane" x={x} y="8" width={width} height="2" rx="1" />
        ))}
    </svg>
  )
})
