/**
 * Makes text from a file safe to show: no character may act on a terminal or turn lines around.
 * It only escapes; it never shortens and never judges.
 */

/** Control characters, line and paragraph separators, bidirectional marks, and what is invisible. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
const hasUnprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

/** @returns the text with every such character written as `\n`, `\t`, `\xNN` or `\u{N}` */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    if (character === '\n') return '\\n'
    if (character === '\t') return '\\t'
    const code = character.codePointAt(0) ?? 0
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
  })
}

/** Whether a text can be shown as it is, on one line. */
export function isPrintable(text: string): boolean {
  return !hasUnprintable.test(text)
}

/** The same for a text of several lines, which stay lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

/**
 * JSON on one line whose text cannot act on a terminal either: what {@link printable} would write
 * otherwise is a JSON escape, so that the value that is read back is the same.
 */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value).replace(unprintable, (character) =>
    [...Array(character.length).keys()]
      .map((place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
