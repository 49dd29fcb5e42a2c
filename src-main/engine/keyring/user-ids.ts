/**
 * Adds a name to a key: the new user id with a statement like the newest that the key made about a name, so
 * that uses, preferences and end stay as they are. It takes no name away and changes none.
 */
import {
  enums,
  PrivateKey,
  type SecretKeyPacket,
  SecretSubkeyPacket,
  type SignaturePacket,
  UserIDPacket,
} from 'openpgp'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { again, newest } from './renew.ts'

export interface NewUserId {
  readonly name: string
  readonly email: string
  readonly comment: string
}

/** The packet that says `Name (comment) <address>`. @throws AppFailure KEYRING_NAME_MALFORMED */
function userIdPacket(wanted: NewUserId): UserIDPacket {
  const name = wanted.name.trim()
  const comment = wanted.comment.trim()
  const email = wanted.email.trim()
  const isPlain = [name, comment, email].every((part) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>()]/u.test(part))
  try {
    if (isPlain && name !== '') {
      return UserIDPacket.fromObject({
        name,
        ...(comment === '' ? {} : { comment }),
        ...(email === '' ? {} : { email }),
      })
    }
  } catch {
    // Not an address.
  }
  throw failure('KEYRING_NAME_MALFORMED', { name: [name, comment, email].filter(Boolean).join(' ').slice(0, 200) })
}

/**
 * @param key unlocked; left as it is
 * @returns the key with the name added, unlocked
 * @throws AppFailure KEYRING_NAME_MALFORMED, KEYRING_NAME_KNOWN, KEYRING_NOT_NAMEABLE
 */
export async function addUserId(key: PrivateKey, wanted: NewUserId, at: Date): Promise<PrivateKey> {
  const fingerprint = key.getFingerprint().toUpperCase()
  const userId = userIdPacket(wanted)
  if (key.getUserIDs().includes(userId.userID)) throw failure('KEYRING_NAME_KNOWN', { name: userId.userID })
  const { keyPacket } = key
  const template = newest([
    ...key.users.flatMap(({ selfCertifications }) => selfCertifications),
    ...key.directSignatures,
  ])
  if (!isUsable(keyPacket) || key.revocationSignatures.length > 0 || template === null) {
    throw failure('KEYRING_NOT_NAMEABLE', { fingerprint })
  }
  const statement = await again(
    asCertification(template),
    { keyPacket, lifeSeconds: template.keyExpirationTime ?? 0, at },
    { key: keyPacket, userID: userId },
  )
  const packets = key.toPacketList()
  const subkeysAt = packets.findIndex((packet) => packet instanceof SecretSubkeyPacket)
  packets.splice(subkeysAt < 0 ? packets.length : subkeysAt, 0, userId, statement)
  return new PrivateKey(packets)
}

function isUsable(packet: PrivateKey['keyPacket']): packet is SecretKeyPacket {
  return 'privateParams' in packet && !packet.isDummy() && packet.isDecrypted() === true
}

/** The same statement about a name that is not the first one of the key. */
function asCertification(template: SignaturePacket): SignaturePacket {
  const isDirect = template.signatureType === enums.signature.key
  return Object.assign(Object.create(Object.getPrototypeOf(template)), template, {
    isPrimaryUserID: null,
    signatureType: isDirect ? enums.signature.certPositive : template.signatureType,
  })
}
