/**
 * Fingerprints as people paste them. One forgiving reader for every form they come in, and the
 * comparison of two of them, digit by digit. It never takes a short id for a fingerprint.
 */

/** What a pasted text turned out to hold. */
export type PastedFingerprint =
  | { readonly kind: 'empty' }
  | { readonly kind: 'fingerprint'; readonly fingerprint: string }
  | { readonly kind: 'several'; readonly fingerprints: readonly string[] }
  /** Hex digits, but not as many as a fingerprint has. */
  | { readonly kind: 'partial'; readonly digits: string }
  | { readonly kind: 'keyBlock'; readonly armored: string }
  | { readonly kind: 'privateKey' }
  | { readonly kind: 'unreadable' }

const lengths: ReadonlySet<number> = new Set([40, 64])
const longestText = 65_536

/** Between two digits: blanks, colons, dashes, line ends. */
const gap = String.raw`[\s:\-]*`

/** Whether a text is a fingerprint in its plain form: 40 or 64 upper-case hex digits. */
export function isFingerprint(text: string): boolean {
  return /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(text)
}

/**
 * Reads what somebody typed or pasted: plain, in groups, with `0x`, colons or blanks, in lower
 * case, inside an address or a sentence, or a whole key block.
 */
export function parseFingerprint(pasted: string): PastedFingerprint {
  const text = pasted.slice(0, longestText).replace(/\p{Cf}/gu, '')
  if (/-----BEGIN PGP PRIVATE KEY BLOCK-----/.test(text)) return { kind: 'privateKey' }
  const block = /-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/.exec(text)
  if (block) return { kind: 'keyBlock', armored: block[0] }
  if (text.trim() === '') return { kind: 'empty' }

  const bare = plainDigits(text)
  if (bare !== null) {
    if (lengths.has(bare.length)) return { kind: 'fingerprint', fingerprint: bare }
    const lines = text.split(/[\r\n]+/).flatMap((line) => plainDigits(line) ?? [])
    if (lines.length < 2 || !lines.every((line) => lengths.has(line.length))) return { kind: 'partial', digits: bare }
  }
  const [first, ...others] = findFingerprints(text)
  if (first === undefined) return { kind: 'unreadable' }
  if (others.length > 0) return { kind: 'several', fingerprints: [first, ...others] }
  return { kind: 'fingerprint', fingerprint: first }
}

/** The digits of a text that holds nothing else, upper case; null when it does or has none. */
function plainDigits(text: string): string | null {
  const digits = text.replace(/^\s*(?:openpgp4fpr:|0x)/i, '').replace(/[\s:-]/g, '')
  return /^[0-9a-f]+$/i.test(digits) ? digits.toUpperCase() : null
}

/** All different fingerprints in a text, in their order; letters or digits may not touch them. */
function findFingerprints(text: string): string[] {
  const found = new Set<string>()
  for (const line of [text, ...text.split(/[\r\n]+/)]) {
    for (const length of [64, 40]) {
      const groups = `[0-9a-f]{4}(?:${gap}[0-9a-f]{4}){${length / 4 - 1}}`
      const inGroups = new RegExp(`(?<![0-9a-z])(?:0x)?(${groups})(?![0-9a-z])`, 'gi')
      const pairs = `[0-9a-f]{2}(?::[0-9a-f]{2}){${length / 2 - 1}}`
      const inPairs = new RegExp(`(?<![0-9a-z])(${pairs})(?![0-9a-z:])`, 'gi')
      for (const expression of [inGroups, inPairs]) {
        for (const match of line.matchAll(expression)) {
          const digits = (match[1] ?? '').replace(/[^0-9a-f]/gi, '').toUpperCase()
          if (![...found].some((known) => known.includes(digits))) found.add(digits)
        }
      }
    }
  }
  const plain = text.toUpperCase().replace(/[^0-9A-F]/g, '')
  return [...found].sort((a, b) => plain.indexOf(a) - plain.indexOf(b))
}

export interface ComparedGroup {
  /** The key's own four digits. */
  readonly expected: string
  /** What was given in their place, possibly fewer. */
  readonly given: string
  readonly state: 'same' | 'differs' | 'missing'
  /** Places within the group, from 0, whose digits differ. */
  readonly differing: readonly number[]
}

export interface Comparison {
  readonly outcome: 'nothing' | 'incomplete' | 'same' | 'differs'
  readonly groups: readonly ComparedGroup[]
  /** How many groups differ. */
  readonly differingGroups: number
}

/**
 * Compares a key's fingerprint with what was given, while it is still being typed.
 * @param fingerprint plain form
 * @param given hex digits only, upper case, as {@link parseFingerprint} answers them
 */
export function compareFingerprint(fingerprint: string, given: string): Comparison {
  const groups = (fingerprint.match(/.{1,4}/g) ?? []).map((expected, index): ComparedGroup => {
    const part = given.slice(index * 4, index * 4 + expected.length)
    const differing = [...part].flatMap((digit, place) => (digit === expected[place] ? [] : [place]))
    const state = differing.length > 0 ? 'differs' : part.length < expected.length ? 'missing' : 'same'
    return { expected, given: part, state, differing }
  })
  const differingGroups = groups.filter(({ state }) => state === 'differs').length
  return { outcome: outcomeOf(fingerprint, given, differingGroups), groups, differingGroups }
}

function outcomeOf(fingerprint: string, given: string, differingGroups: number): Comparison['outcome'] {
  if (given === '') return 'nothing'
  if (differingGroups > 0 || given.length > fingerprint.length) return 'differs'
  return given.length < fingerprint.length ? 'incomplete' : 'same'
}
