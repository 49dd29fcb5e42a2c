/** A reference to take along: in a box of its own with a button that copies it whole. */
import './reference.css'
import type { ReferencePart } from '../../src-shared/model/reference.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { CopyButton } from './copy-button.tsx'
import { ReferenceText } from './reference-text.tsx'

export interface ReferenceBoxProps {
  readonly reference: string
  /** Which form this is, like *Moving* and *Pinned*. */
  readonly label?: string
  readonly parts?: readonly ReferencePart[]
  /** What the button copies, where two boxes stand beside each other. */
  readonly copyLabel?: string
}

export function ReferenceBox({ reference, label, parts, copyLabel = frameText.copyReference }: ReferenceBoxProps) {
  return (
    <div className="reference-box">
      {label !== undefined && <span className="box-label">{label}</span>}
      <ReferenceText reference={reference} {...(parts === undefined ? {} : { parts })} />
      <CopyButton text={reference} label={copyLabel} />
    </div>
  )
}
