/**
 * Team bundles: what somebody has decided about keys, with those keys and policies, in one signed text. What
 * stands in one counts for nothing until the user has taken it over, item by item.
 */
import type { Decision, DecisionKind, DecisionScope } from './decision.ts'
import type { Policy, PolicyRules } from './policy.ts'
import type { Verdict } from './verification.ts'

/** A decision as it travels: without notes, which are for oneself, and without single images. */
export interface BundleDecision {
  readonly fingerprint: string
  readonly kind: DecisionKind
  readonly scope: DecisionScope
}

export interface BundleContent {
  readonly name: string
  readonly madeAt: string
  /** Primary-key fingerprint of who made and signed it. */
  readonly signer: string
  /** Armored public keys. */
  readonly keys: readonly string[]
  readonly decisions: readonly BundleDecision[]
  readonly policies: readonly PolicyRules[]
}

/** What taking an item over would do. */
export type BundleEffect =
  /** There is nothing of it yet. */
  | 'new'
  /** Adds to what is known: packets of a key. */
  | 'updates'
  /** Takes the place of what the user said himself. */
  | 'replaces'
  | 'same'

export type BundleItem =
  | {
      readonly kind: 'key'
      readonly id: string
      readonly effect: BundleEffect
      readonly fingerprint: string
      readonly userIds: readonly string[]
      readonly details: readonly string[]
    }
  | {
      readonly kind: 'decision'
      readonly id: string
      readonly effect: BundleEffect
      readonly decision: BundleDecision
      /** Names in the key, where it is known or in the bundle: claims. */
      readonly userIds: readonly string[]
      /** What stands there now. */
      readonly before: Decision | null
    }
  | {
      readonly kind: 'policy'
      readonly id: string
      readonly effect: BundleEffect
      readonly policy: PolicyRules
      readonly before: Policy | null
    }

/** Who signed a bundle, as far as that can be said. */
export interface BundleSigner {
  readonly fingerprint: string
  readonly userIds: readonly string[]
  readonly signedAt: string | null
  /** What the signer is to the user: only accepted, verified and yours let anything be taken over. */
  readonly standing: Extract<
    Verdict,
    | 'yours'
    | 'verified'
    | 'accepted'
    | 'unknown'
    | 'rejected'
    | 'revoked'
    | 'superseded'
    | 'expiredSinceSigning'
    | 'expiredBeforeSigning'
  >
  readonly mayBeTaken: boolean
}

export interface BundleReading {
  readonly name: string
  readonly madeAt: string
  readonly signer: BundleSigner
  readonly items: readonly BundleItem[]
  /** Of the text; given back when items are taken, so that exactly this text counts. */
  readonly digest: string
  /** When this bundle, or an earlier one of that name and signer, was taken over. */
  readonly takenAt: string | null
}

/** A bundle that was taken over, for the list. */
export interface TakenBundle {
  readonly name: string
  readonly signer: string
  readonly signerUserIds: readonly string[]
  readonly madeAt: string
  readonly takenAt: string
  readonly keys: number
  readonly decisions: number
  readonly policies: number
}
