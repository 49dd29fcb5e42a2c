/**
 * OpenPGP clear-signed messages. The cryptography is openpgp.js's; which keys and hashes are too
 * weak, which subkey may sign and whether the descriptor names the right key is decided here. Key
 * expiry and revocation are not judged here at all: they are facts that the verdict weighs.
 */
import { config, enums, type SignaturePacket } from 'openpgp'
import type { SignatureProblem } from '../../../../src-shared/model/verification.ts'
import type { SignerKeyFacts } from '../../../../src-shared/model/verification-facts.ts'
import { hashLabel, signatureProblem } from '../../../../src-shared/text/verdicts/index.ts'
import type { FoundKey } from '../../keyring/key-finder.ts'
import { type AnalysedPart, readSignaturePacket } from '../../keyring/openpgp/analyse.ts'
import { packetTag, splitPackets } from '../../keyring/openpgp/packets.ts'
import { type ClearSigned, looksClearSigned, readClearSigned } from '../clear-sign.ts'
import type {
  CheckOutcome,
  CheckRequest,
  ReadSignature,
  Scheme,
  SignatureClaims,
  UnreadableSignature,
} from './scheme.ts'

const packetLimits = { packets: 16, bodyBytes: 64 * 1024 }
const weakHashes: ReadonlySet<string> = new Set(['md5', 'sha1', 'ripemd'])
/** Two clocks may differ by this much before a date is called impossible. */
const clockToleranceMs = 86_400_000

export const pgpScheme: Scheme = { read }

function read(data: Uint8Array): ReadSignature | UnreadableSignature | null {
  if (!looksClearSigned(data)) return null
  const message = readClearSigned(data)
  if ('reason' in message) return { scheme: 'pgp', reason: message.reason }
  const { packets: raw, fault } = splitPackets(message.packets, packetLimits)
  if (fault !== null) return { scheme: 'pgp', reason: fault.message }
  const packets: SignaturePacket[] = []
  for (const { tag, body } of raw) {
    if (tag === packetTag.marker || tag === packetTag.padding) continue
    if (tag !== packetTag.signature) return { scheme: 'pgp', reason: `a packet of type ${tag} beside the signature` }
    const packet = readSignaturePacket(body)
    const isOfText = packet?.signatureType === enums.signature.binary || packet?.signatureType === enums.signature.text
    if (packet !== null && isOfText) packets.push(packet)
  }
  const [first] = packets
  if (first === undefined) return { scheme: 'pgp', reason: 'no signature packet that can be read' }
  return {
    scheme: 'pgp',
    message: message.text,
    claims: claimsOf(first),
    check: (asked) => checkPackets(message, [first, ...packets.slice(1)], asked),
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

function hashName(packet: SignaturePacket): string | null {
  const name = Object.entries(enums.hash).find(([, code]) => code === packet.hashAlgorithm)?.[0]
  return name ?? null
}

function claimsOf(packet: SignaturePacket): SignatureClaims {
  return {
    fingerprint: packet.issuerFingerprint === null ? null : hex(packet.issuerFingerprint),
    hash: hashName(packet),
    signedAt: packet.created?.toISOString() ?? null,
  }
}

/**
 * Whose fingerprint to show while the key is not known. The command lines sign with the primary key
 * and salt their signatures, so there the signature itself names the primary key. Others may have
 * signed with a subkey; then only the descriptor names the primary key.
 */
function claimedFingerprint(packet: SignaturePacket, entity: string | null): string | null {
  const issuer = claimsOf(packet).fingerprint
  if (issuer === null || entity === null) return issuer ?? entity
  if (issuer.startsWith(entity)) return issuer
  return packet.rawNotations.some(({ name }) => name === 'salt@notations.openpgpjs.org') ? issuer : entity
}

interface Attempt {
  readonly packet: SignaturePacket
  readonly found: FoundKey
  readonly part: AnalysedPart
}

async function checkPackets(
  message: ClearSigned,
  packets: readonly [SignaturePacket, ...SignaturePacket[]],
  asked: CheckRequest,
): Promise<CheckOutcome> {
  // The first packet that a known key can check decides.
  for (const packet of packets) {
    const attempts = await attemptsFor(packet, asked)
    const [first, ...others] = attempts
    if (first === undefined) continue
    const outcome = await attemptOne(message, first, asked)
    if (outcome.result !== 'wrong') return outcome
    // Two keys can share the 64-bit id that old signatures name.
    for (const other of others) {
      const better = await attemptOne(message, other, asked)
      if (better.result !== 'wrong') return better
    }
    return outcome
  }
  const [first] = packets
  return {
    ...claimsOf(first),
    fingerprint: claimedFingerprint(first, asked.entity),
    result: 'notChecked',
    problem: signatureProblem('KEY_MISSING'),
    key: null,
    keyGiven: false,
  }
}

async function attemptsFor(
  packet: SignaturePacket,
  { keys, entity, signal }: CheckRequest,
): Promise<readonly Attempt[]> {
  const issuer = claimsOf(packet).fingerprint
  const keyId = packet.issuerKeyID.toHex().toUpperCase()
  const names = { issuer, primary: entity, keyId: /^0*$/.test(keyId) ? null : keyId }
  const found = await keys.find(names, signal)
  return found.flatMap((one) =>
    one.key.parts
      .filter((part) => (issuer === null ? part.keyId === keyId : part.fingerprint === issuer))
      .map((part) => ({ packet, found: one, part })),
  )
}

/** The key as it goes into the facts; of the subkeys only the one that signed matters. */
function keyFacts({ found, part }: Attempt): SignerKeyFacts {
  const [primary] = found.key.parts
  return {
    fingerprint: found.key.fingerprint,
    source: found.source,
    userIds: found.key.userIds,
    algorithm: part.algorithm,
    signedWith: part.fingerprint,
    lives: part.isPrimary ? [primary.life] : [primary.life, part.life],
    refreshedAt: found.refreshedAt,
  }
}

async function attemptOne(message: ClearSigned, attempt: Attempt, asked: CheckRequest): Promise<CheckOutcome> {
  const { packet, found } = attempt
  const answer = (result: CheckOutcome['result'], problem: SignatureProblem | null): CheckOutcome => ({
    ...claimsOf(packet),
    fingerprint: found.key.fingerprint,
    result,
    problem,
    key: keyFacts(attempt),
    keyGiven: false,
  })
  const unusable = reasonNotToTry(attempt)
  if (unusable !== null) return answer('notChecked', unusable)
  const fault = await cryptographicFault(message, attempt)
  if (fault !== null) return answer(fault.result, fault.problem)
  const impossible = dateProblem(attempt, asked.now)
  if (impossible !== null) return answer('notChecked', impossible)
  return entityAnswer(attempt, asked.entity, answer)
}

function reasonNotToTry({ packet, found, part }: Attempt): SignatureProblem | null {
  const [primary] = found.key.parts
  const hash = hashName(packet)
  if (hash === null || weakHashes.has(hash))
    return signatureProblem('HASH_TOO_WEAK', hash === null ? 'unknown' : hashLabel(hash))
  const weak = part.weak ?? primary.weak
  if (weak !== null) return signatureProblem('KEY_TOO_WEAK', weak)
  if (!found.key.vouchesForItself) return signatureProblem('KEY_NOT_USABLE', part.algorithm)
  return part.canSign ? null : signatureProblem('KEY_MAY_NOT_SIGN')
}

/** The signed bytes in the form openpgp.js asks for them. */
function signedData({ signedBytes }: ClearSigned): object {
  return { text: null, getBytes: () => signedBytes }
}

type Fault = { readonly result: 'wrong' | 'notChecked'; readonly problem: SignatureProblem }

async function cryptographicFault(message: ClearSigned, { packet, part }: Attempt): Promise<Fault | null> {
  try {
    // Judged at its own time: what the key and the signature are worth today is weighed elsewhere.
    const at = packet.created ?? new Date(0)
    await packet.verify(part.packet, packet.signatureType ?? 0, signedData(message), at, true, config)
    return null
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (/too weak|insecure/i.test(reason))
      return notChecked(signatureProblem('HASH_TOO_WEAK', hashLabel(hashName(packet) ?? 'unknown')))
    if (/unknown critical/i.test(reason)) return notChecked(signatureProblem('SIGNATURE_UNSUPPORTED', reason))
    if (/eckey-utils|not supported|unsupported|unknown curve/i.test(reason))
      return notChecked(signatureProblem('KEY_NOT_USABLE', part.algorithm))
    if (/is expired/i.test(reason)) return notChecked(signatureProblem('SIGNATURE_EXPIRED'))
    return { result: 'wrong', problem: signatureProblem('SIGNATURE_WRONG', reason) }
  }
}

function notChecked(problem: SignatureProblem): Fault {
  return { result: 'notChecked', problem }
}

function dateProblem({ packet, part }: Attempt, now: Date): SignatureProblem | null {
  const signed = packet.created?.getTime() ?? 0
  if (signed + clockToleranceMs < Date.parse(part.life.createdAt)) return signatureProblem('SIGNED_BEFORE_KEY')
  const end = packet.getExpirationTime()
  return end instanceof Date && end.getTime() <= now.getTime() ? signatureProblem('SIGNATURE_EXPIRED') : null
}

function entityAnswer(
  { found, part }: Attempt,
  entity: string | null,
  answer: (result: CheckOutcome['result'], problem: SignatureProblem | null) => CheckOutcome,
): CheckOutcome {
  if (entity === found.key.fingerprint || entity === part.fingerprint) return answer('holds', null)
  // The descriptor has room for 20 bytes; of a longer fingerprint it can hold the beginning only.
  const isCutOff = found.key.version === 6 && entity !== null && found.key.fingerprint.startsWith(entity)
  if (isCutOff) return answer('notChecked', signatureProblem('KEY_VERSION_DOES_NOT_FIT'))
  return answer('wrong', signatureProblem('OTHER_KEY_NAMED', entity ?? 'none'))
}
