/**
 * A fingerprint, always in full: upper case, groups of four, a gap in the middle. Copying its text
 * gives plain hex. Short ids are never shown.
 */
import './fingerprint.css'
import type { ClipboardEvent } from 'react'
import { fingerprintGroups } from '../../src-shared/text/format.ts'
import { classNames } from './class-names.ts'

export interface FingerprintProps {
  /** 40 or 64 hex digits. */
  readonly fingerprint: string
  /** `breaking` is one line that becomes two of five groups in narrow windows. */
  readonly form?: 'line' | 'two-lines' | 'breaking'
}

/** Puts plain hex on the clipboard when what is selected is part of a fingerprint. */
export function copyAsPlainHex(event: ClipboardEvent<HTMLElement>): void {
  const text = event.currentTarget.ownerDocument.getSelection()?.toString() ?? ''
  if (text === '') return
  event.clipboardData.setData('text/plain', text.replace(/[^0-9a-f]/gi, ''))
  event.preventDefault()
}

interface PlacedGroup {
  readonly place: string
  readonly text: string
  /** First group of the second half. */
  readonly isMiddle: boolean
}

/** Groups with their places: groups repeat, so their place is what tells them apart. */
export function placeGroups(fingerprint: string): readonly PlacedGroup[] {
  const groups = fingerprintGroups(fingerprint)
  const half = Math.ceil(groups.length / 2)
  return groups.map((text, index) => ({ place: `group-${index}`, text, isMiddle: index === half }))
}

/** Fingerprints of version 6 have sixteen groups instead of ten. */
export function isLongFingerprint(fingerprint: string): boolean {
  return fingerprintGroups(fingerprint).length > 10
}

export function Fingerprint({ fingerprint, form = 'breaking' }: FingerprintProps) {
  return (
    <code
      className={classNames('fingerprint', form !== 'line' && form, isLongFingerprint(fingerprint) && 'long')}
      onCopy={copyAsPlainHex}
    >
      {placeGroups(fingerprint).map(({ place, text, isMiddle }) => (
        <span key={place} className={isMiddle ? 'middle' : undefined}>
          {text}
        </span>
      ))}
    </code>
  )
}
