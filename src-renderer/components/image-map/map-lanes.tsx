/** The lanes of an image map: what each signature covers, tied to the object that speaks. */
import { verdictLooks } from '../verdict-look.ts'
import { stemPath } from './shapes.ts'
import type { ImageMapLayout, PlacedLane } from './types.ts'

function Lane({ placed, layout }: { readonly placed: PlacedLane; readonly layout: ImageMapLayout }) {
  const { lane, y, runs, dashes, stem } = placed
  const thickness = layout.laneThickness
  const barBottom = layout.bar.top + layout.bar.height
  return (
    <g data-family={verdictLooks[lane.verdict].family}>
      <path className="map-lane-base" d={`M0 ${y}H${layout.width}`} />
      {dashes.map(({ x, width }) => (
        <path key={`dash-${x}`} className="map-lane-dashes" d={`M${x + 1} ${y}H${x + width - 1}`} />
      ))}
      {runs.map(({ x, width }) => (
        <rect
          key={`run-${x}`}
          className="map-lane-run"
          x={x}
          y={y - thickness / 2}
          width={width}
          height={thickness}
          rx={thickness / 2}
        />
      ))}
      {stem !== null && (
        <>
          <path className="map-stem" d={stemPath(stem.x, barBottom + 1, y, stem.end)} />
          <circle className="map-stem-foot" cx={stem.x} cy={barBottom + 2} r="2.5" />
        </>
      )}
    </g>
  )
}

export function MapLanes({ layout }: { readonly layout: ImageMapLayout }) {
  return layout.lanes.map((placed) => <Lane key={placed.lane.key} placed={placed} layout={layout} />)
}
