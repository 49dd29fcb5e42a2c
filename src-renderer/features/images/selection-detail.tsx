/** The pane beside the list for several images, or for all of them while none is chosen. */
import './images.css'
import { useMemo } from 'react'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { compareText } from '../../../src-shared/text/compare.ts'
import { formatCount, formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import { withTilde } from '../../app/local-path.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { FactList } from '../../components/fact-list.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import type { ImageDeeds } from './image-actions.ts'
import { type SelectionSummary, summarizeSelection } from './image-rows.ts'
import { imagesStore } from './images.ts'

export interface SelectionDetailProps {
  readonly images: readonly ImageSummary[]
  /** Nothing is chosen: the pane tells of the whole list. */
  readonly isAll: boolean
  readonly deeds: ImageDeeds
  readonly homeFolder: string | null
}

function folderText(folders: readonly string[], homeFolder: string | null): string {
  const [only] = folders
  return folders.length === 1 && only !== undefined
    ? withTilde(only, homeFolder)
    : imagesText.folderCount(folders.length)
}

function VerdictList({ summary, isAll }: { readonly summary: SelectionSummary; readonly isAll: boolean }) {
  return (
    <ul className="verdict-list" aria-label={imagesText.verdicts}>
      {summary.verdicts.map(({ verdict, images }) => {
        const [first] = images
        const more = images.length - 1
        const names = images.length === 1 && first !== undefined ? first.name : formatCount(images.length)
        return (
          <li key={verdict ?? 'none'} className="line">
            {verdict === null ? (
              <span className="quiet">{imagesText.notChecked}</span>
            ) : (
              <VerdictBadge verdict={verdict} />
            )}
            <span
              className="quiet cut push-end"
              title={images
                .slice(0, 20)
                .map((image) => image.name)
                .join('\n')}
            >
              {isAll || more === 0 ? names : `${first?.name ?? ''} ${imagesText.andMore(more)}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

export function SelectionDetail({ images, isAll, deeds, homeFolder }: SelectionDetailProps) {
  const summary = useMemo(() => summarizeSelection(images), [images])
  const [first, second] = images
  return (
    <div className="image-detail">
      <header className="line">
        <h2 className="cut grow">{isAll ? imagesText.allImages : imagesText.selected(images.length)}</h2>
        {!isAll && (
          <IconButton
            icon="cross"
            label={imagesText.clearSelection}
            shortcut="Esc"
            onPress={() => imagesStore.select(new Set())}
          />
        )}
      </header>
      <FactList
        isNarrow
        facts={[
          { name: imagesText.together, value: formatSize(summary.sizeBytes) },
          { name: imagesText.for, value: summary.architectures.join(', ') },
          {
            name: imagesText.pulled,
            value: imagesText.pulledCount(summary.withReference, summary.count - summary.withReference),
          },
          {
            name: imagesText.folder,
            value: (
              <span className="cut block" title={summary.folders.join('\n')}>
                {folderText(summary.folders, homeFolder)}
              </span>
            ),
          },
        ]}
      />
      <section className="section detail-section">
        <h3>{imagesText.verdicts}</h3>
        <VerdictList summary={summary} isAll={isAll} />
      </section>
      {isAll ? (
        <p className="quiet detail-section">{imagesText.chooseHint}</p>
      ) : (
        <div className="detail-section selection-actions">
          <Button icon="check" onPress={() => deeds.verify(images)}>
            {imagesText.verify}
          </Button>
          <Button icon="sign" onPress={() => deeds.sign(images)}>
            {signingText.sign}
          </Button>
          {images.length === 2 && first !== undefined && second !== undefined && (
            <Button icon="compare" onPress={() => deeds.compare(first, { kind: 'here', path: second.path })}>
              {compareText.compareTwo}
            </Button>
          )}
          <Button variant="danger" icon="trash" onPress={() => deeds.remove(images)}>
            {imagesText.removeMany(images.length)}
          </Button>
        </div>
      )}
    </div>
  )
}
