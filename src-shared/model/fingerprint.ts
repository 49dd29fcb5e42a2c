/**
 * Fingerprints of OpenPGP keys as text: one forgiving reader for whatever people paste, one way to
 * show them. Short and 64-bit identifiers are never accepted as a fingerprint and never shown.
 */

/** Upper-case hex, 40 digits (version 4) or 64 (version 6). */
export type Fingerprint = string

const lengths: ReadonlySet<number> = new Set([40, 64])

/** Whether a text is a fingerprint in its plain form. */
export function isFingerprint(text: string): text is Fingerprint {
  return /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(text)
}

/**
 * Reads a fingerprint out of what somebody typed or pasted: `0x`, blanks, colons, dashes, lower
 * case, an `openpgp4fpr:` or keyserver address, a line of a key listing.
 * @returns the plain form, or null when the text holds none or more than one different fingerprint
 */
export function parseFingerprint(pasted: string): Fingerprint | null {
  const text = pasted.slice(0, 4096).normalize('NFKC')
  const whole = onlyDigits(text.replace(/^\s*(?:openpgp4fpr:|0x)/i, ''))
  if (whole !== null) return whole
  const found = new Set<Fingerprint>()
  for (const candidate of text.matchAll(/(?:[0-9a-f]{2}[\s:\-\u00a0]*){20,32}/gi)) {
    const plain = onlyDigits(candidate[0])
    if (plain !== null) found.add(plain)
  }
  const [first, second] = found
  return first !== undefined && second === undefined ? first : null
}

function onlyDigits(text: string): Fingerprint | null {
  const plain = text.replace(/[\s:\-\u00a0]/g, '')
  return /^[0-9a-f]+$/i.test(plain) && lengths.has(plain.length) ? plain.toUpperCase() : null
}

/** The groups of four that a fingerprint is shown in; the gap belongs after the first half of them. */
export function fingerprintGroups(fingerprint: Fingerprint): readonly string[] {
  return fingerprint.match(/.{1,4}/g) ?? []
}

/** A fingerprint in groups of four with a wider gap in the middle, for text output. */
export function formatFingerprint(fingerprint: Fingerprint): string {
  const groups = fingerprintGroups(fingerprint)
  const half = groups.length / 2
  return `${groups.slice(0, half).join(' ')}  ${groups.slice(half).join(' ')}`
}

/**
 * Compares a fingerprint with what somebody was given, group by group.
 * @returns null when the text holds no fingerprint of the same length
 */
export function compareFingerprints(
  fingerprint: Fingerprint,
  given: string,
): { readonly equal: boolean; readonly differingGroups: readonly number[] } | null {
  const other = parseFingerprint(given)
  if (other === null || other.length !== fingerprint.length) return null
  const theirs = fingerprintGroups(other)
  const differingGroups = fingerprintGroups(fingerprint).flatMap((group, index) =>
    group === theirs[index] ? [] : [index],
  )
  return { equal: differingGroups.length === 0, differingGroups }
}
