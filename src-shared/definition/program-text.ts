/**
 * How the command lines read characters: their white space, their lower case, their quoting, their byte
 * counts. JavaScript's own functions differ in corners (a byte order mark is no white space for them, a
 * next-line character is), and a parser that has to agree with them must not use those.
 */

/** White space for trimming and for finding the first word of a line (Unicode White_Space). */
const spaceClass = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const isSpaceCharacter = new RegExp(`[${spaceClass}]`)

export function isSpace(character: string): boolean {
  return isSpaceCharacter.test(character)
}

/**
 * Narrows a span until it neither begins nor ends with white space.
 * @returns offsets; an empty span lies at `start`
 */
export function trimSpan(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let from = start
  let to = end
  while (from < to && isSpace(text.charAt(from))) from += 1
  while (to > from && isSpace(text.charAt(to - 1))) to -= 1
  return from === to ? { start, end: start } : { start: from, end: to }
}

export function trimText(text: string): string {
  const { start, end } = trimSpan(text, 0, text.length)
  return text.slice(start, end)
}

/** Lower case character by character: no rules that depend on neighbours, no letter becomes two. */
export function lowerText(text: string): string {
  // ASCII is what keywords are made of; the slow way is for the rest.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase()
  return Array.from(text, (character) => (character === '\u0130' ? 'i' : character.toLowerCase())).join('')
}

/** The text before the first `separator`, and after it, or null when there is none. */
export function splitOnce(text: string, separator: string): readonly [string, string | null] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)]
}

/** Removes every leading `%`. */
export function withoutPercent(text: string): string {
  return text.replace(/^%+/, '')
}

/** A text in double quotes as the programs print it: control and invisible characters escaped. */
export function quoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '"': '\\"',
    '\\': '\\\\',
    '\x07': '\\a',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\v': '\\v',
  }
  const body = Array.from(text, (character) => {
    const written = escapes[character]
    if (written !== undefined) return written
    if (character === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character)) return character
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) return `\\x${hex(code, 2)}`
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`
  })
  return `"${body.join('')}"`
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

/**
 * Whether a part of a text has at most `limit` bytes as UTF-8. Counts only as far as needed.
 * @param limit in bytes
 */
export function fitsBytes(text: string, start: number, end: number, limit: number): boolean {
  if (end - start > limit) return false
  if ((end - start) * 3 <= limit) return true
  return utf8Length(text, start, end) <= limit
}

/** Bytes that a part of a text takes as UTF-8. */
export function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text, at + 1, end)) {
      bytes += 4
      at += 1
    } else bytes += 3
  }
  return bytes
}

function isLowSurrogate(text: string, at: number, end: number): boolean {
  if (at >= end) return false
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit < 0xe000
}
