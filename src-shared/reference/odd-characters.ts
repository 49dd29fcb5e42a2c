/**
 * Finds characters that a reference cannot have and that people cannot see: fullwidth letters,
 * typographic dashes and quotes, invisible characters. They arrive by copying from documents and
 * chats, and a message that shows them unchanged would look like the right reference.
 */
import type { AppError } from '../model/error.ts'
import { appError } from '../text/errors/index.ts'

const lookAlikes: ReadonlyMap<string, string> = new Map([
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2012', '-'],
  ['\u2013', '-'],
  ['\u2014', '-'],
  ['\u2212', '-'],
  ['\u2018', ''],
  ['\u2019', ''],
  ['\u201c', ''],
  ['\u201d', ''],
  ['\u2044', '/'],
  ['\u2215', '/'],
  ['\u2236', ':'],
  ['\ua789', ':'],
  ['\u02d0', ':'],
])

/** `U+FF1A` for a character. */
function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The text with every look-alike replaced by what was probably meant. */
function plainForm(text: string): string {
  const replaced = [...text].map((character) => lookAlikes.get(character) ?? character).join('')
  return replaced.normalize('NFKC').replace(/[^\x21-\x7e]/gu, '')
}

/**
 * @param text a reference to a server, already trimmed
 * @returns the error to show, or null when every character can stand in a reference
 */
export function oddCharacter(text: string): AppError | null {
  if (/[ \t\r\n]/.test(text)) return appError('REFERENCE_WHITESPACE', { reference: forMessage(text) })
  const odd = [...text].find((character) => !/[\x21-\x7e]/.test(character))
  if (odd === undefined) return null
  const suggestion = plainForm(text)
  const codePoint = codePointName(odd)
  return suggestion === ''
    ? appError('REFERENCE_CONTROL_CHARACTER', { codePoint })
    : appError('REFERENCE_ODD_CHARACTER', { reference: forMessage(text), codePoint, suggestion })
}

/** The text for a message: short, and without characters that would move or hide others. */
export function forMessage(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').replace(/\s+/gu, ' ')
  return visible.length > 200 ? `${visible.slice(0, 199)}…` : visible
}
