/**
 * Contents that may be anything, as text with colours where they are text, else as pairs of digits; long
 * ones a piece at a time. Other ways to show the same can be given. Fetches nothing itself.
 */
import './objects.css'
import { type ReactNode, useMemo, useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import { formatCount } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { type CodeLanguage, hasHiddenCharacters } from '../../components/code/code-tokens.ts'
import { Segmented } from '../../components/segmented.tsx'
import { Skeleton, SkeletonBar } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import {
  firstPieces,
  lastPieces,
  nextPieces,
  type PiecePath,
  type PiecePlace,
  placeOf,
  previousPieces,
  showPiece,
} from './byte-pieces.ts'
import { CodeView } from './code-view.tsx'
import { decodeBase64, prettyJson } from './hex.ts'
import { HexView } from './hex-view.tsx'
import { HiddenNotice } from './hidden-notice.tsx'

/** What the engine answered about the present piece. */
export interface PieceAnswer {
  readonly value: { readonly base64: string } | null
  readonly error: AppError | null
  readonly isLoading: boolean
  /** Another piece was asked for; the value is still that of the last one. */
  readonly isRefreshing: boolean
  readonly reload: () => void
}

/** Another way to show the contents. */
export interface ExtraWay {
  readonly value: string
  readonly label: string
  readonly content: ReactNode
  /** Chosen as long as the user has chosen nothing. */
  readonly isFirst?: boolean
}

/** What the head of a preview is made of. */
export interface PreviewHead {
  /** The choice between ways; null where there is only one. */
  readonly choice: ReactNode
  /** The whole text of this piece; null where it is none. */
  readonly text: string | null
  readonly language: CodeLanguage | null
  readonly isWhole: boolean
  /** The beginning of the contents; null until known, and on later pieces. */
  readonly firstBytes: Uint8Array | null
}

export interface BytePreviewProps {
  /** What is shown, for screen readers. */
  readonly label: string
  readonly answer: PieceAnswer
  readonly totalBytes: number
  readonly pieceBytes: number
  readonly path: PiecePath
  readonly onPath: (path: PiecePath) => void
  readonly languageOf: (text: string) => CodeLanguage
  readonly extraWays?: readonly ExtraWay[]
  /** Null: whatever comes first. */
  readonly wanted: string | null
  readonly onWant: (way: string) => void
  readonly head: (head: PreviewHead) => ReactNode
  readonly failedTitle: string
}

export function BytePreview(props: BytePreviewProps) {
  const { label, answer, totalBytes, pieceBytes, path, onPath, extraWays = [], wanted } = props
  const { offset } = placeOf(path)
  const { value, error } = answer
  // The last piece stays until the next one is there, with the place that it is from.
  const [held, setHeld] = useState<{ readonly value: PieceAnswer['value']; readonly place: PiecePlace } | null>(null)
  if (value !== null && !answer.isRefreshing && held?.value !== value) setHeld({ value, place: placeOf(path) })
  const firstLine = held?.place.firstLine ?? null
  const piece = useMemo(() => {
    if (held === null || held.value === null) return null
    return showPiece(decodeBase64(held.value.base64), held.place.offset, totalBytes)
  }, [held, totalBytes])
  const text = piece?.text ?? null
  const language = text === null ? null : props.languageOf(text)
  const shownText = useMemo(
    () => (text !== null && language === 'json' && piece?.isWhole ? prettyJson(text) : text),
    [text, language, piece],
  )
  const ways = [
    ...(text === null ? [] : [{ value: 'text', label: inspectText.asText }]),
    ...(piece === null ? [] : [{ value: 'bytes', label: inspectText.asBytes }]),
    ...extraWays.map(({ value: way, label: word }) => ({ value: way, label: word })),
  ]
  const first = extraWays.find((way) => way.isFirst)?.value ?? ways[0]?.value ?? ''
  const shownAs = ways.some((way) => way.value === wanted) ? (wanted ?? first) : first
  const extra = extraWays.find((way) => way.value === shownAs)
  const choice =
    ways.length < 2 ? null : (
      <Segmented label={inspectText.showAs} segments={ways} value={shownAs} onChange={props.onWant} />
    )
  const hasMore = piece !== null && !piece.isWhole && extra === undefined
  return (
    <div className="byte-preview">
      {props.head({
        choice,
        text,
        language,
        isWhole: piece?.isWhole ?? false,
        firstBytes: offset === 0 ? (piece?.bytes ?? null) : null,
      })}
      {error !== null && extra === undefined && (
        <SourceNotice
          kind="failed"
          title={props.failedTitle}
          text={[error.message, error.hint].filter((part) => part !== undefined).join(' ')}
          action={<Button onPress={answer.reload}>{frameText.tryAgain}</Button>}
        />
      )}
      {answer.isLoading && extra === undefined && (
        <div className="preview-loading">
          <Skeleton>
            <SkeletonBar width="70%" />
          </Skeleton>
        </div>
      )}
      {extra?.content}
      {piece !== null && extra === undefined && (
        <>
          {shownAs === 'text' && text !== null && hasHiddenCharacters(text) && <HiddenNotice />}
          <div className="preview-box">
            {shownAs === 'text' && shownText !== null ? (
              <CodeView
                key={piece.offset}
                text={shownText}
                language={language ?? 'plain'}
                label={label}
                firstLine={firstLine}
              />
            ) : (
              <HexView key={piece.offset} bytes={piece.bytes} firstOffset={piece.offset} label={label} />
            )}
          </div>
        </>
      )}
      {hasMore && (
        <div className="line preview-foot">
          <span className="quiet small grow cut" role="status">
            {inspectText.bytesFrom(formatCount(piece.offset), formatCount(piece.end), formatCount(totalBytes))}
          </span>
          <Button variant="ghost" size="small" isDisabled={offset === 0} onPress={() => onPath(firstPieces)}>
            {inspectText.firstPart}
          </Button>
          <IconButton
            icon="back"
            label={inspectText.previousBytes}
            isDisabled={offset === 0}
            onPress={() => onPath(previousPieces(path, pieceBytes))}
          />
          <IconButton
            icon="forward"
            label={inspectText.nextBytes}
            isDisabled={piece.end >= totalBytes}
            onPress={() => onPath(nextPieces(path, piece))}
          />
          <Button
            variant="ghost"
            size="small"
            isDisabled={piece.end >= totalBytes}
            onPress={() => onPath(lastPieces(totalBytes, pieceBytes))}
          >
            {inspectText.lastPart}
          </Button>
        </div>
      )}
    </div>
  )
}
