/**
 * Reads the one clear-signed message that a signature object must consist of, and nothing but it:
 * text before, after or between would be shown or believed without being signed. It checks no
 * signature. Source: RFC 9580, 7; SIF reference, 9.4, 10.8 and 10.9.
 */
import { decodeBase64 } from '../keyring/openpgp/armor.ts'

const beginMessage = '-----BEGIN PGP SIGNED MESSAGE-----'
const beginSignature = '-----BEGIN PGP SIGNATURE-----'
const endSignature = '-----END PGP SIGNATURE-----'

/** Names that a `Hash:` header may hold; its value decides nothing. */
const hashNames: ReadonlySet<string> = new Set([
  'MD5',
  'SHA1',
  'RIPEMD160',
  'SHA224',
  'SHA256',
  'SHA384',
  'SHA512',
  'SHA3-256',
  'SHA3-512',
])

export interface ClearSigned {
  /** The signed text with LF line ends, dash escapes and trailing blanks removed. */
  readonly text: string
  /** Exactly the bytes that are signed: the same with CRLF. */
  readonly signedBytes: Uint8Array
  /** The signature packets, still as bytes. */
  readonly packets: Uint8Array
}

/** Whether the data means to be a clear-signed message at all. */
export function looksClearSigned(data: Uint8Array): boolean {
  return Buffer.from(data.buffer, data.byteOffset, Math.min(data.length, 65_536)).includes(beginMessage)
}

/** @returns the message, or the reason why this is not exactly one */
export function readClearSigned(data: Uint8Array): ClearSigned | { readonly reason: string } {
  let whole: string
  try {
    whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  } catch {
    return { reason: 'it is not UTF-8' }
  }
  const lines = whole.split(/\r?\n/)
  // A final line end gives one empty piece; more than that is text after the message.
  if (lines.at(-1) === '') lines.pop()
  if (lines.some((line) => line.includes('\r'))) return { reason: 'a line ends with CR alone' }
  if (lines[0] !== beginMessage) return { reason: 'it does not begin with a signed message' }

  const bodyAt = skipHeaders(lines, 1, isHashHeader)
  if (bodyAt === null) return { reason: 'a header other than Hash' }
  const signatureAt = lines.indexOf(beginSignature, bodyAt)
  if (signatureAt < 0) return { reason: 'the signature is missing' }
  const text = unescapeLines(lines.slice(bodyAt, signatureAt))
  if (text === null) return { reason: 'a line that begins with a dash is not escaped' }

  const armorAt = skipHeaders(lines, signatureAt + 1, (line) =>
    /^(?:Version|Comment|Hash|Charset|MessageID): /.test(line),
  )
  const endAt = lines.indexOf(endSignature, signatureAt)
  if (armorAt === null || endAt < armorAt) return { reason: 'the signature is cut off' }
  if (endAt !== lines.length - 1) return { reason: 'there is something after the signature' }
  const armored = lines.slice(armorAt, endAt).map((line) => line.trimEnd())
  // A checksum, right or wrong, proves nothing and is passed over.
  if (/^=[A-Za-z0-9+/]{4}$/.test(armored.at(-1) ?? '')) armored.pop()
  const packets = decodeBase64(armored.join(''))
  if (packets === null || packets.length === 0) return { reason: 'the signature is not base64' }
  return { text: text.join('\n'), signedBytes: Buffer.from(text.join('\r\n'), 'utf8'), packets }
}

function isHashHeader(line: string): boolean {
  const match = /^Hash: (.+)$/.exec(line)
  return match !== null && (match[1] ?? '').split(',').every((name) => hashNames.has(name.trim().toUpperCase()))
}

/** @returns the place after the empty line that ends the headers; null when a line is no such header */
function skipHeaders(lines: readonly string[], from: number, isHeader: (line: string) => boolean): number | null {
  for (let place = from; place < lines.length; place += 1) {
    const line = lines[place] ?? ''
    if (line.trim() === '') return place + 1
    if (!isHeader(line)) return null
  }
  return null
}

function unescapeLines(lines: readonly string[]): string[] | null {
  const plain: string[] = []
  for (const line of lines) {
    const isEscaped = line.startsWith('- ')
    if (line.startsWith('-') && !isEscaped) return null
    plain.push((isEscaped ? line.slice(2) : line).replace(/[ \t]+$/, ''))
  }
  return plain
}
