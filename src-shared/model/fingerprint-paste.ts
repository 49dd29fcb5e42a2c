/**
 * Reading and comparing the fingerprints that people paste. One forgiving parser takes whatever can
 * be pasted and says what it is; the comparison never calls two fingerprints the same unless every
 * digit is there and equal. It must never shorten a fingerprint, nor accept a key id in its place.
 */

/** What a pasted text turned out to be. */
export type FingerprintPaste =
  | { readonly kind: 'empty' }
  /** A whole fingerprint: 40 or 64 upper-case hex digits. */
  | { readonly kind: 'fingerprint'; readonly fingerprint: string }
  /** Only hex digits, but not as many as a fingerprint has: still being typed, or a short id. */
  | { readonly kind: 'partial'; readonly digits: string }
  /** A public key in text form; its fingerprint has to be computed from its bytes. */
  | { readonly kind: 'keyBlock'; readonly armored: string }
  /** A private key, which nobody should have been sent. */
  | { readonly kind: 'privateKey' }
  /** More than one fingerprint; which one was meant cannot be known. */
  | { readonly kind: 'several'; readonly fingerprints: readonly string[] }
  | { readonly kind: 'unreadable' }

const fullLengths = [40, 64] as const

const isFullLength = (length: number): boolean => length === fullLengths[0] || length === fullLengths[1]

function armorOf(text: string, kind: 'PUBLIC' | 'PRIVATE'): string | null {
  const begin = text.indexOf(`-----BEGIN PGP ${kind} KEY BLOCK-----`)
  if (begin < 0) return null
  const endMark = `-----END PGP ${kind} KEY BLOCK-----`
  const end = text.indexOf(endMark, begin)
  return end < 0 ? text.slice(begin) : text.slice(begin, end + endMark.length)
}

/** Runs of neighbouring words that are nothing but hex digits, upper case. Brackets and commas end a run. */
function hexRuns(text: string): readonly (readonly string[])[] {
  const runs: string[][] = []
  let current: string[] = []
  const endRun = (): void => {
    if (current.length > 0) runs.push(current)
    current = []
  }
  for (const [word] of text.matchAll(/[0-9A-Za-z]+|[^0-9A-Za-z\s:.\-_]/g)) {
    const digits = word.replace(/^0x/i, '')
    if (/^[0-9A-Fa-f]+$/.test(digits)) current.push(digits.toUpperCase())
    else endRun()
  }
  endRun()
  return runs
}

/**
 * The one fingerprint that neighbouring words of a run make, for text like `key of Ada 3F1C 8A27 …`.
 * Null when there is none, and when there is more than one way to read it.
 */
function fingerprintOf(run: readonly string[]): string | null {
  const whole = run.join('')
  if (isFullLength(whole.length)) return whole
  const found = new Set<string>()
  for (let start = 0; start < run.length; start += 1) {
    let digits = ''
    for (let end = start; end < run.length && digits.length < fullLengths[1]; end += 1) {
      digits += run[end] ?? ''
      if (isFullLength(digits.length)) found.add(digits)
    }
  }
  const [only] = found
  return found.size === 1 && only !== undefined ? only : null
}

/**
 * Reads a pasted or typed text: plain hex, groups with spaces, colons or dashes, `0x`, lower case,
 * a URL that ends in a fingerprint, a line of a program's output, a business card, a key block.
 * Invisible characters are ignored; full-width digits count, characters that only look alike do not.
 * @param text anything; long texts are read to their first 200,000 characters
 */
export function readFingerprint(text: string): FingerprintPaste {
  const clean = text
    .slice(0, 200_000)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
  if (clean === '') return { kind: 'empty' }
  if (armorOf(clean, 'PRIVATE') !== null) return { kind: 'privateKey' }
  const armored = armorOf(clean, 'PUBLIC')
  if (armored !== null) return { kind: 'keyBlock', armored }

  const isHexOnly = /^(?:0x)?[0-9A-Fa-f\s:.\-_]*$/i.test(clean)
  const digits = isHexOnly ? hexRuns(clean).flat().join('') : ''
  if (isFullLength(digits.length)) return { kind: 'fingerprint', fingerprint: digits }

  // A fingerprint may be broken over two lines, but two lines may also be two fingerprints.
  const pieces = isHexOnly ? clean.split(/[\r\n]+/) : [clean]
  const runs = pieces.flatMap((piece) => hexRuns(piece))
  const candidates = runs.map((run) => (isHexOnly ? run.join('') : fingerprintOf(run)))
  const found = [...new Set(candidates.filter((text) => text !== null).filter((text) => isFullLength(text.length)))]
  const only = found[0]
  if (found.length > 1) return { kind: 'several', fingerprints: found }
  if (only !== undefined) return { kind: 'fingerprint', fingerprint: only }
  if (digits === '' || digits.length > 2 * fullLengths[1]) return { kind: 'unreadable' }
  return { kind: 'partial', digits }
}

/** One group of four digits, set under the group of the key that it is compared with. */
export interface ComparedGroup {
  readonly expected: string
  /** What was given at this place; empty while nothing is. */
  readonly given: string
  /** `open` while there are too few digits and those there are agree. */
  readonly state: 'same' | 'differs' | 'open'
  /** Places within the group whose digits differ. */
  readonly differing: readonly number[]
}

export interface FingerprintComparison {
  /** `same` only when every digit is given and equal. */
  readonly outcome: 'nothing' | 'incomplete' | 'same' | 'differs'
  readonly groups: readonly ComparedGroup[]
  readonly differingGroups: number
  /** Digits that were given beyond the length of the key's fingerprint. */
  readonly surplus: string
}

/**
 * Compares the digits given so far with a key's fingerprint, group by group.
 * @param expected the key's fingerprint, plain
 * @param given plain upper-case hex digits, any number of them
 */
export function compareDigits(expected: string, given: string): FingerprintComparison {
  const groups = (expected.match(/.{1,4}/g) ?? []).map((group, index): ComparedGroup => {
    const other = given.slice(index * 4, index * 4 + group.length)
    const differing = [...other].flatMap((digit, place) => (digit === group[place] ? [] : [place]))
    const state = differing.length > 0 ? 'differs' : other.length === group.length ? 'same' : 'open'
    return { expected: group, given: other, state, differing }
  })
  const differingGroups = groups.filter((group) => group.state === 'differs').length
  const surplus = given.slice(expected.length)
  const isDifferent = differingGroups > 0 || surplus !== ''
  const outcome =
    given === '' ? 'nothing' : isDifferent ? 'differs' : given.length === expected.length ? 'same' : 'incomplete'
  return { outcome, groups, differingGroups, surplus }
}
