/**
 * Certificates (transferable public keys) as groups of packets: putting packets into groups and
 * merging two copies of one key, so that new user ids, expiry dates and revocations are learnt and
 * nothing known is lost. Bounded, because anybody can attach signatures to anybody's key. It checks
 * no signature. Source: RFC 9580, 5.5.4 and 10.1.
 */
import { createHash } from 'node:crypto'
import { packetTag, type RawPacket, writePackets } from './packets.ts'

interface Component {
  readonly packet: RawPacket
  readonly signatures: readonly RawPacket[]
}

export interface Certificate {
  /** Upper-case hex of the primary key. */
  readonly fingerprint: string
  readonly primary: RawPacket
  readonly primarySignatures: readonly RawPacket[]
  /** User ids, user attributes and subkeys, each with its signatures. */
  readonly components: readonly Component[]
}

/** What one key may consist of; a flooded key loses what is beyond. */
const mostComponents = 400
const mostSignatures = 200

const componentTags: ReadonlySet<number> = new Set([
  packetTag.userId,
  packetTag.userAttribute,
  packetTag.publicSubkey,
  packetTag.secretSubkey,
])

/** Upper-case hex of a key packet's body; null for versions other than 4 and 6. */
export function fingerprintOfKey(body: Uint8Array): string | null {
  const length = body.length
  switch (body[0]) {
    case 4:
      return hashHex('sha1', Uint8Array.of(0x99, length >> 8, length & 255), body)
    case 6:
      return hashHex(
        'sha256',
        Uint8Array.of(0x9b, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255),
        body,
      )
    default:
      return null
  }
}

function hashHex(algorithm: string, ...parts: readonly Uint8Array[]): string {
  const hash = createHash(algorithm)
  for (const part of parts) hash.update(part)
  return hash.digest('hex').toUpperCase()
}

/** A run of packets that begins with a primary key, public or secret. */
export interface PacketGroup {
  readonly isSecret: boolean
  readonly packets: readonly RawPacket[]
}

/** Cuts packets into keys. @returns the groups, and how many packets stood before the first key */
export function groupKeys(packets: readonly RawPacket[]): {
  readonly groups: readonly PacketGroup[]
  readonly strays: number
} {
  const groups: { isSecret: boolean; packets: RawPacket[] }[] = []
  let strays = 0
  for (const packet of packets) {
    if (packet.tag === packetTag.marker || packet.tag === packetTag.padding || packet.tag === packetTag.trust) continue
    if (packet.tag === packetTag.publicKey || packet.tag === packetTag.secretKey) {
      groups.push({ isSecret: packet.tag === packetTag.secretKey, packets: [packet] })
    } else if (groups.length === 0) strays += 1
    else groups.at(-1)?.packets.push(packet)
  }
  return { groups, strays }
}

/** @param packets of one public key, the primary key first; null when it is of an unknown version */
export function readCertificate(packets: readonly RawPacket[]): Certificate | null {
  const [primary, ...rest] = packets
  if (primary?.tag !== packetTag.publicKey) return null
  const fingerprint = fingerprintOfKey(primary.body)
  if (fingerprint === null) return null
  const primarySignatures: RawPacket[] = []
  const components: { packet: RawPacket; signatures: RawPacket[] }[] = []
  for (const packet of rest) {
    if (componentTags.has(packet.tag)) components.push({ packet, signatures: [] })
    else if (packet.tag === packetTag.signature) (components.at(-1)?.signatures ?? primarySignatures).push(packet)
  }
  return boundCertificate({ fingerprint, primary, primarySignatures, components })
}

const signatureTypeOf = (packet: RawPacket): number => packet.body[1] ?? 0
const revocationTypes: ReadonlySet<number> = new Set([0x20, 0x28, 0x30])

/** Whether the key itself is named as the maker, hashed or not: a hint for what to keep, never for trust. */
function namesIssuer(packet: RawPacket, fingerprint: string): boolean {
  const keyId = Buffer.from(fingerprint.length === 40 ? fingerprint.slice(-16) : fingerprint.slice(0, 16), 'hex')
  return Buffer.from(packet.body).includes(keyId)
}

const isSubkey = ({ tag }: RawPacket): boolean => tag === packetTag.publicSubkey || tag === packetTag.secretSubkey

function boundCertificate(certificate: Certificate): Certificate {
  const { fingerprint } = certificate
  // The key's own signatures and revocations first: a flood of strangers' must not push them out.
  const weight = (packet: RawPacket): number =>
    (namesIssuer(packet, fingerprint) ? 2 : 0) + (revocationTypes.has(signatureTypeOf(packet)) ? 1 : 0)
  const keep = (signatures: readonly RawPacket[]): readonly RawPacket[] =>
    signatures.length <= mostSignatures
      ? signatures
      : signatures
          .map((packet) => ({ packet, weight: weight(packet) }))
          .sort((a, b) => b.weight - a.weight)
          .slice(0, mostSignatures)
          .map(({ packet }) => packet)
  return {
    ...certificate,
    primarySignatures: keep(certificate.primarySignatures),
    // Names before subkeys, as the format has it: keyservers refuse a key whose parts stand otherwise.
    components: certificate.components
      .toSorted((a, b) => Number(isSubkey(a.packet)) - Number(isSubkey(b.packet)))
      .slice(0, mostComponents)
      .map(({ packet, signatures }) => ({ packet, signatures: keep(signatures) })),
  }
}

/** The certificate as bytes. */
export function writeCertificate({ primary, primarySignatures, components }: Certificate): Uint8Array {
  const tail = components.flatMap(({ packet, signatures }) => [packet, ...signatures])
  return writePackets([primary, ...primarySignatures, ...tail])
}

const keyOf = ({ tag, body }: RawPacket): string => `${tag}:${createHash('sha256').update(body).digest('base64')}`

function mergePackets(known: readonly RawPacket[], added: readonly RawPacket[]): readonly RawPacket[] {
  const seen = new Set(known.map(keyOf))
  const fresh = added.filter((packet) => {
    const key = keyOf(packet)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return [...known, ...fresh]
}

/**
 * Both copies of one key as one: every packet of either, once. What is known stays first.
 * @throws Error when they are different keys, which is the caller's fault
 */
export function mergeCertificates(known: Certificate, added: Certificate): Certificate {
  if (known.fingerprint !== added.fingerprint) throw new Error('two different keys cannot be merged')
  const components = known.components.map((component) => ({ ...component }))
  const places = new Map(components.map(({ packet }, index) => [keyOf(packet), index]))
  for (const component of added.components) {
    const place = places.get(keyOf(component.packet))
    const mine = place === undefined ? undefined : components[place]
    if (place === undefined || mine === undefined) {
      places.set(keyOf(component.packet), components.length)
      components.push({ ...component })
    } else components[place] = { ...mine, signatures: mergePackets(mine.signatures, component.signatures) }
  }
  return boundCertificate({
    ...known,
    primarySignatures: mergePackets(known.primarySignatures, added.primarySignatures),
    components,
  })
}

/** Whether two certificates hold the same packets. */
export function sameCertificate(one: Certificate, other: Certificate): boolean {
  return Buffer.compare(writeCertificate(one), writeCertificate(other)) === 0
}
