/**
 * OpenPGP packets as bytes: splitting with hard bounds, writing in one canonical form. It looks
 * into no packet; what is inside is for others to judge. Source: RFC 9580, 4.2.
 */

export const packetTag = {
  signature: 2,
  secretKey: 5,
  publicKey: 6,
  secretSubkey: 7,
  marker: 10,
  trust: 12,
  userId: 13,
  publicSubkey: 14,
  userAttribute: 17,
  padding: 21,
} as const

export interface RawPacket {
  readonly tag: number
  readonly body: Uint8Array
}

export interface PacketLimits {
  readonly packets: number
  readonly bodyBytes: number
}

/** Bytes are no sequence of whole packets within the limits. `at` is where it stopped making sense. */
export class PacketsMalformed extends Error {
  readonly at: number
  private readonly reason: string

  constructor(reason: string, at: number) {
    super(`${reason} at byte ${at}`)
    this.name = 'PacketsMalformed'
    this.at = at
    this.reason = reason
  }

  /** The same, where the bytes were a part of others. */
  describedAt(at: number): string {
    return `${this.reason} at byte ${at}`
  }
}

/**
 * Splits bytes into packets. Partial and indeterminate lengths are refused: keys and signatures
 * never have them.
 * @returns the packets before the first fault, and the fault
 */
export function splitPackets(
  bytes: Uint8Array,
  limits: PacketLimits,
): { readonly packets: readonly RawPacket[]; readonly fault: PacketsMalformed | null } {
  const packets: RawPacket[] = []
  let at = 0
  while (at < bytes.length) {
    if (packets.length >= limits.packets) return { packets, fault: new PacketsMalformed('too many packets', at) }
    const header = readHeader(bytes, at)
    if (header === null) return { packets, fault: new PacketsMalformed('no packet header', at) }
    const end = header.bodyAt + header.length
    if (header.length > limits.bodyBytes) return { packets, fault: new PacketsMalformed('packet too large', at) }
    if (end > bytes.length) return { packets, fault: new PacketsMalformed('packet cut off', at) }
    packets.push({ tag: header.tag, body: bytes.subarray(header.bodyAt, end) })
    at = end
  }
  return { packets, fault: null }
}

/** Packets that can stand after a primary key. */
const followers: ReadonlySet<number> = new Set(Object.values(packetTag))

/**
 * Where the next primary key may begin: a packet of that kind, of a known version, that ends where another
 * packet or the end of the bytes is. For going on after damage; what is found there is judged like everything else.
 * @returns -1 when there is none
 */
export function nextKeyAt(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    const first = bytes[at] ?? 0
    if ((first & 0x80) === 0) continue
    const header = readHeader(bytes, at)
    if (header === null || (header.tag !== packetTag.publicKey && header.tag !== packetTag.secretKey)) continue
    const version = bytes[header.bodyAt]
    const end = header.bodyAt + header.length
    if ((version !== 4 && version !== 6) || header.length < 10 || end > bytes.length) continue
    const next = end === bytes.length ? null : readHeader(bytes, end)
    if (end === bytes.length || (next !== null && followers.has(next.tag))) return at
  }
  return -1
}

interface PacketHeader {
  readonly tag: number
  readonly bodyAt: number
  readonly length: number
}

function readHeader(bytes: Uint8Array, at: number): PacketHeader | null {
  const first = bytes[at] ?? 0
  if ((first & 0x80) === 0) return null
  const number = (from: number, count: number): number | null => {
    if (from + count > bytes.length) return null
    let value = 0
    for (let place = from; place < from + count; place += 1) value = value * 256 + (bytes[place] ?? 0)
    return value
  }
  const made = (tag: number, bodyAt: number, length: number | null): PacketHeader | null =>
    length === null || tag === 0 ? null : { tag, bodyAt, length }
  if ((first & 0x40) === 0) {
    const lengthBytes = [1, 2, 4][first & 3]
    return lengthBytes === undefined ? null : made((first >> 2) & 15, at + 1 + lengthBytes, number(at + 1, lengthBytes))
  }
  const tag = first & 0x3f
  const length = number(at + 1, 1)
  if (length === null) return null
  if (length < 192) return made(tag, at + 2, length)
  if (length < 224) {
    const second = number(at + 2, 1)
    return second === null ? null : made(tag, at + 3, (length - 192) * 256 + second + 192)
  }
  return length === 255 ? made(tag, at + 6, number(at + 2, 4)) : null
}

/** Writes packets with new-format headers, so that equal packets are equal bytes. */
export function writePackets(packets: readonly RawPacket[]): Uint8Array {
  return Buffer.concat(packets.flatMap(({ tag, body }) => [headerBytes(tag, body.length), body]))
}

function headerBytes(tag: number, length: number): Uint8Array {
  const first = 0xc0 | tag
  if (length < 192) return Uint8Array.of(first, length)
  if (length < 8384) return Uint8Array.of(first, ((length - 192) >> 8) + 192, (length - 192) & 255)
  return Uint8Array.of(first, 255, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255)
}
