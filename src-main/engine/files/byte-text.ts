/**
 * Names inside images are bytes. The helper writes them as strings whose characters U+0000 to U+00FF
 * are those bytes; in the application they are text, in which a byte that is not part of UTF-8 is a
 * lone surrogate U+DC80 to U+DCFF. Both directions lose nothing.
 */
import { isUtf8 } from 'node:buffer'

const beyondAscii = /[^\0-\x7f]/
const loneSurrogate = /[\ud800-\udfff]/u

/** The bytes of a wire string as text. */
export function textOfWire(wire: string): string {
  return beyondAscii.test(wire) ? textOfBytes(Buffer.from(wire, 'latin1')) : wire
}

/** Bytes as text; what is not UTF-8 becomes lone surrogates. */
export function textOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const first = bytes.readUInt8(at)
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    const piece = bytes.subarray(at, at + length)
    if (piece.length === length && isUtf8(piece)) {
      text += piece.toString('utf8')
      at += length
    } else {
      text += String.fromCharCode(0xdc00 + first)
      at += 1
    }
  }
  return text
}

/** The bytes that a text stands for. A surrogate that stands for no byte becomes U+FFFD. */
export function bytesOfText(text: string): Buffer {
  if (!loneSurrogate.test(text)) return Buffer.from(text, 'utf8')
  const pieces: Buffer[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    pieces.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'))
  }
  return Buffer.concat(pieces)
}

/** A text as the helper takes it. */
export function wireOfText(text: string): string {
  return beyondAscii.test(text) ? bytesOfText(text).toString('latin1') : text
}
