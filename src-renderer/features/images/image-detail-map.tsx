/** The map of the detail pane: plain, with a short row per signature and for what none covers. */
import './images.css'
import { useMemo } from 'react'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { objectList } from '../../../src-shared/text/verdicts/index.ts'
import { addressOf } from '../../app/address.ts'
import { navigate } from '../../app/router.ts'
import { ImageMap } from '../../components/image-map.tsx'
import { type ShortLegendRow, ShortMapLegend } from '../../components/map-legend.tsx'
import { laneRows, mapLanes, mapObjects } from '../inspect/image-map-model.ts'
import { SignerName } from '../signatures/signer-name.tsx'

export interface ImageDetailMapProps {
  readonly path: string
  readonly inspection: Inspection
  readonly verification: Verification | null
}

const mostRows = 5

export function ImageDetailMap({ path, inspection, verification }: ImageDetailMapProps) {
  const objects = useMemo(() => mapObjects(inspection, verification), [inspection, verification])
  const lanes = useMemo(() => mapLanes(verification), [verification])
  const rows = useMemo(
    () =>
      laneRows(inspection, verification)
        .slice(0, mostRows)
        .map((row): ShortLegendRow => {
          if (row.kind === 'uncovered') {
            const ids = row.objects.map((object) => object.id)
            return {
              key: row.key,
              verdict: null,
              name: imagesText.noCoverage,
              coverage: `${objectList(ids)}, ${formatSize(row.sizeBytes)}`,
            }
          }
          return {
            key: row.key,
            verdict: row.verdict,
            name: <SignerName finding={row.finding} form="short" />,
            coverage: row.finding.covers.length === 0 ? inspectText.laneNotKnown : objectList(row.finding.covers),
          }
        }),
    [inspection, verification],
  )
  return (
    <div className="detail-map">
      <ImageMap
        form="plain"
        objects={objects}
        lanes={lanes}
        onOpen={(object) =>
          navigate(
            addressOf.image(path, 'objects', object.objectId === null ? {} : { object: String(object.objectId) }),
          )
        }
      />
      {rows.length > 0 && <ShortMapLegend rows={rows} />}
    </div>
  )
}
