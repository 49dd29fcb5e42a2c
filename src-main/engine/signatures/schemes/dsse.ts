/**
 * DSSE envelopes: signatures by plain keys, which carry no name, no date and no state of their own.
 * A key given for the check either made the signature or did not. Source: SIF reference, 9.5.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { CertificateFacts } from '../../../../src-shared/model/certificate.ts'
import { signatureProblem } from '../../../../src-shared/text/verdicts/index.ts'
import type { PlainSigner } from '../../keyring/key-finder.ts'
import { decodeBase64 } from '../../keyring/openpgp/armor.ts'
import type { CheckOutcome, CheckRequest, ReadSignature, Scheme, UnreadableSignature } from './scheme.ts'

/** The type of a SIF's signed message in an envelope. */
export const payloadType = 'application/vnd.sylabs.sif-metadata+json'
const leastRsaBits = 2047
const mostSignatures = 100
const claims = { fingerprint: null, hash: 'sha256', signedAt: null }

interface Entry {
  readonly keyId: string
  readonly signature: Uint8Array
}

export const dsseScheme: Scheme = { read }

function read(data: Uint8Array): ReadSignature | UnreadableSignature | null {
  const envelope = parseObject(data)
  if (envelope === null || envelope.payloadType !== payloadType) return null
  const payload = typeof envelope.payload === 'string' ? decodeBase64(envelope.payload) : null
  const entries = readEntries(envelope.signatures)
  if (payload === null || entries === null) return { scheme: 'dsse', reason: 'the envelope is incomplete' }
  const message = decodeText(payload)
  if (message === null) return { scheme: 'dsse', reason: 'the payload is not UTF-8' }
  return { scheme: 'dsse', message, claims, check: async (asked) => check(payload, entries, asked) }
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function parseObject(data: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(decodeText(data) ?? '')
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null
  } catch {
    return null
  }
}

function readEntries(value: unknown): readonly Entry[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostSignatures) return null
  const entries: Entry[] = []
  for (const entry of value) {
    if (typeof entry !== 'object' || entry === null || typeof entry.sig !== 'string') return null
    const signature = decodeBase64(entry.sig)
    // One entry that cannot be read spoils the envelope, as it does for the command lines.
    if (signature === null) return null
    entries.push({ keyId: typeof entry.keyid === 'string' ? entry.keyid : '', signature })
  }
  return entries
}

/** The bytes that are signed: type and payload with their lengths, so that neither can run into the other. */
export function signedBytes(payload: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `, 'ascii'),
    payload,
  ])
}

/** Whether an envelope may be by a key: it names it, or names none. */
function names(entries: readonly Entry[], pem: string): boolean {
  const keyId = sshFingerprint(createPublicKey(pem))
  return entries.some((entry) => entry.keyId === '' || keyId === '' || entry.keyId === keyId)
}

function signerOf(
  key: KeyObject,
  certificate: CertificateFacts | null,
): Pick<CheckOutcome, 'certificate' | 'plainKey'> {
  return { plainKey: plainKeyIdentity(key), ...(certificate === null ? {} : { certificate }) }
}

/** What a decision about a key without a name is about: SHA-256 of the key, upper-case hex. */
export function plainKeyIdentity(key: KeyObject): string {
  const der = key.export({ format: 'der', type: 'spki' })
  return createHash('sha256').update('plain key signer 1\0').update(der).digest('hex').toUpperCase()
}

function check(payload: Uint8Array, entries: readonly Entry[], { keys }: CheckRequest): CheckOutcome {
  const answer = (
    result: CheckOutcome['result'],
    problem: CheckOutcome['problem'],
    keyGiven = false,
  ): CheckOutcome => ({
    ...claims,
    result,
    problem,
    key: null,
    keyGiven,
  })
  const given = keys.pemKeys.map((pem): PlainSigner => ({ pem, certificate: null, isKept: false }))
  const signers = [...given, ...(keys.plainSigners ?? [])]
  if (signers.every(({ isKept }) => isKept) && !signers.some(({ pem }) => names(entries, pem)))
    return answer('notChecked', signatureProblem('KEY_MISSING'))
  const bytes = signedBytes(payload)
  for (const { pem, certificate } of signers) {
    const key = createPublicKey(pem)
    const keyId = sshFingerprint(key)
    const made = entries.filter((entry) => entry.keyId === '' || keyId === '' || entry.keyId === keyId)
    if (made.length === 0) continue
    const bits = key.asymmetricKeyDetails?.modulusLength
    if (bits !== undefined && bits < leastRsaBits)
      return answer('notChecked', signatureProblem('KEY_TOO_WEAK', `RSA with ${bits} bits`), true)
    if (made.some(({ signature }) => verifyBytes(key, bytes, signature)))
      return { ...answer('holds', null, true), ...signerOf(key, certificate) }
    // The envelope names this very key, and the signature is not by it.
    if (keyId !== '' && made.some((entry) => entry.keyId === keyId))
      return answer('wrong', signatureProblem('SIGNATURE_WRONG'), true)
  }
  return answer('notChecked', signatureProblem('NOT_THE_GIVEN_KEY'))
}

/** RSA as PKCS #1 v1.5 and ECDSA with SHA-256, in DER or fixed width; Ed25519 as it is. */
export function verifyBytes(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    switch (key.asymmetricKeyType) {
      case 'rsa':
        return verify('sha256', bytes, key, signature)
      case 'ec':
        return (
          verify('sha256', bytes, key, signature) ||
          verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
        )
      case 'ed25519':
        return verify(null, bytes, key, signature)
      default:
        return false
    }
  } catch {
    return false
  }
}

const sshCurves: Readonly<Record<string, string>> = { 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' }

/** `SHA256:` and the unpadded digest of the key in SSH form; empty for keys that have none. */
export function sshFingerprint(key: KeyObject): string {
  const { kty, n, e, x, y, crv } = key.export({ format: 'jwk' })
  const bytes = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url')
  const field = (value: string | Uint8Array): Buffer => {
    const content = Buffer.from(value)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(content.length)
    return Buffer.concat([length, content])
  }
  const integer = (value: Buffer): Buffer =>
    field((value[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), value]) : value)
  const curve = sshCurves[crv ?? '']
  let wire: Buffer | null = null
  if (kty === 'RSA') wire = Buffer.concat([field('ssh-rsa'), integer(bytes(e)), integer(bytes(n))])
  else if (kty === 'OKP' && crv === 'Ed25519') wire = Buffer.concat([field('ssh-ed25519'), field(bytes(x))])
  else if (kty === 'EC' && curve !== undefined) {
    const point = Buffer.concat([Buffer.from([4]), bytes(x), bytes(y)])
    wire = Buffer.concat([field(`ecdsa-sha2-${curve}`), field(curve), field(point)])
  }
  return wire === null ? '' : `SHA256:${createHash('sha256').update(wire).digest('base64').replace(/=+$/, '')}`
}
