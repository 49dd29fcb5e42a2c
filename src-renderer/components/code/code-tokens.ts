/**
 * Tokens of texts that an image carries, for showing them in colours. Also makes characters visible
 * that would hide or reorder what a reader sees. It never changes what is copied and never judges.
 */

export type TokenKind = 'plain' | 'section' | 'keyword' | 'string' | 'variable' | 'comment' | 'hidden'

export interface Token {
  readonly text: string
  readonly kind: TokenKind
}

export type CodeLine = readonly Token[]

/** How a text is read for its colours. */
export type CodeLanguage = 'definition' | 'shell' | 'json' | 'plain'

/**
 * Control characters except tab and line end, zero-width ones and those that turn the direction of writing: a
 * text can use them to look like another one.
 */
const hiddenCharacters = /[\p{Cf}\p{Zl}\p{Zp}]|(?![\t\n])\p{Cc}/gu

/** Whether a text holds characters that would not be seen. */
export function hasHiddenCharacters(text: string): boolean {
  return text.replace(/\r\n/g, '\n').search(hiddenCharacters) !== -1
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Splits tokens at hidden characters, each of which becomes a token that names its code point. */
export function revealHidden(line: CodeLine): CodeLine {
  return line.flatMap((token) => {
    if (token.text.search(hiddenCharacters) === -1) return [token]
    const pieces: Token[] = []
    let from = 0
    for (const match of token.text.matchAll(hiddenCharacters)) {
      if (match.index > from) pieces.push({ text: token.text.slice(from, match.index), kind: token.kind })
      pieces.push({ text: codePointName(match[0]), kind: 'hidden' })
      from = match.index + match[0].length
    }
    if (from < token.text.length) pieces.push({ text: token.text.slice(from), kind: token.kind })
    return pieces
  })
}

/** Lines of a text without their ends; a final line end does not make another line. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/)
  if (lines.length > 1 && lines.at(-1) === '') lines.pop()
  return lines
}

/** Puts neighbours of one kind together, so that the page holds fewer elements. */
export function mergeTokens(tokens: readonly Token[]): CodeLine {
  const merged: Token[] = []
  for (const token of tokens) {
    if (token.text === '') continue
    const last = merged.at(-1)
    if (last !== undefined && last.kind === token.kind) {
      merged[merged.length - 1] = { text: last.text + token.text, kind: last.kind }
    } else merged.push(token)
  }
  return merged
}
