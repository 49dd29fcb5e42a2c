/**
 * The image map with its heading: title, the line that names what has the pointer or the focus, the
 * key of the lanes, the scale. Below it what is given as children: the legend.
 */
import { type ReactNode, useState } from 'react'
import { formatNoun, formatSize } from '../../src-shared/text/format.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { partReadout } from './image-map/map-part.tsx'
import type { MapLane, MapObject, MapScale } from './image-map/types.ts'
import { ImageMap } from './image-map.tsx'
import { LaneKey } from './map-legend.tsx'
import { Segmented } from './segmented.tsx'

export interface ImageMapPanelProps {
  readonly objects: readonly MapObject[]
  readonly lanes: readonly MapLane[]
  readonly onOpen?: (object: MapObject) => void
  readonly selectedKey?: string | null
  readonly children?: ReactNode
  /** On tabs other than Overview the map loses its names. */
  readonly form?: 'full' | 'plain'
}

export function ImageMapPanel(props: ImageMapPanelProps) {
  const { objects, lanes, form = 'full' } = props
  const [scale, setScale] = useState<MapScale>('size')
  // The key alone: what is known about a part may change while the pointer rests on it.
  const [pointedKey, setPointedKey] = useState<string | null>(null)
  const total = objects.reduce((sum, object) => sum + object.sizeBytes, 0)
  const withKey = (key: string | null | undefined) => objects.find((object) => object.key === key)
  const shown = withKey(pointedKey) ?? withKey(props.selectedKey) ?? null
  return (
    <section className="image-map-panel" aria-label={frameText.imageMap}>
      <div className="map-heading">
        <h2 className="nowrap">{frameText.imageMap}</h2>
        <div className="map-readout cut" role="status">
          {shown === null ? (
            <span className="quiet">
              {formatNoun(objects.length, 'part')} · {formatSize(total)}
            </span>
          ) : (
            <>
              <b className="medium">{shown.title}</b> <span className="quiet">{partReadout(shown)}</span>
            </>
          )}
        </div>
        {lanes.length > 0 && (
          <div className="map-keys hide-narrow">
            <LaneKey kind="covered" />
            {frameText.mapCovered}
            <LaneKey kind="some" />
            {frameText.mapSomeFields}
            {objects.some((object) => object.isUncovered) && (
              <>
                <LaneKey kind="none" />
                {frameText.mapNotCovered}
              </>
            )}
          </div>
        )}
        <Segmented
          label={frameText.mapScale}
          segments={[
            { value: 'size', label: frameText.mapBySize },
            { value: 'equal', label: frameText.mapEqual },
          ]}
          value={scale}
          onChange={setScale}
        />
      </div>
      <ImageMap
        objects={objects}
        lanes={lanes}
        scale={scale}
        form={form}
        selectedKey={props.selectedKey ?? null}
        onPoint={(object) => setPointedKey(object?.key ?? null)}
        {...(props.onOpen === undefined ? {} : { onOpen: props.onOpen })}
      />
      {props.children}
    </section>
  )
}
