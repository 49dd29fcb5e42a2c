/** The bytes of one object, as text where they are text, else as pairs of digits; a piece at a time. */
import './objects.css'
import { useMemo, useState } from 'react'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { formatCount } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Skeleton, SkeletonBar } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import type { CodeLanguage } from './code-tokens.ts'
import { CodeView } from './code-view.tsx'
import { asText, decodeBase64, guessLanguage, prettyJson } from './hex.ts'
import { HexView } from './hex-view.tsx'

export interface ObjectPreviewProps {
  readonly path: string
  readonly object: SifObject
}

/** Objects that hold text are read as far as one answer goes; of others the first bytes are enough. */
const textBytes = 65_536
const otherBytes = 2048

function holdsText({ type }: SifObject): boolean {
  return type !== 'Partition' && type !== 'OCIBlob' && type !== 'CryptoMessage' && type !== 'Unknown'
}

function languageOf(object: SifObject, text: string): CodeLanguage {
  return object.type === 'Deffile' ? 'definition' : guessLanguage(text)
}

export function ObjectPreview({ path, object }: ObjectPreviewProps) {
  const pieceBytes = holdsText(object) ? textBytes : otherBytes
  const [offset, setOffset] = useState(0)
  const [wanted, setWanted] = useState<'text' | 'bytes' | null>(null)
  const { value, error, isLoading, reload } = useCall(
    'inspect.objectBytes',
    object.sizeBytes <= 0
      ? null
      : { path, objectId: object.id, offset, length: Math.max(1, Math.min(pieceBytes, object.sizeBytes - offset)) },
  )
  const bytes = useMemo(() => (value === null ? null : decodeBase64(value.base64)), [value])
  const isWhole = bytes !== null && offset === 0 && bytes.length >= object.sizeBytes
  const text = useMemo(() => (bytes === null ? null : asText(bytes, !isWhole)), [bytes, isWhole])
  const shownAs = text === null ? 'bytes' : (wanted ?? 'text')
  if (object.sizeBytes <= 0) return <p className="quiet">{inspectText.emptyObject}</p>
  const end = offset + (bytes?.length ?? 0)
  const language = text === null ? 'plain' : languageOf(object, text)
  const shownText = text !== null && language === 'json' && isWhole ? prettyJson(text) : text
  return (
    <section className="object-preview" aria-label={inspectText.firstBytes}>
      <div className="line preview-head">
        <h3>{isWhole ? inspectText.content : inspectText.firstBytes}</h3>
        <span className="grow" />
        {shownText !== null && <CopyButton text={text ?? ''} />}
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
      {error !== null && (
        <SourceNotice
          kind="failed"
          title={inspectText.bytesUnreadable}
          text={error.message}
          action={<Button onPress={reload}>{frameText.tryAgain}</Button>}
        />
      )}
      {isLoading && (
        <Skeleton>
          <SkeletonBar width="90%" />
        </Skeleton>
      )}
      {bytes !== null && (
        <div className="preview-box">
          {shownAs === 'text' && shownText !== null ? (
            <CodeView text={shownText} language={language} label={inspectText.content} />
          ) : (
            <HexView bytes={bytes} firstOffset={offset} label={inspectText.firstBytes} />
          )}
        </div>
      )}
      {!isWhole && bytes !== null && (
        <div className="line preview-foot">
          <span className="quiet small grow">
            {inspectText.bytesFrom(formatCount(offset), formatCount(end), formatCount(object.sizeBytes))}
          </span>
          <IconButton
            icon="back"
            label={inspectText.previousBytes}
            isDisabled={offset === 0}
            onPress={() => setOffset(Math.max(0, offset - pieceBytes))}
          />
          <IconButton
            icon="forward"
            label={inspectText.nextBytes}
            isDisabled={end >= object.sizeBytes}
            onPress={() => setOffset(end)}
          />
        </div>
      )}
    </section>
  )
}
