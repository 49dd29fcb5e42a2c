/**
 * ASCII armor, read forgivingly: blocks may stand among other text or inside a web page, several in
 * a row, with or without a checksum. It never fails; what cannot be read is not a block.
 * Source: RFC 9580, 6.2; key servers wrap blocks in HTML (services reference, 3.1).
 */

export interface ArmorBlock {
  /** What stands between BEGIN PGP and the dashes, like `PUBLIC KEY BLOCK`. */
  readonly kind: string
  readonly bytes: Uint8Array
}

const beginLine = /-----BEGIN PGP ([A-Z0-9 ,/]{1,40})-----/
const mostBlocks = 10_000

/** Finds all complete blocks of a text, in their order. @param text of any origin */
export function readArmorBlocks(text: string): readonly ArmorBlock[] {
  const blocks: ArmorBlock[] = []
  let kind: string | null = null
  let body: string[] = []
  let inHeaders = false
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const begin = beginLine.exec(raw)
    if (begin) {
      kind = begin[1] ?? ''
      body = []
      inHeaders = true
      continue
    }
    if (kind === null) continue
    const line = raw.trim()
    const end = line.indexOf(`-----END PGP ${kind}-----`)
    if (end >= 0) {
      if (end > 0) body.push(line.slice(0, end))
      const bytes = decodeBase64(body.join(''))
      if (bytes !== null && bytes.length > 0 && blocks.length < mostBlocks) blocks.push({ kind, bytes })
      kind = null
      continue
    }
    if (inHeaders && /^[A-Za-z][\w-]*: ?/.test(line)) continue
    inHeaders = false
    // The checksum is worth nothing: it protects against noise on the line, not against anybody.
    if (line !== '' && !/^=[A-Za-z0-9+/]{4}$/.test(line)) body.push(line)
  }
  return blocks
}

/** Decodes base64 that holds nothing else; null for anything not in its alphabet or badly padded. */
export function decodeBase64(text: string): Uint8Array | null {
  const plain = text.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain) || plain.length % 4 === 1) return null
  return Buffer.from(plain, 'base64')
}

/**
 * Writes a block: 64 characters a line, with the checksum. Newer standards do without, but GnuPG 2.2 reads no
 * block that has neither a checksum nor padding before its end.
 */
export function writeArmor(kind: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN PGP ${kind}-----`, '', ...lines, checksumLine(bytes), `-----END PGP ${kind}-----`, ''].join('\n')
}

/** CRC-24 as `=` and base64. Source: RFC 9580, 6.1. */
function checksumLine(bytes: Uint8Array): string {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x800000 ? ((crc << 1) ^ 0x864cfb) & 0xffffff : crc << 1
  }
  return `=${Buffer.from([crc >> 16, (crc >> 8) & 255, crc & 255]).toString('base64')}`
}
