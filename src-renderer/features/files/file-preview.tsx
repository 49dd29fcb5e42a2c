/** The beginning of a file inside an image: as text with colours where it is text, else its bytes. */
import './files.css'
import { useMemo, useState } from 'react'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatCount } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Skeleton, SkeletonBar } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import type { CodeLanguage } from '../inspect/code-tokens.ts'
import { hasHiddenCharacters } from '../inspect/code-tokens.ts'
import { CodeView } from '../inspect/code-view.tsx'
import { asText, decodeBase64, guessLanguage } from '../inspect/hex.ts'
import { HexView } from '../inspect/hex-view.tsx'
import { HiddenNotice } from '../inspect/hidden-notice.tsx'

export interface FilePreviewProps {
  readonly path: string
  /** Path inside the image. */
  readonly file: string
}

const pieceBytes = 65_536

function languageOf(file: string, text: string): CodeLanguage {
  if (/\.(?:sh|bash|profile|env|bashrc)$|\/profile$/i.test(file)) return 'shell'
  if (/\.json$/i.test(file)) return 'json'
  if (/\.def$/i.test(file) || /\/(?:Singularity|Apptainer)$/.test(file)) return 'definition'
  return guessLanguage(text)
}

export function FilePreview({ path, file }: FilePreviewProps) {
  const [offset, setOffset] = useState(0)
  const [wanted, setWanted] = useState<'text' | 'bytes'>('text')
  const { value, error, isLoading, reload } = useCall('files.read', { path, file, offset, length: pieceBytes })
  const bytes = useMemo(() => (value === null ? null : decodeBase64(value.base64)), [value])
  const sizeBytes = value?.sizeBytes ?? 0
  const end = offset + (bytes?.length ?? 0)
  const isCut = end < sizeBytes
  const text = useMemo(() => (bytes === null ? null : asText(bytes, isCut)), [bytes, isCut])
  const shownAs = text === null ? 'bytes' : wanted
  if (error !== null && value === null) {
    return (
      <SourceNotice
        kind="failed"
        title={filesText.previewFailed}
        text={error.message}
        action={<Button onPress={reload}>{frameText.tryAgain}</Button>}
      />
    )
  }
  if (isLoading || bytes === null) {
    return (
      <Skeleton>
        <SkeletonBar width="70%" />
      </Skeleton>
    )
  }
  if (sizeBytes === 0) return <p className="quiet">{filesText.emptyFile}</p>
  return (
    <section className="file-preview" aria-label={filesText.preview}>
      <div className="line preview-head">
        <h3>{filesText.preview}</h3>
        <span className="grow" />
        {text !== null && <CopyButton text={text} />}
        {text !== null && (
          <Segmented
            label={inspectText.showAs}
            segments={[
              { value: 'text', label: inspectText.asText },
              { value: 'bytes', label: inspectText.asBytes },
            ]}
            value={shownAs}
            onChange={setWanted}
          />
        )}
      </div>
      {text !== null && hasHiddenCharacters(text) && <HiddenNotice />}
      <div className="preview-box">
        {shownAs === 'text' && text !== null ? (
          <CodeView text={text} language={languageOf(file, text)} label={filesText.preview} />
        ) : (
          <HexView bytes={bytes.subarray(0, 4096)} firstOffset={offset} label={filesText.preview} />
        )}
      </div>
      {(offset > 0 || isCut) && (
        <div className="line preview-foot">
          <span className="quiet small grow">
            {inspectText.bytesFrom(formatCount(offset), formatCount(end), formatCount(sizeBytes))}
          </span>
          <IconButton
            icon="back"
            label={inspectText.previousBytes}
            isDisabled={offset === 0}
            onPress={() => setOffset(Math.max(0, offset - pieceBytes))}
          />
          <IconButton icon="forward" label={inspectText.nextBytes} isDisabled={!isCut} onPress={() => setOffset(end)} />
        </div>
      )}
    </section>
  )
}
