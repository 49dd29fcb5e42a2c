/** What a signing will do, shown before it is done. */

export type SignScope =
  | { readonly kind: 'image' }
  | { readonly kind: 'groups'; readonly groupIds: readonly number[] }
  | { readonly kind: 'objects'; readonly objectIds: readonly number[] }

/** One signature to be made: signatures speak about objects of one group. */
export interface PlannedSignature {
  readonly groupId: number
  readonly objectIds: readonly number[]
  readonly isWholeGroup: boolean
}

/** A key whose secret half lives in the user's GnuPG. */
export interface GnupgKey {
  /** Of the primary key, upper-case hex. */
  readonly fingerprint: string
  readonly userIds: readonly string[]
  /** Like `ed25519` or `rsa3072`. */
  readonly algorithm: string
  readonly expiresAt: string | null
  /** Serial number of the smartcard that signs; null for this computer. */
  readonly card: string | null
}

/** A change of an image's objects, as far as signatures care. */
export type SifEdit =
  | { readonly kind: 'add'; readonly groupId: number | null; readonly isSignature: boolean }
  | { readonly kind: 'delete'; readonly objectId: number }
  | { readonly kind: 'setPrimary'; readonly objectId: number }

/** What becomes of signatures by an edit. */
export interface EditConsequence {
  /** `broken`: what they say is no longer so; `uncovered`: they say nothing about what is new. */
  readonly kind: 'broken' | 'uncovered' | 'removed' | 'lastRemoved'
  /** IDs of signature objects, as they are before the edit. */
  readonly signatureIds: readonly number[]
}

/** A file as a private key to sign with. */
export interface SigningKeyFile {
  /** Then nothing else of it is known. */
  readonly needsPassphrase: boolean
  /** Like `ed25519`, `rsa4096`. */
  readonly algorithm: string | null
  /** PEM. */
  readonly publicKey: string | null
}
