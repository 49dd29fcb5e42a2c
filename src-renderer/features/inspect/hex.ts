/** Rows of a hexadecimal view of bytes, and the guess whether bytes are text. Pure. */

export interface HexRow {
  /** Offset of its first byte within what is shown. */
  readonly offset: number
  /** Upper-case pairs, one a byte. */
  readonly pairs: readonly string[]
  /** One character a byte; what cannot be printed is a middle dot. */
  readonly text: string
}

/** @param width bytes in a row */
export function hexRows(bytes: Uint8Array, width: number, firstOffset = 0): readonly HexRow[] {
  const rows: HexRow[] = []
  for (let at = 0; at < bytes.length; at += width) {
    const part = bytes.subarray(at, at + width)
    rows.push({
      offset: firstOffset + at,
      pairs: [...part].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')),
      text: [...part].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
    })
  }
  return rows
}

export function decodeBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/**
 * The text of bytes when they are UTF-8 without control characters, else null. The last character
 * may have been cut off.
 */
export function asText(bytes: Uint8Array, isCut: boolean): string | null {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return null
  }
  return /(?![\t\n\v\f\r])\p{Cc}/u.test(text) ? null : text
}

/** What a text most likely is, for its colours. */
export function guessLanguage(text: string): 'json' | 'shell' | 'plain' {
  const start = text.trimStart()
  if (start.startsWith('{') || start.startsWith('[')) return 'json'
  if (/^#!.*\b(?:sh|bash|dash|ash|zsh|ksh)\b/.test(start)) return 'shell'
  return 'plain'
}

/** JSON with indentation; the text as it is when it is no JSON. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
