/**
 * Reads keys out of whatever arrives: armored text with one or many blocks, a web page around a
 * block, a binary ring, base64 of one. Input is hostile until proven otherwise: everything is
 * bounded, and what is left out is said. It checks no signature and stores nothing.
 */
import { decodeBase64, readArmorBlocks } from './armor.ts'
import { type Certificate, groupKeys, mergeCertificates, type PacketGroup, readCertificate } from './certificates.ts'
import { nextKeyAt, type RawPacket, splitPackets } from './packets.ts'

/** A ring of ten thousand keys fits; nothing that comes over a network is that large. */
const limits = { packets: 400_000, bodyBytes: 1024 * 1024 }
const mostKeys = 10_000
/** A ring that is damaged everywhere is not told about place by place. */
const mostFaultsTold = 10
export const mostMaterialBytes = 64 * 1024 * 1024

/** Why a part of the material was left out. */
export type Skipped =
  | { readonly kind: 'block'; readonly blockKind: string }
  | { readonly kind: 'damaged'; readonly reason: string; readonly goesOn: boolean }
  | { readonly kind: 'strays'; readonly packets: number }
  | { readonly kind: 'version' }
  | { readonly kind: 'tooMany'; readonly keys: number }

export interface KeyMaterial {
  /** Public certificates, one per key, copies merged. */
  readonly certificates: readonly Certificate[]
  /** Keys that came with their secret half, as packets. */
  readonly secrets: readonly PacketGroup[]
  readonly skipped: readonly Skipped[]
}

/** @param material a file's bytes or UTF-8 text */
export function readKeyMaterial(material: Uint8Array): KeyMaterial {
  const skipped: Skipped[] = []
  const certificates = new Map<string, Certificate>()
  const secrets: PacketGroup[] = []
  let beyond = 0
  for (const bytes of binaryParts(material, skipped)) {
    const { groups, strays } = groupKeys(soundPackets(bytes, skipped))
    if (strays > 0) skipped.push({ kind: 'strays', packets: strays })
    for (const group of groups) {
      if (certificates.size + secrets.length >= mostKeys) beyond += 1
      else if (group.isSecret) secrets.push(group)
      else addCertificate(certificates, readCertificate(group.packets), skipped)
    }
  }
  if (beyond > 0) skipped.push({ kind: 'tooMany', keys: beyond })
  return { certificates: [...certificates.values()], secrets, skipped }
}

/** Damage costs the key it is in; the search for the next one begins behind it. */
function soundPackets(bytes: Uint8Array, skipped: Skipped[]): readonly RawPacket[] {
  const sound: RawPacket[] = []
  let from = 0
  let faults = 0
  for (;;) {
    const { packets, fault } = splitPackets(bytes.subarray(from), { ...limits, packets: limits.packets - sound.length })
    for (const packet of packets) sound.push(packet)
    if (fault === null) return sound
    const next = sound.length >= limits.packets ? -1 : nextKeyAt(bytes, from + fault.at + 1)
    faults += 1
    if (faults <= mostFaultsTold || next < 0) {
      skipped.push({ kind: 'damaged', reason: fault.describedAt(from + fault.at), goesOn: next >= 0 })
    }
    if (next < 0) return sound
    from = next
  }
}

function addCertificate(known: Map<string, Certificate>, added: Certificate | null, skipped: Skipped[]): void {
  if (added === null) {
    skipped.push({ kind: 'version' })
    return
  }
  const before = known.get(added.fingerprint)
  known.set(added.fingerprint, before === undefined ? added : mergeCertificates(before, added))
}

function* binaryParts(material: Uint8Array, skipped: Skipped[]): Generator<Uint8Array> {
  // Text may begin with any letter, an accented one too; a block in it tells it from a ring.
  const isBinary = ((material[0] ?? 0) & 0x80) !== 0 && !Buffer.from(material).includes('-----BEGIN PGP ')
  if (isBinary) {
    yield material
    return
  }
  const text = Buffer.from(material).toString('utf8')
  const blocks = readArmorBlocks(text)
  if (blocks.length === 0) {
    const decoded = text.length > 0 ? decodeBase64(text) : null
    if (decoded !== null && decoded.length > 0) yield decoded
    return
  }
  for (const { kind, bytes } of blocks) {
    if (kind === 'PUBLIC KEY BLOCK' || kind === 'PRIVATE KEY BLOCK') yield bytes
    else skipped.push({ kind: 'block', blockKind: kind })
  }
}
