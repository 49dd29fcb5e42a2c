/**
 * Makes the bytes of a signature object from a message: clear-signed text with an OpenPGP key, or a
 * DSSE envelope with plain keys. Keys that can make only signatures nobody can check are refused
 * before anything is written. Source: SIF reference, 9.4, 9.5, 9.7.
 */
import { createPublicKey, type KeyObject, sign as signBytes } from 'node:crypto'
import { createCleartextMessage, enums, type PrivateKey, sign } from 'openpgp'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { payloadType, signedBytes, sshFingerprint } from '../schemes/dsse.ts'

export interface Signer {
  /** Of the primary key, for the descriptor; null for plain keys. */
  readonly fingerprint: string | null
  sign(message: string): Promise<Uint8Array>
  /** What checks the result again before it is kept: the public half. */
  readonly publicHalf:
    | { readonly kind: 'openpgp'; readonly armored: string }
    | { readonly kind: 'pem'; readonly pem: string }
}

const versionInDescriptors = 4
const leastRsaBits = 2048
const curves: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1', 'secp521r1'])
const config = { preferredHashAlgorithm: enums.hash.sha256 }

/**
 * @param key with its secret parts unlocked
 * @throws AppFailure SIGN_KEY_VERSION, SIGN_KEY_CANNOT_SIGN (expired, revoked, no part that may sign)
 */
export async function openPgpSigner(key: PrivateKey, at: Date): Promise<Signer> {
  const fingerprint = key.getFingerprint().toUpperCase()
  // A descriptor has room for 20 bytes: the fingerprint of a later version does not fit, and nobody finds the key.
  if (key.keyPacket.version !== versionInDescriptors) throw failure('SIGN_KEY_VERSION', { fingerprint })
  try {
    await key.getSigningKey(undefined, at)
  } catch (error) {
    throw failure(
      'SIGN_KEY_CANNOT_SIGN',
      { fingerprint },
      { detail: error instanceof Error ? error.message : String(error) },
    )
  }
  return {
    fingerprint,
    publicHalf: { kind: 'openpgp', armored: key.toPublic().armor() },
    async sign(text) {
      const message = await createCleartextMessage({ text })
      const armored = await sign({ message, signingKeys: key, date: at, config })
      // Signers of the field write LF and end without a newline.
      return Buffer.from(armored.replaceAll('\r', '').trimEnd(), 'utf8')
    },
  }
}

/** @param key RSA (signed as PKCS #1 v1.5), ECDSA or Ed25519. @throws AppFailure SIGN_KEY_KIND */
export function pemSigner(key: KeyObject): Signer {
  const kind = key.asymmetricKeyType
  if (kind !== 'rsa' && kind !== 'ec' && kind !== 'ed25519') throw failure('SIGN_KEY_KIND', { kind: kind ?? 'unknown' })
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
  // What our own verification would call too weak, or other programs could not check.
  if (kind === 'rsa' && modulusLength < leastRsaBits) throw failure('SIGN_KEY_KIND', { kind: `rsa${modulusLength}` })
  if (kind === 'ec' && !curves.has(namedCurve)) throw failure('SIGN_KEY_KIND', { kind: namedCurve ?? 'ec' })
  const publicKey = createPublicKey(key)
  return {
    fingerprint: null,
    publicHalf: { kind: 'pem', pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    async sign(message) {
      const payload = Buffer.from(message, 'utf8')
      const signature = signBytes(kind === 'ed25519' ? null : 'sha256', signedBytes(payload), key)
      const envelope = {
        payloadType,
        payload: payload.toString('base64'),
        signatures: [{ keyid: sshFingerprint(publicKey), sig: signature.toString('base64') }],
      }
      return Buffer.from(JSON.stringify(envelope), 'utf8')
    },
  }
}
