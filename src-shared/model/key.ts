/** An OpenPGP key as the keyring shows it. Names in keys are claims until the key is verified. */
import type { Decision } from './decision.ts'

export type KeySource =
  | { readonly kind: 'file'; readonly path: string; readonly at: string }
  | { readonly kind: 'paste'; readonly at: string }
  | { readonly kind: 'keyserver'; readonly url: string; readonly at: string }
  | { readonly kind: 'commandLine'; readonly path: string; readonly at: string }
  | { readonly kind: 'gnupg'; readonly path: string; readonly at: string }
  | { readonly kind: 'generated'; readonly at: string }
  | { readonly kind: 'demo'; readonly at: string }

export interface KeyRevocation {
  readonly reason: 'compromised' | 'superseded' | 'retired' | 'none'
  readonly text: string
  readonly at: string
}

export interface Key {
  readonly fingerprint: string
  readonly userIds: readonly string[]
  /** Like `ed25519`, `rsa4096`, `nistp384`. */
  readonly algorithm: string
  readonly version: 4 | 6
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly hasSecret: boolean
  readonly revoked: KeyRevocation | null
  /** Why its signatures mean nothing (too short, DSA …), or null. */
  readonly weak: string | null
  readonly decision: Decision | null
  readonly sources: readonly KeySource[]
  /** When a keyserver that has it was last asked about it; null: never. */
  readonly refreshedAt: string | null
  /** When a backup of its secret half was last seen to restore; null: never, or not one's own. */
  readonly backedUpAt: string | null
  readonly subkeys: readonly {
    readonly fingerprint: string
    readonly algorithm: string
    readonly createdAt: string
    readonly expiresAt: string | null
    readonly canSign: boolean
    readonly canEncrypt: boolean
    readonly revoked: boolean
  }[]
}

/** What an import would change, shown before anything is stored. */
export interface KeyImportPreview {
  readonly changes: readonly {
    readonly fingerprint: string
    readonly userIds: readonly string[]
    readonly effect: 'new' | 'unchanged' | 'updated'
    /** Plain sentences: new user ids, expiry extended, revoked … */
    readonly details: readonly string[]
  }[]
  /** Secret halves in the material. They become the user's own keys only with their passphrase. */
  readonly secrets: readonly OfferedSecret[]
  /** Parts that were skipped, with the reason. */
  readonly skipped: readonly string[]
}

/** A secret half that was found in some material. */
export interface OfferedSecret {
  readonly fingerprint: string
  readonly userIds: readonly string[]
  /** Whether its secret half is here already. */
  readonly isHere: boolean
  /** How it is protected where it was found: the command lines leave subkeys open. */
  readonly protection: 'whole' | 'partly' | 'none' | 'unusable'
}

/** A keyring of another program that was found on this computer. */
export interface FoundRing {
  readonly program: 'gnupg' | 'singularity' | 'apptainer'
  readonly holds: 'public' | 'secret'
  /** Set up by an administrator for everybody. */
  readonly isGlobal: boolean
  /** The ring's file; for GnuPG its folder. */
  readonly path: string
}
