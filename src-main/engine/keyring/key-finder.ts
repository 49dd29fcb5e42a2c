/** Where a verification gets keys from. Finding a key says nothing about trusting it. */
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

export interface KeyFinder {
  /** All keys of which some part has one of these names; none is not an error. */
  find(names: KeyNames, signal?: AbortSignal): Promise<readonly FoundKey[]>
  /** Text of PEM public keys given for this verification alone. */
  readonly pemKeys: readonly string[]
}
