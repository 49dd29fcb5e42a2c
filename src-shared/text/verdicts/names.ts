/** How signers, objects, hashes and schemes are called in sentences about a verification. */
import { displayClaim } from '../../model/claims.ts'
import type { DecisionMethod } from '../../model/decision.ts'
import type { SignatureFinding } from '../../model/verification.ts'

/** The name a key claims, without the address, at most `longest` characters; null when it claims none. */
export function claimedName(finding: SignatureFinding, longest = 60): string | null {
  const claim = finding.key.userIds[0]
  if (claim === undefined) return null
  const shown = displayClaim(claim.replace(/\s*[<(].*$/, '') || claim, longest)
  return shown === '' ? null : shown
}

/** `object 6`, `objects 1–4 and 6`, `231 objects`. @param noun what is counted, in the singular */
export function objectList(ids: readonly number[], noun = 'object'): string {
  const sorted = [...new Set(ids)].sort((a, b) => a - b)
  if (sorted.length === 0) return `no ${noun}`
  const ranges: { from: number; to: number }[] = []
  for (const id of sorted) {
    const last = ranges.at(-1)
    if (last !== undefined && id === last.to + 1) last.to = id
    else ranges.push({ from: id, to: id })
  }
  const pieces = ranges.flatMap(({ from, to }) =>
    from === to ? [`${from}`] : to === from + 1 ? [`${from}`, `${to}`] : [`${from}–${to}`],
  )
  if (pieces.length > 4) return `${sorted.length} ${noun}s`
  const last = pieces.at(-1) ?? ''
  const list = pieces.length === 1 ? last : `${pieces.slice(0, -1).join(', ')} and ${last}`
  return sorted.length === 1 ? `${noun} ${list}` : `${noun}s ${list}`
}

export const longestSentence = 80

/** The first text that is short enough for a verdict sentence; the last one always is. */
export function fitting(...texts: readonly string[]): string {
  return texts.find((text) => text.length <= longestSentence) ?? texts.at(-1) ?? ''
}

/** First letter upper case, for the beginning of a sentence. */
export function atStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `SHA-256`, `SHA-512/256`, `MD5`. */
export function hashLabel(hash: string): string {
  const match = /^sha(\d)-?(\d*)(?:[_-](\d+))?$/.exec(hash)
  if (hash === 'sha1' || match === null) return hash === 'sha1' ? 'SHA-1' : hash.toUpperCase()
  const [, first, rest, truncated] = match
  return `SHA-${first}${rest}${truncated === undefined ? '' : `/${truncated}`}`
}

export const schemeLabels = {
  pgp: 'OpenPGP',
  dsse: 'key signature (DSSE)',
  cosign: 'cosign',
  unknown: 'not recognised',
} as const

export const methodWords: Readonly<Record<DecisionMethod, string>> = {
  inPerson: 'in person',
  phone: 'by phone or video',
  webPage: 'on the signer’s own web page',
  colleague: 'through a colleague',
  notChecked: 'without checking',
}
