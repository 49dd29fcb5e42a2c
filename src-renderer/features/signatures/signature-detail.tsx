/** The signature object as it is stored, folded; read from the file only when it is unfolded. */
import './signatures.css'
import { useId, useState } from 'react'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import type { SignatureFinding } from '../../../src-shared/model/verification.ts'
import { formatBytes } from '../../../src-shared/text/format.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { schemeLabels } from '../../../src-shared/text/verdicts/index.ts'
import { useCall } from '../../app/use-call.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Icon } from '../../components/icon.tsx'
import { asText, decodeBase64, hexRows } from '../inspect/hex.ts'

export interface SignatureDetailProps {
  readonly path: string
  readonly finding: SignatureFinding
  readonly object: SifObject
}

/** A signature larger than this is shown as far as this; real ones have a few thousand bytes. */
const shownBytes = 32_768

/** Bytes as they can be read: text as it is, anything else as pairs of digits. */
function readable(base64: string, isCut: boolean): string {
  const bytes = decodeBase64(base64)
  const text = asText(bytes, isCut)
  if (text !== null) return text
  return hexRows(bytes, 16)
    .map((row) => `${row.offset.toString(16).toUpperCase().padStart(4, '0')}  ${row.pairs.join(' ')}  ${row.text}`)
    .join('\n')
}

export function SignatureDetail({ path, finding, object }: SignatureDetailProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { value, error } = useCall(
    'inspect.objectBytes',
    isOpen ? { path, objectId: object.id, length: Math.max(1, Math.min(shownBytes, object.sizeBytes)) } : null,
  )
  const text = value === null ? null : readable(value.base64, value.truncated)
  return (
    <div className="signature-raw">
      <div className="line">
        <button
          type="button"
          className="disclosure-button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="right" />
          {inspectText.rawDetail}
        </button>
        <span className="quiet push-end">
          {inspectText.rawDetailNote(schemeLabels[finding.scheme], formatBytes(object.sizeBytes))}
        </span>
        {text !== null && isOpen && <CopyButton text={text} />}
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && error !== null && <p className="quiet">{error.message}</p>}
        {isOpen && text !== null && <pre className="raw-text">{text}</pre>}
      </div>
    </div>
  )
}
