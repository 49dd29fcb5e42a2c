/** The columns of the Images list. Verdict, name and size never leave; the others go by rank. */
import type { ReactNode } from 'react'
import { displayClaim } from '../../../src-shared/model/claims.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { formatBytes, formatDateTime, formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import type { DataColumn } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { MiddleCut } from '../../components/middle-cut.tsx'
import { MiniMap } from '../../components/mini-map.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import type { ImageRow } from './image-rows.ts'

/** The name a key claims, without its address. */
export function shortClaim(claim: string): string {
  return displayClaim(claim.replace(/\s*[<(].*$/, '') || claim, 60)
}

function Verdict({ image }: { readonly image: ImageSummary }) {
  if (image.fileState === 'missing') {
    return (
      <span className="verdict gone">
        <Icon name="warning" />
        {imagesText.missing}
      </span>
    )
  }
  if (image.verdict === null) return <span className="quiet not-checked">{imagesText.notChecked}</span>
  return <VerdictBadge verdict={image.verdict} />
}

function From({ image }: { readonly image: ImageSummary }) {
  if (image.reference === null) return <span className="quiet cut">{imagesText.addedByHand}</span>
  if (image.tagMoved !== true) return <ReferenceText reference={image.reference} />
  // The column of tags is the first to leave; that one has moved is to be seen all the same.
  return (
    <span className="line" title={imagesText.tagMovedHint}>
      <Icon name="moved" />
      <ReferenceText reference={image.reference} />
    </span>
  )
}

function Tag({ image }: { readonly image: ImageSummary }) {
  if (image.fileState === 'modified') return <span className="quiet">{imagesText.modified}</span>
  if (image.tagMoved === null) return <span className="quiet">{imagesText.none}</span>
  if (!image.tagMoved) return <span className="quiet">{imagesText.tagCurrent}</span>
  return (
    <span className="line tag-moved">
      <Icon name="moved" />
      {imagesText.tagMoved}
    </span>
  )
}

function Signer({ image }: { readonly image: ImageSummary }) {
  const { signer, verdict } = image
  if (verdict === 'yours') return <span>{imagesText.you}</span>
  if (signer === null) return <span className="quiet">{imagesText.none}</span>
  const name = signer.name === null ? null : shortClaim(signer.name)
  if (name === null) {
    return <span className="quiet">{verdict === 'cannotCheck' ? imagesText.keyNotHere : imagesText.noName}</span>
  }
  // A signature that does not hold is nobody's word, whoever the key belongs to.
  return signer.verified && verdict !== 'changed' ? (
    <span>{name}</span>
  ) : (
    <span>
      <span className="quiet">{imagesText.says}</span> {name}
    </span>
  )
}

type Cell = (image: ImageSummary) => ReactNode

const cell =
  (render: Cell): DataColumn<ImageRow>['render'] =>
  (row) =>
    row.kind === 'image' ? render(row.image) : null

export const imageColumns: readonly DataColumn<ImageRow>[] = [
  {
    id: 'verdict',
    title: imagesText.columnVerdict,
    width: { px: 138 },
    isSortable: true,
    render: cell((image) => <Verdict image={image} />),
  },
  {
    id: 'name',
    title: imagesText.columnName,
    width: { share: 1, minPx: 150 },
    isSortable: true,
    fills: true,
    render: cell((image) => (
      <span className="medium line">
        <MiddleCut text={image.name} />
      </span>
    )),
  },
  {
    id: 'reference',
    title: imagesText.columnFrom,
    width: { share: 1.3, minPx: 200 },
    rank: 2,
    isSortable: true,
    fills: true,
    render: cell((image) => <From image={image} />),
  },
  {
    id: 'tag',
    title: imagesText.columnTag,
    width: { px: 92 },
    rank: 4,
    render: cell((image) => <Tag image={image} />),
  },
  {
    id: 'size',
    title: imagesText.columnSize,
    width: { px: 84 },
    align: 'end',
    isSortable: true,
    render: cell((image) => <span title={formatBytes(image.sizeBytes)}>{formatSize(image.sizeBytes)}</span>),
  },
  {
    id: 'for',
    title: imagesText.columnFor,
    width: { px: 76 },
    rank: 3,
    render: cell((image) => <span className="quiet">{image.architecture}</span>),
  },
  {
    id: 'signer',
    title: imagesText.columnSigner,
    width: { share: 1, minPx: 160 },
    rank: 5,
    render: cell((image) => <Signer image={image} />),
  },
  {
    id: 'addedAt',
    title: imagesText.columnAdded,
    width: { px: 112 },
    rank: 6,
    isSortable: true,
    render: cell((image) => (
      <span className="quiet" title={formatDateTime(image.addedAt)}>
        {formatRelative(image.addedAt)}
      </span>
    )),
  },
  {
    id: 'map',
    title: imagesText.columnMap,
    width: { px: 128 },
    rank: 1,
    render: cell((image) => <MiniMap parts={image.map} verdict={image.verdict} />),
  },
]
