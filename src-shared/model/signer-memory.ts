/** Who signs in a namespace: remembered at the first image, compared at each later one. */
import type { Decision } from './decision.ts'
import type { Key } from './key.ts'
import type { PolicyAction } from './policy.ts'

/** `remembered` signs here; `waiting` is another signer about whom nothing was settled. */
export type NamespaceStanding = 'remembered' | 'waiting'

export interface NamespaceSigner {
  readonly namespace: string
  readonly fingerprint: string
  readonly standing: NamespaceStanding
  readonly firstSeenAt: string
  readonly lastSeenAt: string
}

/** One side of the page that shows two signers beside each other. */
export interface SignerSide {
  readonly fingerprint: string
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  /** Null when the key is not here. */
  readonly key: Key | null
  /** The decision that counts in the namespace. */
  readonly decision: Decision | null
  /** Keys the user verified or accepted, or owns, that certify this one: their fingerprints. */
  readonly vouchedBy: readonly string[]
  /** What of it was kept out of the images. */
  readonly apart: readonly { readonly name: string; readonly arrivalId: string; readonly at: string }[]
}

export interface SignerChange {
  readonly namespace: string
  /** The signer until now, newest first where there are several. */
  readonly before: readonly SignerSide[]
  readonly now: SignerSide
  /** Whether a key of before certifies the new one, and the other way round. */
  readonly oldVouchesForNew: boolean
  readonly newVouchesForOld: boolean
  /** What happens to further images of the new signer. */
  readonly action: PolicyAction
}

/** What waits for the user, in one list. It stays until it was dealt with. */
export type ReviewEntry =
  | {
      readonly kind: 'signerChange'
      readonly namespace: string
      readonly fingerprint: string
      readonly before: readonly string[]
      readonly at: string
    }
  | {
      readonly kind: 'revocation'
      readonly fingerprint: string
      readonly reason: 'compromised' | 'superseded' | 'retired' | 'none'
      readonly revokedAt: string
      readonly at: string
    }
  | { readonly kind: 'apart'; readonly arrivalId: string; readonly name: string; readonly at: string }
