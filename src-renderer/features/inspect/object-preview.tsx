/** The bytes of one object, as text where they are text, else as pairs of digits; a piece at a time. */
import './objects.css'
import { useState } from 'react'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { useCall } from '../../app/use-call.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { firstPieces, type PiecePath, placeOf } from './byte-pieces.ts'
import { BytePreview } from './byte-preview.tsx'
import { guessLanguage } from './hex.ts'

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

export function ObjectPreview({ path, object }: ObjectPreviewProps) {
  const pieceBytes = holdsText(object) ? textBytes : otherBytes
  const [pieces, setPieces] = useState<PiecePath>(firstPieces)
  const [wanted, setWanted] = useState<string | null>(null)
  const { offset } = placeOf(pieces)
  const answer = useCall(
    'inspect.objectBytes',
    object.sizeBytes <= 0
      ? null
      : { path, objectId: object.id, offset, length: Math.max(1, Math.min(pieceBytes, object.sizeBytes - offset)) },
  )
  if (object.sizeBytes <= 0) return <p className="quiet">{inspectText.emptyObject}</p>
  return (
    <BytePreview
      label={inspectText.content}
      answer={answer}
      totalBytes={object.sizeBytes}
      pieceBytes={pieceBytes}
      path={pieces}
      onPath={setPieces}
      languageOf={(text) => (object.type === 'Deffile' ? 'definition' : guessLanguage(text))}
      wanted={wanted}
      onWant={setWanted}
      failedTitle={inspectText.bytesUnreadable}
      head={({ choice, text, isWhole }) => (
        <div className="line preview-head">
          <h3>{isWhole ? inspectText.content : inspectText.firstBytes}</h3>
          <span className="grow" />
          {text !== null && <CopyButton text={text} />}
          {choice}
        </div>
      )}
    />
  )
}
