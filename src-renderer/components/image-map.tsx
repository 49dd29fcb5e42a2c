/**
 * The image map: a whole file as one bar to scale, with a lane below it for what each signature
 * covers. One tab stop; arrows go from part to part, Enter opens one. It draws what `layoutImageMap`
 * says and takes the width of its place.
 */
import './image-map/image-map.css'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'
import { textPlace } from './image-map/labels.ts'
import { layoutImageMap } from './image-map/layout.ts'
import { MapLanes } from './image-map/map-lanes.tsx'
import { MapPartView } from './image-map/map-part.tsx'
import { leaderPath } from './image-map/shapes.ts'
import type { ImageMapLayout, MapForm, MapLane, MapObject, MapScale } from './image-map/types.ts'
import { useMediaQuery } from './use-media-query.ts'
import { useWidth } from './use-width.ts'

export type { MapLane, MapObject, MapScale } from './image-map/types.ts'

export interface ImageMapProps {
  /** In file order. */
  readonly objects: readonly MapObject[]
  readonly lanes: readonly MapLane[]
  readonly scale?: MapScale
  /** `full` has names, and becomes short by itself in short windows; `plain` has none and is 40 high. */
  readonly form?: 'full' | 'plain'
  /** The part whose object is shown elsewhere in the view. */
  readonly selectedKey?: string | null
  /** Selecting a part opens it; without it parts can only be pointed at. */
  readonly onOpen?: (object: MapObject) => void
  /** What is pointed at or focused, for a readout line; null: nothing. */
  readonly onPoint?: (object: MapObject | null) => void
}

/** Names above the bar repeat what the parts say of themselves. */
const decoration = { 'aria-hidden': true } as const
/** A group of parts, not one picture: each part is an element of its own. */
const grouping = { role: 'group' } as const

function Labels({ layout }: { readonly layout: ImageMapLayout }) {
  return layout.labels.map((label) => (
    <g key={label.object.key} {...decoration}>
      <path className="map-leader" d={leaderPath(label.from, label.x)} />
      <text className="map-title" x={textPlace(label)} y="13" textAnchor={label.side}>
        {label.object.title}
      </text>
      <text className="map-detail" x={textPlace(label)} y="30" textAnchor={label.side}>
        {label.object.detail}
      </text>
    </g>
  ))
}

const ignore = (): void => undefined

export function ImageMap(props: ImageMapProps) {
  const { objects, lanes, scale = 'size', onOpen, onPoint = ignore } = props
  const room = useRef<HTMLDivElement>(null)
  const width = useWidth(room) ?? 0
  const isShort = useMediaQuery('(max-height: 759px)')
  const form: MapForm = props.form === 'plain' ? 'plain' : isShort ? 'short' : 'full'
  const layout = useMemo(
    () => layoutImageMap(objects, lanes, Math.max(1, width), { form, scale }),
    [objects, lanes, width, form, scale],
  )
  const [tabStop, setTabStop] = useState(0)
  const stop = Math.min(tabStop, objects.length - 1)

  const focusPart = (index: number): void => {
    const next = Math.max(0, Math.min(objects.length - 1, index))
    setTabStop(next)
    room.current?.querySelectorAll<SVGGElement>('[data-part]')[next]?.focus()
  }
  const press = (event: KeyboardEvent<SVGGElement>, index: number, object: MapObject): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      Home: 0,
      End: objects.length - 1,
    }
    const next = event.altKey ? undefined : moves[event.key]
    if (next !== undefined) focusPart(next)
    else if ((event.key === 'Enter' || event.key === ' ') && onOpen !== undefined) onOpen(object)
    else return
    event.preventDefault()
  }

  return (
    <div ref={room} className="image-map-room" style={{ minHeight: layout.height }}>
      {width > 0 && (
        <svg
          className="image-map"
          width={width}
          height={layout.height}
          viewBox={`0 0 ${width} ${layout.height}`}
          {...grouping}
          aria-label={frameText.mapLabel(objects.length)}
        >
          <Labels layout={layout} />
          {layout.parts.map((part, index) => (
            <MapPartView
              key={part.object.key}
              part={part}
              layout={layout}
              form={form}
              isFirst={index === 0}
              isLast={index === layout.parts.length - 1}
              isSelected={props.selectedKey === part.object.key}
              isTabStop={index === stop}
              onPoint={onPoint}
              onOpen={onOpen}
              onFocus={() => setTabStop(index)}
              onKeyDown={(event) => press(event, index, part.object)}
            />
          ))}
          <MapLanes layout={layout} />
        </svg>
      )}
    </div>
  )
}
