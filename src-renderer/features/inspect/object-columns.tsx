/** The columns of the list of objects, with the colours of the map and who covers each. */
import type { ReactNode } from 'react'
import { mapPartKind } from '../../../src-shared/model/map-part-kind.ts'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { judgeSignature } from '../../../src-shared/model/verdict.ts'
import type { SignatureFinding } from '../../../src-shared/model/verification.ts'
import { formatBytes, formatCount } from '../../../src-shared/text/format.ts'
import { inspectText, objectTypeWord, partitionWord } from '../../../src-shared/text/inspect.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import type { DataColumn } from '../../components/data-table.tsx'
import { LaneKey } from '../../components/map-legend.tsx'
import { verdictLooks } from '../../components/verdict-look.ts'
import { SignerName } from '../signatures/signer-name.tsx'
import type { CoverFacts } from './image-map-model.ts'

/** An object with what a verification says about it. */
export interface ObjectRow {
  readonly object: SifObject
  readonly cover: CoverFacts
  /** Findings of all signatures, by the signature object. */
  readonly findings: ReadonlyMap<number, SignatureFinding>
}

function Swatch({ object, findings }: ObjectRow) {
  const finding = findings.get(object.id)
  const family = finding === undefined ? undefined : verdictLooks[judgeSignature(finding)].family
  return <span className={`swatch ${mapPartKind(object)}`} data-family={family} aria-hidden="true" />
}

function Name({ object, findings }: ObjectRow) {
  const finding = findings.get(object.id)
  if (finding !== undefined) return <SignerName finding={finding} form="short" />
  const word = object.detail.kind === 'partition' ? partitionWord(object.detail.partitionType) : null
  return (
    <span className="line">
      {object.name === '' ? <span className="quiet">–</span> : <span className="cut">{printable(object.name)}</span>}
      {word !== null && <span className="tag">{word}</span>}
    </span>
  )
}

function linkText({ linkedId, linkIsGroup }: SifObject): string | null {
  if (linkedId === null) return null
  return linkIsGroup ? inspectText.linkGroup(linkedId) : inspectText.linkObject(linkedId)
}

const dash = <span className="quiet">–</span>

export function CoveredBy({ object, cover, findings }: ObjectRow): ReactNode {
  if (object.type === 'Signature') return dash
  if (cover.uncovered.has(object.id)) {
    return (
      <span className="line covered-by">
        <LaneKey kind="none" />
        <span className="not-covered-word">{inspectText.none}</span>
      </span>
    )
  }
  const signatures = cover.signaturesOf.get(object.id) ?? []
  if (signatures.length === 0) return dash
  return (
    <span className="line covered-by">
      {signatures.slice(0, 3).map((id) => {
        const finding = findings.get(id)
        const family = finding === undefined ? 'neutral' : verdictLooks[judgeSignature(finding)].family
        return (
          <span key={id} className="line" data-family={family}>
            <LaneKey kind="covered" />
            {id}
          </span>
        )
      })}
      {signatures.length > 3 && <span className="quiet">+{signatures.length - 3}</span>}
      {cover.changed.has(object.id) && <span className="changed-word">{inspectText.changedWord}</span>}
    </span>
  )
}

export const objectColumns: readonly DataColumn<ObjectRow>[] = [
  { id: 'id', title: inspectText.columnId, width: { px: 46 }, render: ({ object }) => object.id },
  {
    id: 'type',
    title: inspectText.columnType,
    width: { px: 112 },
    render: (row) => (
      <span className="line">
        <Swatch {...row} />
        <span className="cut">{objectTypeWord(row.object.type, row.object.name)}</span>
      </span>
    ),
  },
  { id: 'name', title: inspectText.columnName, width: { share: 1, minPx: 96 }, render: (row) => <Name {...row} /> },
  {
    id: 'group',
    title: inspectText.columnGroup,
    width: { px: 60 },
    rank: 3,
    render: ({ object }) => (object.groupId === null ? dash : <span className="quiet">{object.groupId}</span>),
  },
  {
    id: 'link',
    title: inspectText.columnLink,
    width: { px: 84 },
    rank: 4,
    render: ({ object }) => {
      const text = linkText(object)
      return text === null ? dash : <span className="quiet">{text}</span>
    },
  },
  {
    id: 'offset',
    title: inspectText.columnOffset,
    width: { px: 116 },
    rank: 2,
    align: 'end',
    render: ({ object }) => <span className="quiet">{formatCount(object.offset)}</span>,
  },
  {
    id: 'size',
    title: inspectText.columnSize,
    width: { px: 104 },
    align: 'end',
    render: ({ object }) => <span title={formatBytes(object.sizeBytes)}>{formatCount(object.sizeBytes)}</span>,
  },
  {
    id: 'covered',
    title: inspectText.columnCovered,
    width: { px: 114 },
    render: (row) => <CoveredBy {...row} />,
  },
]
