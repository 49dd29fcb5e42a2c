/**
 * Finds out what a certificate says of itself: which parts are bound to it, what they may do, until
 * when, and whether they were revoked and why. Only the key's own, verified signatures count, and
 * only their signed parts. States are told, not judged: whether an expired key matters is decided
 * elsewhere, for each signature.
 */
import { enums, PublicKeyPacket, PublicSubkeyPacket, SignaturePacket } from 'openpgp'
import type { KeyRevocation } from '../../../../src-shared/model/key.ts'
import type { KeyLife } from '../../../../src-shared/model/key-state.ts'
import { algorithmName, weaknessOf } from './algorithms.ts'
import { type Certificate, fingerprintOfKey } from './certificates.ts'
import { packetTag, type RawPacket } from './packets.ts'

export type KeyPacket = PublicKeyPacket | PublicSubkeyPacket

export interface AnalysedPart {
  /** Upper-case hex. */
  readonly fingerprint: string
  /** 16 upper-case hex digits; for finding, never for telling keys apart. */
  readonly keyId: string
  readonly packet: KeyPacket
  readonly algorithm: string
  readonly weak: string | null
  readonly life: KeyLife
  readonly canSign: boolean
  readonly canEncrypt: boolean
  readonly isPrimary: boolean
}

export interface AnalysedKey {
  /** Of the primary key, upper-case hex. */
  readonly fingerprint: string
  readonly version: 4 | 6
  /** As written in the key; claims. Primary one first, revoked ones last. */
  readonly userIds: readonly string[]
  /** The primary key first, then the subkeys that are bound to it. */
  readonly parts: readonly [AnalysedPart, ...AnalysedPart[]]
  /** Whether at least one of its own signatures holds; a key without says nothing that can be relied on. */
  readonly vouchesForItself: boolean
}

/** A key whose signatures were flooded takes bounded time to look at. */
const mostSignaturesChecked = 2000

interface SelfSignature {
  readonly packet: SignaturePacket
  readonly created: Date
}

/** @returns null when the primary key cannot be read at all, say for an unknown algorithm */
export async function analyseCertificate(certificate: Certificate): Promise<AnalysedKey | null> {
  const primary = await readInto(new PublicKeyPacket(), certificate.primary)
  if (primary === null) return null
  const checker = createChecker(primary)

  const direct = await checker.valid(certificate.primarySignatures, [0x1f], { key: primary })
  const revocations = await checker.valid(certificate.primarySignatures, [0x20], { key: primary })
  const users: { readonly text: string; readonly newest: SelfSignature; readonly isRevoked: boolean }[] = []
  const subkeys: AnalysedPart[] = []
  for (const { packet, signatures } of certificate.components) {
    if (packet.tag === packetTag.userId) {
      const data = { key: primary, userID: { write: () => packet.body } }
      const newest = (await checker.valid(signatures, [0x10, 0x11, 0x12, 0x13], data))[0]
      if (newest === undefined) continue
      const revoked = (await checker.valid(signatures, [0x30], data))[0]
      const isRevoked = revoked !== undefined && revoked.created >= newest.created
      users.push({ text: Buffer.from(packet.body).toString('utf8'), newest, isRevoked })
    } else if (packet.tag === packetTag.publicSubkey) {
      const subkey = await analyseSubkey(packet, signatures, primary, checker)
      if (subkey !== null) subkeys.push(subkey)
    }
  }
  const order = (one: (typeof users)[number]): number =>
    (one.isRevoked ? 0 : 4e12) + (one.newest.packet.isPrimaryUserID ? 2e12 : 0) + one.newest.created.getTime() / 1000
  users.sort((a, b) => order(b) - order(a))

  const speaking = users.find(({ isRevoked }) => !isRevoked)?.newest
  const statements = [speaking, direct[0]]
    .flatMap((one) => one ?? [])
    .sort((a, b) => b.created.getTime() - a.created.getTime())
  const life: KeyLife = {
    createdAt: primary.created.toISOString(),
    expiresAt: expiryOf(primary, statements),
    revocations: revocations.map(revocationOf),
  }
  const flags = statements.find(({ packet }) => packet.keyFlags !== null)?.packet.keyFlags?.[0] ?? null
  return {
    fingerprint: certificate.fingerprint,
    version: primary.version === 6 ? 6 : 4,
    userIds: users.map(({ text }) => text),
    parts: [partOf(primary, certificate.fingerprint, life, flags, true), ...subkeys],
    vouchesForItself: statements.length > 0 || users.length > 0,
  }
}

async function analyseSubkey(
  raw: RawPacket,
  signatures: readonly RawPacket[],
  primary: PublicKeyPacket,
  checker: Checker,
): Promise<AnalysedPart | null> {
  const packet = await readInto(new PublicSubkeyPacket(), raw)
  const fingerprint = fingerprintOfKey(raw.body)
  if (packet === null || fingerprint === null) return null
  const data = { key: primary, bind: packet }
  const newest = (await checker.valid(signatures, [0x18], data))[0]
  if (newest === undefined) return null
  const revocations = await checker.valid(signatures, [0x28], data)
  const flags = newest.packet.keyFlags?.[0] ?? null
  // A signing subkey must itself agree to belong to this key, or anybody could claim another's.
  const back = newest.packet.embeddedSignature
  const agrees = back !== null && (await isValid(back, packet, enums.signature.keyBinding, data))
  const life: KeyLife = {
    createdAt: packet.created.toISOString(),
    expiresAt: expiryOf(packet, [newest]),
    revocations: revocations.map(revocationOf),
  }
  return partOf(packet, fingerprint, life, agrees ? flags : (flags ?? 0) & ~signFlag, false)
}

const signFlag = 0x02
const encryptFlags = 0x04 | 0x08

function partOf(
  packet: KeyPacket,
  fingerprint: string,
  life: KeyLife,
  flags: number | null,
  isPrimary: boolean,
): AnalysedPart {
  return {
    fingerprint,
    keyId: fingerprint.length === 40 ? fingerprint.slice(-16) : fingerprint.slice(0, 16),
    packet,
    algorithm: algorithmName(packet),
    weak: weaknessOf(packet),
    life,
    canSign: flags === null ? isPrimary : (flags & signFlag) !== 0,
    canEncrypt: flags !== null && (flags & encryptFlags) !== 0,
    isPrimary,
  }
}

function expiryOf(key: KeyPacket, statements: readonly SelfSignature[]): string | null {
  const seconds = statements.find(({ packet }) => packet.keyExpirationTime !== null)?.packet.keyExpirationTime ?? 0
  return seconds === 0 ? null : new Date(key.created.getTime() + seconds * 1000).toISOString()
}

function revocationOf({ packet, created }: SelfSignature): KeyRevocation {
  const reasons: Readonly<Record<number, KeyRevocation['reason']>> = { 1: 'superseded', 2: 'compromised', 3: 'retired' }
  return {
    reason: reasons[packet.reasonForRevocationFlag ?? 0] ?? 'none',
    text: packet.reasonForRevocationString ?? '',
    at: created.toISOString(),
  }
}

async function readInto<Packet extends KeyPacket>(packet: Packet, raw: RawPacket): Promise<Packet | null> {
  try {
    await packet.read(raw.body)
    return packet
  } catch {
    return null
  }
}

interface Checker {
  /** The primary key's own valid signatures of these types over `data`, newest first. */
  valid(signatures: readonly RawPacket[], types: readonly number[], data: object): Promise<readonly SelfSignature[]>
}

function createChecker(primary: PublicKeyPacket): Checker {
  let left = mostSignaturesChecked
  return {
    async valid(signatures, types, data) {
      const found: SelfSignature[] = []
      for (const { body } of signatures) {
        if (!types.includes(body[1] ?? -1) || left <= 0) continue
        left -= 1
        const packet = readSignaturePacket(body)
        if (packet === null || packet.created === null) continue
        if (await isValid(packet, primary, packet.signatureType ?? 0, data))
          found.push({ packet, created: packet.created })
      }
      return found.sort((a, b) => b.created.getTime() - a.created.getTime())
    },
  }
}

/** Reads one signature packet; null for what is damaged or of an unknown version. */
export function readSignaturePacket(body: Uint8Array): SignaturePacket | null {
  try {
    const packet = new SignaturePacket()
    packet.read(body)
    return packet
  } catch {
    return null
  }
}

async function isValid(packet: SignaturePacket, key: KeyPacket, type: number, data: object): Promise<boolean> {
  if (packet.created === null) return false
  try {
    // At its own time: whether it is in force today is a question of its place in time, asked later.
    await packet.verify(key, type, data, packet.created)
    return true
  } catch (error) {
    // Said only after the signature was found to hold: the key also names somebody who may revoke it.
    return error instanceof Error && error.message.startsWith('This key is intended to be revoked')
  }
}
