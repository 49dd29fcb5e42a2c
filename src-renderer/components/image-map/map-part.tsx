/** One part of an image map: its face, what stands inside of it, and its behaviour as a button. */
import type { KeyboardEvent } from 'react'
import { formatBytes, formatCount, formatSize } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { classNames } from '../class-names.ts'
import { Icon, type IconName } from '../icon.tsx'
import { verdictLooks } from '../verdict-look.ts'
import { placeDirectories } from './directories.ts'
import { hatchFill } from './map-patterns.tsx'
import { partPath } from './shapes.ts'
import type { ImageMapLayout, MapForm, MapObject, PlacedPart } from './types.ts'

export interface MapPartViewProps {
  readonly part: PlacedPart
  readonly layout: ImageMapLayout
  readonly form: MapForm
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isSelected: boolean
  readonly isTabStop: boolean
  readonly onPoint: (object: MapObject | null) => void
  readonly onOpen: ((object: MapObject) => void) | undefined
  readonly onKeyDown: (event: KeyboardEvent<SVGGElement>) => void
  readonly onFocus: () => void
}

const icons: Readonly<Record<MapObject['kind'], IconName | null>> = {
  header: 'tag',
  table: 'table',
  definition: 'file-text',
  metadata: 'braces',
  fileSystem: null,
  data: null,
  signature: 'verdict-cannot-check',
  other: 'box',
}

/** What a screen reader says of a part. */
export function partName(object: MapObject): string {
  return frameText.mapPart(
    object.title,
    formatSize(object.sizeBytes),
    formatCount(object.offsetBytes),
    object.coverText,
  )
}

/** The exact facts of a part, for the line in the heading. */
export function partReadout(object: MapObject): string {
  return frameText.mapReadout(formatBytes(object.sizeBytes), formatCount(object.offsetBytes), object.coverText)
}

const slotPitch = 6
const slotColumns = 12
const slotRowsMost = 10

/** Places in the grid, counted from 1. */
function slotPlaces(
  count: number,
): readonly { readonly place: number; readonly column: number; readonly row: number }[] {
  return Array.from({ length: count }, (_, index) => ({
    place: index + 1,
    column: index % slotColumns,
    row: Math.floor(index / slotColumns),
  }))
}

function Slots({ part, layout }: { readonly part: PlacedPart; readonly layout: ImageMapLayout }) {
  const { used, total } = part.object.slots ?? { used: 0, total: 0 }
  const shown = Math.min(total, slotColumns * slotRowsMost)
  const lit = total === 0 ? 0 : Math.ceil((used / total) * shown)
  const rows = Math.ceil(shown / slotColumns)
  const left = part.x + (part.width - (slotColumns * slotPitch - 1)) / 2
  const top = layout.bar.top + (layout.bar.height - (rows * slotPitch - 1)) / 2
  return slotPlaces(shown).map(({ place, column, row }) => (
    <rect
      key={place}
      className={classNames('map-slot', place <= lit && 'used')}
      x={left + column * slotPitch}
      y={top + row * slotPitch}
      width="5"
      height="5"
      rx="1"
    />
  ))
}

/** The file system's own words and its strip of directories. */
function Inside({ part, layout }: { readonly part: PlacedPart; readonly layout: ImageMapLayout }) {
  const { object, x, width } = part
  const { top } = layout.bar
  const hasRight = width >= 340
  const strip = object.directories ?? []
  return (
    <>
      <text className="inside map-title" x={x + 12} y={top + 21}>
        {object.title}
      </text>
      <text className="inside faint" x={x + 12} y={top + 38}>
        {object.note ?? (hasRight ? '' : object.detail)}
      </text>
      {hasRight && (
        <>
          <text className="inside map-title" x={x + width - 12} y={top + 21} textAnchor="end">
            {object.detail}
          </text>
          <text className="inside faint" x={x + width - 12} y={top + 38} textAnchor="end">
            {object.share ?? ''}
          </text>
        </>
      )}
      {strip.length > 0 &&
        placeDirectories(strip, x + 4, width - 8).map((directory) => (
          <g key={directory.path}>
            <rect
              className={`map-directory rank-${Math.min(5, directory.rank)}`}
              x={directory.x}
              y={top + 52}
              width={directory.width}
              height="20"
              rx="2"
            />
            {directory.isNamed && (
              <text className="inside" x={directory.x + 7} y={top + 66}>
                {directory.path}
              </text>
            )}
          </g>
        ))}
    </>
  )
}

function Content(props: MapPartViewProps) {
  const { part, layout, form } = props
  const { object } = part
  if (part.isNamedInside) return <Inside part={part} layout={layout} />
  const isSlotted = form === 'full' && object.kind === 'table' && object.slots !== undefined && part.width >= 76
  if (isSlotted) return <Slots part={part} layout={layout} />
  const size = form === 'full' ? 16 : 12
  const icon = object.verdict === undefined ? icons[object.kind] : verdictLooks[object.verdict].icon
  const isShown = form === 'full' ? !object.isUncovered : object.kind === 'signature'
  if (icon === null || !isShown || part.width < size + 4) return null
  return (
    <svg
      x={part.x + (part.width - size) / 2}
      y={layout.bar.top + (layout.bar.height - size) / 2}
      width={size}
      height={size}
      aria-hidden="true"
    >
      <Icon name={icon} size={size} />
    </svg>
  )
}

export function MapPartView(props: MapPartViewProps) {
  const { part, layout, isFirst, isLast, onPoint, onOpen } = props
  const { object } = part
  const isStroked = object.kind === 'signature' || object.isChanged
  const box = { x: part.x, y: layout.bar.top, width: part.width, height: layout.bar.height }
  const path = partPath(box, isFirst, isLast, isStroked ? 0.75 : 0)
  const behaviour = {
    role: onOpen === undefined ? 'img' : 'button',
    tabIndex: props.isTabStop ? 0 : -1,
    'aria-label': partName(object),
    onPointerEnter: () => onPoint(object),
    onPointerLeave: () => onPoint(null),
    onFocus: () => {
      props.onFocus()
      onPoint(object)
    },
    onBlur: () => onPoint(null),
    onClick: () => onOpen?.(object),
    onKeyDown: props.onKeyDown,
  }
  return (
    <g
      {...behaviour}
      className={classNames('map-part', object.kind, object.isChanged && 'changed', props.isSelected && 'selected')}
      data-part={object.key}
      {...(object.verdict === undefined ? {} : { 'data-family': verdictLooks[object.verdict].family })}
    >
      <path className="face" d={path} />
      {object.isUncovered && <path className="hatch" d={path} fill={hatchFill} />}
      <Content {...props} />
    </g>
  )
}
