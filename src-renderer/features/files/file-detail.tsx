/** One entry beside the table: its contents first, everything the file system says about it one press away. */
import './files.css'
import { type ReactNode, useMemo, useState } from 'react'
import type { FileDetails, FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatBytes } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import type { CodeLanguage } from '../../components/code/code-tokens.ts'
import { Icon } from '../../components/icon.tsx'
import { type MenuEntry, MoreMenu } from '../../components/menu.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { firstPieces, type PiecePath, placeOf } from '../inspect/byte-pieces.ts'
import { BytePreview, type ExtraWay, type PreviewHead } from '../inspect/byte-preview.tsx'
import { decodeBase64, guessLanguage } from '../inspect/hex.ts'
import { FileFacts } from './file-facts.tsx'
import { iconOfEntry } from './file-icon.ts'
import { fileKind } from './file-kind.ts'
import { baseName } from './file-tree.ts'
import { isShowable, pictureFacts } from './picture.ts'
import { PictureView } from './picture-view.tsx'

export interface FileDetailProps {
  /** Of the image. */
  readonly path: string
  readonly entry: FileEntry
  readonly menu: readonly MenuEntry[]
  /** How contents are shown: the user's last choice; null where there was none. */
  readonly wanted: string | null
  readonly onWant: (way: string) => void
  readonly onFollow: (entry: FileEntry) => void
}

const pieceBytes = 131_072

function languageOf(file: string, text: string): CodeLanguage {
  if (/\.(?:sh|bash|profile|env|bashrc|zsh|ksh|ebuild)$|\/(?:profile|bashrc|\.bashrc|environment)$/i.test(file)) {
    return 'shell'
  }
  if (/\.(?:json|ipynb|cwl\.json)$/i.test(file)) return 'json'
  if (/\.def$/i.test(file) || /\/(?:Singularity|Apptainer)$/.test(file)) return 'definition'
  return guessLanguage(text)
}

interface HeadProps {
  readonly entry: FileEntry
  readonly menu: readonly MenuEntry[]
  readonly choice?: ReactNode
  readonly words: readonly (string | null)[]
}

function Head({ entry, menu, choice, words }: HeadProps) {
  const name = printable(baseName(entry.path))
  return (
    <header className="file-head">
      <div className="line">
        <Icon name={iconOfEntry(entry)} />
        <h2 className="cut grow" title={name}>
          {name}
        </h2>
        {choice}
        <MoreMenu label={filesText.moreActions} entries={menu} />
      </div>
      <p className="quiet small cut">{words.filter((word) => word !== null).join(' · ')}</p>
    </header>
  )
}

const ownerWords = (entry: FileEntry): string => filesText.ownerAndMode(entry.uid, entry.gid, entry.mode)

interface ContentsProps extends FileDetailProps {
  /** The file whose contents are shown: the entry, or what it leads to. */
  readonly file: FileEntry
  readonly details: FileDetails | null
}

function Contents({ path, entry, file, details, menu, wanted, onWant, onFollow }: ContentsProps) {
  const [pieces, setPieces] = useState<PiecePath>(firstPieces)
  const { offset } = placeOf(pieces)
  const answer = useCall(
    'files.read',
    file.sizeBytes === 0 ? null : { path, file: file.path, offset, length: pieceBytes },
  )
  const { value } = answer
  const picture = useMemo(
    () => (value === null || offset > 0 ? null : pictureFacts(decodeBase64(value.base64))),
    [value, offset],
  )
  const canShow = picture !== null && isShowable(picture, file.sizeBytes)
  const extraWays: readonly ExtraWay[] = [
    ...(picture !== null && canShow
      ? [
          {
            value: 'picture',
            label: filesText.asPicture,
            isFirst: true,
            content: <PictureView path={path} file={file.path} sizeBytes={file.sizeBytes} facts={picture} />,
          },
        ]
      : []),
    {
      value: 'details',
      label: filesText.asDetails,
      content: <FileFacts entry={entry} details={details} usage={null} onFollow={onFollow} />,
    },
  ]
  const head = ({ choice, text, language, firstBytes }: PreviewHead) => (
    <Head
      entry={entry}
      choice={choice}
      menu={
        text === null
          ? menu
          : [
              ...menu,
              {
                kind: 'action',
                id: 'copy-text',
                label: filesText.copyText,
                icon: 'copy',
                onAction: () => void navigator.clipboard.writeText(text),
              },
            ]
      }
      words={[
        entry === file ? null : filesText.contentsOf(printable(file.path)),
        formatBytes(file.sizeBytes),
        firstBytes === null ? null : fileKind(firstBytes, language),
        ownerWords(entry),
      ]}
    />
  )
  if (file.sizeBytes === 0) {
    return (
      <>
        <Head entry={entry} menu={menu} words={[filesText.emptyFile, ownerWords(entry)]} />
        <FileFacts entry={entry} details={details} usage={null} onFollow={onFollow} />
      </>
    )
  }
  return (
    <BytePreview
      label={filesText.previewOf(printable(baseName(entry.path)))}
      answer={answer}
      totalBytes={file.sizeBytes}
      pieceBytes={pieceBytes}
      path={pieces}
      onPath={setPieces}
      languageOf={(text) => languageOf(file.path, text)}
      extraWays={extraWays}
      wanted={wanted}
      onWant={onWant}
      failedTitle={filesText.previewFailed}
      head={head}
    />
  )
}

export function FileDetail(props: FileDetailProps) {
  const { path, entry, menu, onFollow } = props
  const stat = useCall('files.stat', { path, file: entry.path })
  const usage = useCall('files.usage', entry.type === 'dir' ? { path, directory: entry.path, depth: 0 } : null)
  const details = stat.value
  const target = details?.leadsTo?.type === 'file' ? details.leadsTo : null
  const file = entry.type === 'file' ? entry : target
  return (
    <div className="file-detail">
      {file !== null ? (
        <Contents {...props} file={file} details={details} />
      ) : (
        <>
          <Head entry={entry} menu={menu} words={[filesText.types[entry.type], ownerWords(entry)]} />
          <FileFacts entry={entry} details={details} usage={usage.value?.directories[0] ?? null} onFollow={onFollow} />
        </>
      )}
      {stat.error !== null && (
        <SourceNotice
          kind="failed"
          title={filesText.detailsFailed}
          text={stat.error.message}
          action={<Button onPress={stat.reload}>{frameText.tryAgain}</Button>}
        />
      )}
    </div>
  )
}
