/**
 * What a verification found out, as facts and as the verdict drawn from them.
 * Field names are those of `sif-desktop verify --json`, which scripts rely on.
 */
import type { CertificateFinding } from './certificate.ts'
import type { Decision } from './decision.ts'
import type { AttachedSignature } from './verdict.ts'

export const verdicts = [
  'yours',
  'verified',
  'accepted',
  'expiredSinceSigning',
  'superseded',
  'expiredBeforeSigning',
  'unknown',
  'partlySigned',
  'revoked',
  'rejected',
  'changed',
  'notSigned',
  'cannotCheck',
] as const
export type Verdict = (typeof verdicts)[number]

export type Integrity = 'intact' | 'changed' | 'unknown'
export type SignatureScheme = 'pgp' | 'dsse' | 'cosign' | 'unknown'
export type SignatureState = 'intact' | 'changed' | 'notChecked' | 'notAsked'
export type KeyState =
  | 'ok'
  | 'expiredBeforeSigning'
  | 'expiredSinceSigning'
  | 'revokedCompromised'
  | 'revokedSoft'
  | 'revokedBefore'

/** Why a signature could not be checked, or in what it differs. Stable codes with text in src-shared/text. */
export interface SignatureProblem {
  readonly code: string
  readonly message: string
  readonly detail?: string
}

export interface SignatureFinding {
  readonly objectId: number
  readonly scheme: SignatureScheme
  /** Upper-case hex of the primary key; null where the signature names none. */
  readonly fingerprint: string | null
  /** When the signer says it was made; nobody else vouches for it. */
  readonly signedAt: string | null
  /** Hash algorithm of the signature, lower case, like `sha256`. */
  readonly hash: string | null
  readonly state: SignatureState
  readonly keyState: KeyState | null
  readonly key: {
    readonly known: boolean
    readonly source: 'keyring' | 'keyserver' | 'commandLine' | 'file' | null
    readonly userIds: readonly string[]
    readonly own: boolean
  }
  /** What the user decided about the key, as it applied. */
  readonly decision: Decision | null
  /** Object IDs it speaks about, never signature objects. */
  readonly covers: readonly number[]
  /** Object IDs that differ from what was signed. */
  readonly changedObjects: readonly number[]
  /** Whether header fields are covered and unchanged. Legacy signatures cover none. */
  readonly header: 'covered' | 'changed' | 'notCovered'
  readonly groupId: number | null
  readonly legacy: boolean
  readonly problem: SignatureProblem | null
  /** The certificate that names the holder of a plain key, where one was given. */
  readonly certificate?: CertificateFinding
  /** Of a plain key that was given: what a decision about it is about, 64 upper-case hex digits. */
  readonly plainKey?: string
}

export interface Coverage {
  readonly complete: boolean
  readonly objects: readonly number[]
  readonly uncovered: readonly number[]
}

/** One group or one object, checked without the rest. */
export interface VerifiedPart {
  readonly groupId: number | null
  readonly objectId: number | null
  /** IDs of the objects that were not looked at, never signature objects. */
  readonly leftOut: readonly number[]
}

/** One line of the list of checks. `open` waits for a decision of the user. */
export interface Check {
  readonly name: string
  readonly result: 'done' | 'failed' | 'open' | 'notPossible'
  readonly detail: string
  /** The signature it is about, if it is about one. */
  readonly objectId: number | null
}

export type NextActionKind =
  | 'none'
  | 'reviewSigner'
  | 'findKey'
  | 'pullAgain'
  | 'showUncovered'
  | 'showChanges'
  | 'reviewDecision'
  | 'refreshKey'
  | 'sign'
  | 'explain'

export interface NextAction {
  readonly kind: NextActionKind
  readonly text: string
}

export interface Verification {
  readonly file: string
  readonly verdict: Verdict
  /** At most 80 characters. */
  readonly sentence: string
  readonly integrity: Integrity
  readonly coverage: Coverage | null
  readonly signatures: readonly SignatureFinding[]
  readonly checks: readonly Check[]
  readonly nextAction: NextAction
  /** The two labelled lines of the banner: facts about the bytes, and about who signed. */
  readonly lines: { readonly integrity: string; readonly signer: string }
  readonly checkedAt: string
  /** What the file was when it was checked; a file that differs later needs a new check. */
  readonly stamp: { readonly sizeBytes: number; readonly modifiedMs: number; readonly digest: string | null }
  /** What alone was checked; left out where it was the whole file. */
  readonly part?: VerifiedPart
  /** Signatures that are no signature objects, like cosign's; left out where there are none. */
  readonly attached?: readonly AttachedSignature[]
}
