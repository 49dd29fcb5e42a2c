/** The head of the image page: name, what it is in a few words, and what else can be done with it. */

import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { formatBytes, formatSize } from '../../../src-shared/text/format.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { Icon } from '../../components/icon.tsx'
import { type MenuEntry, MoreMenu } from '../../components/menu.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { ViewHead } from '../../components/view-head.tsx'

export interface ImageHeadProps {
  readonly path: string
  readonly inspection: Inspection | null
  readonly image: ImageSummary | null
  readonly entries: readonly MenuEntry[]
}

function Note({ path, inspection, image }: Omit<ImageHeadProps, 'entries'>) {
  const sizeBytes = inspection?.sizeBytes ?? image?.sizeBytes ?? null
  const architecture =
    inspection?.primaryPartition?.architecture ?? inspection?.header.architecture ?? image?.architecture
  const words = [
    ...(architecture === undefined || architecture === 'unknown' ? [] : [architecture]),
    ...(inspection === null ? [] : [inspection.format === 'sif' ? inspectText.formatSif : inspectText.formatOciSif]),
  ]
  return (
    <span className="line image-note">
      {sizeBytes !== null && (
        <span className="nowrap" title={formatBytes(sizeBytes)}>
          {[formatSize(sizeBytes), ...words].join(' · ')}
        </span>
      )}
      {inspection?.encrypted === true && (
        <span className="line nowrap encrypted">
          <Icon name="lock" size={14} />
          {inspectText.encrypted}
        </span>
      )}
      {image?.reference != null ? (
        <>
          <span aria-hidden="true">·</span>
          <ReferenceText reference={image.reference} />
        </>
      ) : (
        image === null &&
        inspection !== null && (
          <>
            <span aria-hidden="true">·</span>
            <span className="cut" title={path}>
              {inspectText.notInLibrary}
            </span>
          </>
        )
      )}
    </span>
  )
}

export function ImageHead({ path, inspection, image, entries }: ImageHeadProps) {
  return (
    <ViewHead
      title={path.split('/').at(-1) ?? path}
      note={<Note path={path} inspection={inspection} image={image} />}
      actions={<MoreMenu label={inspectText.moreActions} entries={entries} />}
    />
  )
}
