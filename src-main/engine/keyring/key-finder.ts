/** Where a verification gets keys from. Finding a key says nothing about trusting it. */
import type { CertificateFacts } from '../../../src-shared/model/certificate.ts'
import type { SignatureFinding } from '../../../src-shared/model/verification.ts'
import type { AnalysedKey } from './openpgp/analyse.ts'

export interface FoundKey {
  readonly key: AnalysedKey
  readonly source: NonNullable<SignatureFinding['key']['source']>
  /** When a keyserver was last asked about it; null: never. */
  readonly refreshedAt: string | null
}

/** How a signature and its descriptor name the key; each may be wrong or missing. */
export interface KeyNames {
  /** The part that signed, by the signature's own word: upper-case hex. */
  readonly issuer: string | null
  /** The primary key, by the descriptor's word: upper-case hex. */
  readonly primary: string | null
  /** 16 upper-case hex digits. */
  readonly keyId: string | null
}

/** A plain public key, or the key of a certificate, that key signatures are tried with. */
export interface PlainSigner {
  readonly pem: string
  /** Null for a key without a certificate. */
  readonly certificate: CertificateFacts | null
  /** Kept from before, and not given for this question. */
  readonly isKept: boolean
}

export interface KeyFinder {
  /** All keys of which some part has one of these names; none is not an error. */
  find(names: KeyNames, signal?: AbortSignal): Promise<readonly FoundKey[]>
  /** Text of PEM public keys given for this verification alone. */
  readonly pemKeys: readonly string[]
  /** Certificates likewise, and what the user keeps. */
  readonly plainSigners?: readonly PlainSigner[]
}
