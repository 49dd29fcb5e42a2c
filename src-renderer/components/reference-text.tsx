/**
 * A reference in monospace. Too long for its place, it loses its middle but keeps scheme and
 * `name:tag`; the whole is its tooltip and what is copied. Pieces that were filled in are underlined.
 */
import './reference.css'
import { type ClipboardEvent, useRef } from 'react'
import type { ReferencePart } from '../../src-shared/model/reference.ts'
import { shortenReference } from '../../src-shared/text/format.ts'
import { classNames } from './class-names.ts'
import { useWidth } from './use-width.ts'

/** Advance of one character of the monospace font at its size, in px. */
const characterWidth = 7.5

export interface ReferenceTextProps {
  readonly reference: string
  /** Pieces of a completed reference, with what was filled in. Shown whole. */
  readonly parts?: readonly ReferencePart[]
}

/** Copies the whole reference when it is selected in its shortened form. */
function copyWhole(event: ClipboardEvent<HTMLElement>, reference: string): void {
  const text = event.currentTarget.ownerDocument.getSelection()?.toString() ?? ''
  if (!text.includes('…')) return
  event.clipboardData.setData('text/plain', reference)
  event.preventDefault()
}

export function ReferenceText({ reference, parts }: ReferenceTextProps) {
  const element = useRef<HTMLElement>(null)
  const width = useWidth(element)
  if (parts !== undefined) {
    let place = 0
    return (
      <code className="reference" ref={element} title={reference}>
        {parts.map((part) => {
          place += part.text.length
          return (
            <span
              key={`${part.role}-${place}`}
              className={classNames(part.role === 'scheme' && 'scheme', part.filledIn && 'filled-in')}
            >
              {part.text}
            </span>
          )
        })}
      </code>
    )
  }
  const limit = width === null ? Number.POSITIVE_INFINITY : Math.max(12, Math.floor(width / characterWidth))
  const { scheme, middle, name } = shortenReference(reference, limit)
  return (
    <code className="reference fitted" ref={element} title={reference} onCopy={(event) => copyWhole(event, reference)}>
      {scheme !== '' && <span className="scheme">{scheme}</span>}
      {middle}
      {name}
    </code>
  )
}
