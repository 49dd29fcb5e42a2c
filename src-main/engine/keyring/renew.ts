/**
 * Gives a key of any origin a new end: each statement that the key makes about itself is made once more
 * with another end and otherwise as it was. Nothing is taken away, so that user ids, subkeys, what each may
 * do, others' certifications and revocations outlive it; what was revoked is not stated again.
 */
import { config, enums, type PrivateKey, type SecretKeyPacket, SignaturePacket, type Subkey, type User } from 'openpgp'
import { failure } from '../../../src-shared/text/errors/index.ts'

declare module 'openpgp' {
  interface SignaturePacket {
    /** As the library has it; its declaration leaves out the last parameter and what may be signed. */
    sign(key: SecretKeyPacket, data: object, date: Date, detached: boolean, settings: typeof config): Promise<void>
  }
  interface Key {
    directSignatures: SignaturePacket[]
  }
}

/**
 * @param key unlocked; changed in place
 * @param lifeSeconds from `at`; null for no end
 * @throws AppFailure KEYRING_NOT_EXTENDABLE when the primary secret key is kept elsewhere or the key is revoked
 */
export async function renew(key: PrivateKey, lifeSeconds: number | null, at: Date): Promise<void> {
  const fingerprint = key.getFingerprint().toUpperCase()
  const { keyPacket } = key
  const unusable = (detail: string) => failure('KEYRING_NOT_EXTENDABLE', { fingerprint }, { detail })
  if (!('privateParams' in keyPacket) || keyPacket.isDummy() || !keyPacket.isDecrypted())
    throw unusable('the primary secret key is not here')
  if (key.revocationSignatures.length > 0) throw unusable('the key is revoked')
  /** Counted from the making of each part, as the format does; 0 for no end. */
  const lifeOf = (createdAt: Date): number =>
    lifeSeconds === null ? 0 : Math.floor(at.getTime() / 1000) - Math.floor(createdAt.getTime() / 1000) + lifeSeconds
  const primary: Primary = { keyPacket, lifeSeconds: lifeOf(key.getCreationTime()), at }

  const direct = newest(key.directSignatures)
  if (direct !== null) key.directSignatures.push(await again(direct, primary, { key: keyPacket }))
  for (const user of key.users) await renewUser(user, primary)
  for (const subkey of key.subkeys) {
    await renewSubkey(subkey, { ...primary, lifeSeconds: lifeOf(subkey.getCreationTime()) })
  }
}

export interface Primary {
  readonly keyPacket: SecretKeyPacket
  /** Of the part that is spoken about. */
  readonly lifeSeconds: number
  readonly at: Date
}

async function renewUser(user: User, primary: Primary): Promise<void> {
  const last = newest(user.selfCertifications)
  const revoked = newest(user.revocationSignatures)
  if (last === null || (revoked !== null && timeOf(revoked) >= timeOf(last))) return
  const about = user.userID === null ? { userAttribute: user.userAttribute } : { userID: user.userID }
  user.selfCertifications.push(await again(last, primary, { ...about, key: primary.keyPacket }))
}

/** A subkey without an end of its own needs no new one: it ends with the primary key. */
async function renewSubkey(subkey: Subkey, primary: Primary): Promise<void> {
  const last = newest(subkey.bindingSignatures)
  if (last === null || (last.keyExpirationTime ?? 0) === 0 || subkey.revocationSignatures.length > 0) return
  subkey.bindingSignatures.push(await again(last, primary, { key: primary.keyPacket, bind: subkey.keyPacket }))
}

/** A statement once more, at another time and with another end. */
export async function again(last: SignaturePacket, { keyPacket, lifeSeconds, at }: Primary, data: object) {
  const packet = new SignaturePacket()
  packet.signatureType = last.signatureType
  packet.publicKeyAlgorithm = keyPacket.algorithm
  packet.hashAlgorithm = strongHash(last.hashAlgorithm)
  packet.keyFlags = last.keyFlags
  packet.features = last.features
  packet.preferredSymmetricAlgorithms = last.preferredSymmetricAlgorithms
  packet.preferredHashAlgorithms = last.preferredHashAlgorithms
  packet.preferredCompressionAlgorithms = last.preferredCompressionAlgorithms
  packet.preferredAEADAlgorithms = last.preferredAEADAlgorithms
  packet.keyServerPreferences = last.keyServerPreferences
  packet.preferredKeyServer = last.preferredKeyServer
  packet.isPrimaryUserID = last.isPrimaryUserID
  // The subkey's own agreement to belong here holds on.
  packet.embeddedSignature = last.embeddedSignature
  packet.keyExpirationTime = lifeSeconds
  packet.keyNeverExpires = lifeSeconds === 0
  // A clock that went back must not hide the new statement behind the old one.
  await packet.sign(keyPacket, data, new Date(Math.max(at.getTime(), timeOf(last) + 1000)), false, config)
  return packet
}

function strongHash(hash: enums.hash | null): enums.hash {
  return hash === enums.hash.sha384 || hash === enums.hash.sha512 ? hash : enums.hash.sha512
}

const timeOf = ({ created }: SignaturePacket): number => created?.getTime() ?? 0

export function newest(signatures: readonly SignaturePacket[]): SignaturePacket | null {
  return [...signatures].sort((a, b) => timeOf(b) - timeOf(a))[0] ?? null
}
