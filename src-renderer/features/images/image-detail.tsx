/** The pane beside the list for one image: its verdict, map and signers, the way on, and its facts. */
import './images.css'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { compareText } from '../../../src-shared/text/compare.ts'
import { formatBytes, formatDateTime, formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { addressOf } from '../../app/address.ts'
import { withTilde } from '../../app/local-path.ts'
import { navigate } from '../../app/router.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { DigestText } from '../../components/digest-text.tsx'
import { type Fact, FactList } from '../../components/fact-list.tsx'
import { MoreMenu } from '../../components/menu.tsx'
import { MiddleCut } from '../../components/middle-cut.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { useInspection } from '../inspect/use-inspection.ts'
import { nextStep } from '../signatures/next-step.ts'
import { takeStep } from '../signatures/take-step.ts'
import { useVerification } from '../signatures/use-verification.ts'
import { VerdictPanel } from '../signatures/verdict-panel.tsx'
import { type ImageDeeds, imageMenu, tagOf } from './image-actions.ts'
import { ImageDetailMap } from './image-detail-map.tsx'

export interface ImageDetailProps {
  readonly image: ImageSummary
  readonly deeds: ImageDeeds
  readonly homeFolder: string | null
}

function tagText(image: ImageSummary): ReactNode {
  const tag = tagOf(image)
  if (image.tagMoved !== true) return imagesText.tagCurrentText
  return (
    <>
      {imagesText.tagMovedText}
      {tag !== null && (
        <>
          {' '}
          <Link href={addressOf.compare(image.path, tag)}>{compareText.compareTwo}</Link>
        </>
      )}
    </>
  )
}

function factsOf(image: ImageSummary, homeFolder: string | null): readonly Fact[] {
  const used = image.lastUsedAt === null ? '' : ` · ${imagesText.usedAt(lowerStart(formatRelative(image.lastUsedAt)))}`
  return [
    {
      name: imagesText.from,
      value:
        image.reference === null ? (
          <span className="quiet">{imagesText.addedByHand}</span>
        ) : (
          <ReferenceText reference={image.reference} />
        ),
    },
    ...(image.tagMoved === null ? [] : [{ name: imagesText.tag, value: tagText(image) }]),
    ...(image.digest === null
      ? []
      : [{ name: imagesText.digest, value: <DigestText digest={image.digest} canCopy /> }]),
    {
      name: imagesText.size,
      value: (
        <>
          <span title={formatBytes(image.sizeBytes)}>{formatSize(image.sizeBytes)}</span>{' '}
          <span className="quiet">· {image.architecture}</span>
        </>
      ),
    },
    {
      name: image.reference === null ? imagesText.added : imagesText.pulled,
      value: (
        <span title={formatDateTime(image.addedAt)}>
          {formatRelative(image.addedAt)}
          <span className="quiet">{used}</span>
        </span>
      ),
    },
    ...(image.checkedAt === null
      ? []
      : [
          {
            name: imagesText.checked,
            value: <span title={formatDateTime(image.checkedAt)}>{formatRelative(image.checkedAt)}</span>,
          },
        ]),
    {
      name: imagesText.folder,
      value: (
        <span className="cut block" title={image.folder}>
          {withTilde(image.folder, homeFolder)}
        </span>
      ),
    },
  ]
}

const lowerStart = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

export function ImageDetail({ image, deeds, homeFolder }: ImageDetailProps) {
  const { inspection } = useInspection(image.path)
  const { status, verification, keyserversAsked, store } = useVerification(image.path, false)
  const step = verification === null ? null : nextStep(verification, image)
  return (
    <div className="image-detail">
      <header className="line">
        <h2 className="grow">
          <MiddleCut text={image.name} />
        </h2>
        <IconButton icon="external" label={imagesText.openImage} shortcut="Enter" onPress={() => deeds.open(image)} />
        <MoreMenu label={imagesText.moreActions} entries={imageMenu([image], deeds)} />
      </header>
      {image.fileState === 'missing' && <SourceNotice kind="failed" title={imagesText.goneText} />}
      {image.fileState === 'modified' && <SourceNotice kind="failed" title={imagesText.modifiedText} />}
      <VerdictPanel
        form="line"
        status={status}
        verification={verification}
        image={image}
        store={store}
        keyserversAsked={keyserversAsked}
        hidesAction
        onStep={() => undefined}
      />
      {inspection !== null && <ImageDetailMap path={image.path} inspection={inspection} verification={verification} />}
      <div className="line detail-actions">
        {step !== null && step.kind !== 'none' && (
          <Button onPress={() => takeStep(step, image.path, store)}>{step.text}</Button>
        )}
        <span className="grow" />
        <Button onPress={() => navigate(addressOf.image(image.path))}>{imagesText.open}</Button>
      </div>
      <div className="detail-facts">
        <FactList facts={factsOf(image, homeFolder)} isNarrow />
      </div>
    </div>
  )
}
