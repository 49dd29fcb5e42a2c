/** A digest, shortened to eight digits for reading and whole for copying. */
import './reference.css'
import { shortDigest } from '../../src-shared/text/format.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { CopyButton } from './copy-button.tsx'

export interface DigestTextProps {
  readonly digest: string
  /** Adds the copy button. */
  readonly canCopy?: boolean
}

export function DigestText({ digest, canCopy = false }: DigestTextProps) {
  return (
    <span className="line digest">
      <code title={digest}>{shortDigest(digest)}</code>
      {canCopy && <CopyButton text={digest} label={frameText.copyDigest} />}
    </span>
  )
}
