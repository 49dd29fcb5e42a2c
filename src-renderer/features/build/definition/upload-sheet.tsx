/** What leaves this computer when a remote builder gets a definition: every file by name, agreed to before it is sent. */
import type { BuildUpload } from '../../../../src-shared/model/build.ts'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { formatSize } from '../../../../src-shared/text/format.ts'
import { ActionSheet } from '../../../components/action-sheet.tsx'
import { Icon } from '../../../components/icon.tsx'
import { MiddleCut } from '../../../components/middle-cut.tsx'
import { ScrollPane } from '../../../components/scroll-pane.tsx'

export interface UploadSheetProps {
  readonly remote: string
  readonly upload: BuildUpload
  readonly onClose: () => void
  readonly onAgree: () => void
}

export function UploadSheet({ remote, upload, onClose, onAgree }: UploadSheetProps) {
  const { files, fileCount, sizeBytes } = upload
  return (
    <ActionSheet
      title={buildDefinitionText.uploadTitle(remote)}
      subtitle={buildDefinitionText.uploadText(remote)}
      action={buildDefinitionText.uploadAction}
      variant="primary"
      icon="push"
      isReady
      onClose={onClose}
      onAction={onAgree}
    >
      <h3>
        {buildDefinitionText.uploadFiles}
        <span className="quiet upload-sum"> {buildDefinitionText.uploadOf(fileCount, sizeBytes)}</span>
      </h3>
      <ScrollPane label={buildDefinitionText.uploadFiles} className="upload-files">
        <ul className="file-sources">
          {files.map(({ path, sizeBytes: size }) => (
            <li key={path}>
              <Icon name="file" />
              <code className="grow cut">
                <MiddleCut text={path} />
              </code>
              <span className="small nowrap">{formatSize(size)}</span>
            </li>
          ))}
        </ul>
        {fileCount > files.length && (
          <p className="quiet small">{buildDefinitionText.uploadMore(fileCount - files.length)}</p>
        )}
      </ScrollPane>
    </ActionSheet>
  )
}
