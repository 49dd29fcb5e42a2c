/**
 * What a signature scheme must be able to do. One file per scheme; adding one means writing its
 * file and listing it in schemes/index.ts. A scheme knows nothing of objects, groups or verdicts.
 */

import type { CertificateFacts } from '../../../../src-shared/model/certificate.ts'
import type { SignatureProblem, SignatureScheme } from '../../../../src-shared/model/verification.ts'
import type { SignerKeyFacts } from '../../../../src-shared/model/verification-facts.ts'
import type { KeyFinder } from '../../keyring/key-finder.ts'

/** A signature object's data, recognised and taken apart, not yet checked. */
export interface ReadSignature {
  readonly scheme: SignatureScheme
  /** The message that is signed; null when it cannot be read. Unauthenticated until checked. */
  readonly message: string | null
  /** What the signature says of itself; shown as claims. */
  readonly claims: SignatureClaims
  /** Tries the known keys. */
  check(asked: CheckRequest): Promise<CheckOutcome>
}

export interface SignatureClaims {
  readonly fingerprint: string | null
  readonly hash: string | null
  readonly signedAt: string | null
}

export interface CheckRequest {
  readonly keys: KeyFinder
  /** The fingerprint in the descriptor, upper-case hex; null when it holds none. */
  readonly entity: string | null
  readonly now: Date
  readonly signal?: AbortSignal | undefined
}

export interface CheckOutcome extends SignatureClaims {
  /** `wrong`: the signature does not fit message, key or descriptor. */
  readonly result: 'holds' | 'wrong' | 'notChecked'
  readonly problem: SignatureProblem | null
  readonly key: SignerKeyFacts | null
  /** Whether a key without a name, given for this check, made it. */
  readonly keyGiven: boolean
  /** Of the plain key that made it, when it was given with one. */
  readonly certificate?: CertificateFacts
  /** Of the plain key that made it: SHA-256 of its DER, upper-case hex. */
  readonly plainKey?: string
}

/** Of this scheme but unreadable, with the reason for the raw detail. */
export interface UnreadableSignature {
  readonly scheme: SignatureScheme
  readonly reason: string
}

export interface Scheme {
  /** @returns null when the data is not of this scheme at all */
  read(data: Uint8Array): ReadSignature | UnreadableSignature | null
}
