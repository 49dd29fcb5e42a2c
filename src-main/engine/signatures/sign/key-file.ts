/** Private keys in PEM form that lie in files: read for one signature or one look, and never kept. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { SigningKeyFile } from '../../../../src-shared/model/sign.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { readNamedFile } from '../../platform/named-file.ts'
import { pemSigner, type Signer } from './signer.ts'

const mostKeyFileBytes = 1024 * 1024

/** @throws AppFailure SIGNATURES_PRIVATE_KEY_UNREADABLE, SIGN_KEY_KIND, and as readNamedFile */
export async function signerFromFile(
  path: string,
  passphrase: string | undefined,
  signal: AbortSignal,
): Promise<Signer> {
  return pemSigner(privateKey(await bytesOf(path, signal), path, passphrase))
}

/**
 * What a file is as a key to sign with, as far as it can be told without its passphrase.
 * @throws AppFailure as {@link signerFromFile}
 */
export async function lookAtKeyFile(path: string, signal: AbortSignal): Promise<SigningKeyFile> {
  const bytes = await bytesOf(path, signal)
  if (needsPassphrase(bytes)) return { needsPassphrase: true, algorithm: null, publicKey: null }
  const key = privateKey(bytes, path, undefined)
  const { publicHalf } = pemSigner(key)
  return {
    needsPassphrase: false,
    algorithm: algorithmOf(key),
    publicKey: publicHalf.kind === 'pem' ? publicHalf.pem : null,
  }
}

function bytesOf(path: string, signal: AbortSignal): Promise<Buffer> {
  return readNamedFile(path, { mostBytes: mostKeyFileBytes, allowsPipes: true, signal })
}

/**
 * Told from the text: what a library says of a missing passphrase differs with the library and its version.
 * RFC 7468, section 11, and the older form of RFC 1421, section 4.6.1.1.
 */
function needsPassphrase(bytes: Buffer): boolean {
  const text = bytes.toString('latin1')
  const begin = text.search(/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/)
  return /^-----BEGIN (?:ENCRYPTED PRIVATE KEY-----|[A-Z0-9 ]+-----\s+Proc-Type:\s*4,\s*ENCRYPTED)/.test(
    text.slice(begin),
  )
}

function privateKey(bytes: Buffer, path: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: bytes, ...(passphrase === undefined ? {} : { passphrase }) })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw failure('SIGNATURES_PRIVATE_KEY_UNREADABLE', { path }, { detail })
  }
}

/** `rsa4096`, `ed25519`, `nistP256`: the names that keys of the ring have as well. */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const { modulusLength, namedCurve } = asymmetricKeyDetails ?? {}
  if (asymmetricKeyType === 'rsa') return `rsa${modulusLength ?? ''}`
  const curves: Readonly<Record<string, string>> = {
    prime256v1: 'nistP256',
    secp384r1: 'nistP384',
    secp521r1: 'nistP521',
  }
  return curves[namedCurve ?? ''] ?? asymmetricKeyType ?? ''
}
