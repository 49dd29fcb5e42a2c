/** The map of an image with a row per signature, as it stands above the tabs. */
import './inspect.css'
import { useMemo } from 'react'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { formatBytes, formatCount, formatDate } from '../../../src-shared/text/format.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { Button } from '../../components/button.tsx'
import { ImageMap } from '../../components/image-map.tsx'
import { ImageMapPanel } from '../../components/image-map-panel.tsx'
import { MapLegend, type MapLegendRow } from '../../components/map-legend.tsx'
import { SignerName } from '../signatures/signer-name.tsx'
import {
  type FileSystemFacts,
  type LaneRow,
  laneRows,
  mapLanes,
  mapObjects,
  objectOfKey,
  uncoveredTitle,
} from './image-map-model.ts'

export interface ImageMapSectionProps {
  readonly inspection: Inspection
  readonly verification: Verification | null
  readonly files: FileSystemFacts | null
  /** With names and rows on Overview, plain on the other tabs. */
  readonly form: 'full' | 'plain'
  readonly selectedKey: string | null
  /** Opens what a part of the map stands for; null is header or table. */
  readonly onOpen: (objectId: number | null) => void
  readonly onCheckSigner: (fingerprint: string) => void
  readonly onShowSignatures: () => void
}

/** More signatures than these are told on their own tab. */
const mostRows = 6

function legendRow(row: LaneRow, onCheckSigner: (fingerprint: string) => void): MapLegendRow {
  if (row.kind === 'uncovered') {
    const [first] = row.objects
    const isOne = row.objects.length === 1 && first !== undefined
    const addedAt = isOne ? first.createdAt : null
    return {
      kind: 'uncovered',
      key: row.key,
      name: uncoveredTitle(row.objects),
      place: isOne
        ? inspectText.bytesAt(formatBytes(row.sizeBytes), formatCount(first.offset))
        : formatBytes(row.sizeBytes),
      coverage: inspectText.coveredByNoneShort,
      end: addedAt !== null && Date.parse(addedAt) > 0 ? inspectText.laneAdded(formatDate(addedAt)) : null,
    }
  }
  const { finding, verdict } = row
  const { fingerprint, signedAt } = finding
  const canDecide = fingerprint !== null && finding.key.known && (verdict === 'unknown' || verdict === 'accepted')
  return {
    kind: 'lane',
    key: row.key,
    verdict,
    name: <SignerName finding={finding} />,
    fingerprint,
    coverage: row.coverage,
    end: canDecide ? (
      <Button onPress={() => onCheckSigner(fingerprint)}>{inspectText.checkSigner}</Button>
    ) : signedAt === null ? null : (
      inspectText.laneSigned(formatDate(signedAt))
    ),
  }
}

export function ImageMapSection(props: ImageMapSectionProps) {
  const { inspection, verification, files, form, selectedKey, onOpen, onCheckSigner } = props
  const objects = useMemo(() => mapObjects(inspection, verification, files), [inspection, verification, files])
  const lanes = useMemo(() => mapLanes(verification), [verification])
  const rows = useMemo(() => laneRows(inspection, verification), [inspection, verification])
  const open = (key: string): void => onOpen(objectOfKey(key))
  if (form === 'plain') {
    return (
      <ImageMap
        form="plain"
        objects={objects}
        lanes={lanes}
        selectedKey={selectedKey}
        onOpen={(object) => open(object.key)}
      />
    )
  }
  const uncovered = rows.filter((row) => row.kind === 'uncovered')
  const shown = [...rows.filter((row) => row.kind === 'signature').slice(0, mostRows), ...uncovered]
  const left = rows.length - shown.length
  return (
    <ImageMapPanel objects={objects} lanes={lanes} selectedKey={selectedKey} onOpen={(object) => open(object.key)}>
      <MapLegend rows={shown.map((row) => legendRow(row, onCheckSigner))} />
      {left > 0 && (
        <Button variant="link" onPress={props.onShowSignatures}>
          {inspectText.moreSignatures(left)}
        </Button>
      )}
    </ImageMapPanel>
  )
}
