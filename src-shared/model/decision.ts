/** What the user has said about one primary-key fingerprint. Having a key is not trusting it. */

export type DecisionKind = 'verified' | 'accepted' | 'rejected'

/** How the fingerprint was compared. `notChecked` yields accepted, never verified. */
export type DecisionMethod = 'inPerson' | 'phone' | 'webPage' | 'colleague' | 'notChecked'

export type DecisionScope =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'image'; readonly digest: string }

export interface Decision {
  /** 40 or 64 hex digits, upper case. */
  readonly fingerprint: string
  readonly kind: DecisionKind
  readonly how: DecisionMethod
  readonly scope: DecisionScope
  readonly note: string
  /** ISO 8601, UTC. */
  readonly at: string
}
