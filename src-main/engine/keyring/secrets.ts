/**
 * Secret keys at rest: each in a file of its own, readable by the user only, every secret packet in it
 * under the user's passphrase. Material that comes half protected, as the command lines write it, is
 * protected whole before it is stored. It never keeps a passphrase.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { config, encryptKey, type PrivateKey, readPrivateKey } from 'openpgp'
import type { OfferedSecret } from '../../../src-shared/model/key.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { writeWhole } from '../sif/write-whole.ts'
import { type Certificate, type PacketGroup, readCertificate } from './openpgp/certificates.ts'
import { splitPackets, writePackets } from './openpgp/packets.ts'

const packetLimits = { packets: 10_000, bodyBytes: 1024 * 1024 }
/** Memory that unlocking a key may ask for, as a power of two in KiB: 1 GiB. */
const mostArgonExponent = 20

export interface SecretKey {
  readonly certificate: Certificate
  readonly key: PrivateKey
}

/** @returns null for material that is no secret key that can be read */
export async function readSecret({ packets }: PacketGroup): Promise<SecretKey | null> {
  try {
    const key = await readPrivateKey({ binaryKey: writePackets(packets) })
    const certificate = readCertificate(splitPackets(key.toPublic().write(), packetLimits).packets)
    return certificate === null ? null : { certificate, key }
  } catch {
    return null
  }
}

/** Upper-case fingerprints of the parts whose secret half is in a key, locked or not. */
export function secretPartsOf(key: PrivateKey): readonly string[] {
  return [key, ...key.subkeys].flatMap(({ keyPacket }) =>
    'privateParams' in keyPacket && !keyPacket.isDummy() ? [keyPacket.getFingerprint().toUpperCase()] : [],
  )
}

/** How the secret packets of a key are protected where it came from. */
export function protectionOf(key: PrivateKey): OfferedSecret['protection'] {
  const states = [key, ...key.subkeys].flatMap(({ keyPacket }) =>
    'privateParams' in keyPacket && !keyPacket.isDummy() ? [keyPacket.isDecrypted()] : [],
  )
  if (states.length === 0) return 'unusable'
  if (states.every((isOpen) => !isOpen)) return 'whole'
  return states.every((isOpen) => isOpen) ? 'none' : 'partly'
}

/**
 * Unlocks packet by packet what is locked; the key is changed in place.
 * @throws AppFailure KEYRING_PASSPHRASE_WRONG, KEYRING_SECRET_UNUSABLE (no usable secret in it)
 */
export async function openSecrets({ certificate, key }: SecretKey, passphrase: string): Promise<void> {
  const { fingerprint } = certificate
  let usable = 0
  config.maxArgon2MemoryExponent = mostArgonExponent
  for (const { keyPacket } of [key, ...key.subkeys]) {
    if (!('privateParams' in keyPacket) || keyPacket.isDummy()) continue
    usable += 1
    if (keyPacket.isDecrypted()) continue
    try {
      await keyPacket.decrypt(passphrase)
    } catch {
      throw failure('KEYRING_PASSPHRASE_WRONG', { fingerprint })
    }
  }
  if (usable === 0) throw failure('KEYRING_SECRET_UNUSABLE', { fingerprint })
}

/**
 * Unlocks what is locked, then locks the whole.
 * @throws AppFailure KEYRING_PASSPHRASE_WRONG, KEYRING_SECRET_UNUSABLE
 */
export async function protectWhole(secret: SecretKey, passphrase: string): Promise<PrivateKey> {
  await openSecrets(secret, passphrase)
  try {
    return await encryptKey({ privateKey: secret.key, passphrase })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw failure('KEYRING_SECRET_UNUSABLE', { fingerprint: secret.certificate.fingerprint }, { detail })
  }
}

/** Writes a protected key, which never stands there in part. */
export async function storeSecret(folder: string, fingerprint: string, key: PrivateKey): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeWhole(join(folder, `${fingerprint}.asc`), key.armor(), { overwrite: true, mode: 0o600 })
}
