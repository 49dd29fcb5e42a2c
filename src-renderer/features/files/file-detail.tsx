/** What one entry of the file system is. */
import './files.css'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatBytes, formatDateTime } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { FactList } from '../../components/fact-list.tsx'
import { Icon } from '../../components/icon.tsx'
import { iconOfEntry } from './file-icon.ts'
import { FilePreview } from './file-preview.tsx'
import { baseName, linkTarget, modeText, parentOf, specialMark } from './file-tree.ts'

export interface FileDetailProps {
  /** Of the image. */
  readonly path: string
  readonly entry: FileEntry
  readonly onGo: (directory: string) => void
  readonly onChoose: (path: string) => void
}

export function FileDetail({ path, entry, onGo, onChoose }: FileDetailProps) {
  const name = printable(baseName(entry.path))
  const mark = specialMark(entry)
  const { target } = entry
  const follow = (): void => {
    if (target === undefined) return
    const place = linkTarget(entry.path, target)
    onGo(parentOf(place))
    onChoose(place)
  }
  return (
    <div className="object-detail">
      <header className="line">
        <Icon name={iconOfEntry(entry)} />
        <h2 className="cut grow" title={name}>
          {name}
        </h2>
        <CopyButton text={entry.path} label={filesText.copyPath} />
      </header>
      <FactList
        isNarrow
        facts={[
          { name: filesText.type, value: filesText.types[entry.type] },
          ...(entry.type === 'file' ? [{ name: filesText.size, value: formatBytes(entry.sizeBytes) }] : []),
          ...(target === undefined
            ? []
            : [
                {
                  name: filesText.leadsTo,
                  value: (
                    <>
                      <code className="breaking-code">{printable(target)}</code>{' '}
                      <Button variant="link" onPress={follow}>
                        {filesText.goThere}
                      </Button>
                    </>
                  ),
                },
              ]),
          {
            name: filesText.mode,
            value: (
              <>
                <code>{modeText(entry)}</code> <span className="quiet">{entry.mode}</span>
              </>
            ),
          },
          ...(mark === null ? [] : [{ name: '', value: <span className="quiet">{filesText.markNotes[mark]}</span> }]),
          { name: filesText.owner, value: filesText.ownerOf(entry.uid, entry.gid) },
          { name: filesText.changed, value: formatDateTime(entry.mtime) },
          { name: filesText.fullPath, value: <code className="breaking-code">{printable(entry.path)}</code> },
        ]}
      />
      {entry.type === 'file' && <FilePreview path={path} file={entry.path} />}
    </div>
  )
}
