/**
 * What a verification found in a file, without any verdict: the part that stays true as long as the
 * file does not change. Kept in the database; judged anew with today's keys, decisions and date.
 */
import type { CertificateFacts } from './certificate.ts'
import type { KeyLife } from './key-state.ts'
import type { AttachedSignature } from './verdict.ts'
import type { SignatureFinding, SignatureProblem } from './verification.ts'

/** The question that was asked. */
export interface VerificationScope {
  readonly groupId: number | null
  readonly objectId: number | null
  readonly legacy: boolean
}

/** Which file it was; any difference means that the facts are about another file. */
export interface FileStamp {
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Decimal text: inode numbers do not fit a double. */
  readonly inode: string
}

/** What is known of the key that a signature was checked with. */
export interface SignerKeyFacts {
  /** Of the primary key. */
  readonly fingerprint: string
  readonly source: SignatureFinding['key']['source']
  readonly userIds: readonly string[]
  readonly algorithm: string
  /** Fingerprint of the part that signed: the primary key's or a subkey's. */
  readonly signedWith: string
  /** The primary key first, then the subkey that signed, if one did. */
  readonly lives: readonly KeyLife[]
  /** When a keyserver was last asked about it; null: never. */
  readonly refreshedAt: string | null
}

export type SignatureFacts = Omit<SignatureFinding, 'keyState' | 'decision' | 'key' | 'certificate'> & {
  readonly key: SignerKeyFacts | null
  /** True for a key signature whose key was given and has no name or state. */
  readonly keyGiven: boolean
  /** What was found about the certificate of a plain key; judged anew like the key's state. */
  readonly certificate?: CertificateFacts
}

export interface DataDigest {
  /** Places in the descriptor table whose data it is over, one after the other. */
  readonly slots: readonly number[]
  /** As node:crypto names it. */
  readonly algorithm: string
  /** Lower-case hex. */
  readonly hex: string
}

export interface VerificationFacts {
  readonly version: 1
  readonly file: string
  readonly scope: VerificationScope
  readonly stamp: FileStamp
  readonly checkedAt: string
  /** Of the whole file, where it is known. */
  readonly digest: string | null
  readonly askedObjects: readonly number[]
  /** Objects that a narrower question left out, never signature objects; absent where it was about the whole file. */
  readonly leftOut?: readonly number[]
  readonly signatures: readonly SignatureFacts[]
  readonly attached: readonly AttachedSignature[]
  /** What is wrong with the file itself and matters here, like an object that ends beyond the file. */
  readonly fileProblem: SignatureProblem | null
  /** What was computed, so that a key that arrives later can be tried without reading the file again. */
  readonly digests: readonly DataDigest[]
}
