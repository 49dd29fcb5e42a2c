/** Two images beside each other: what is known of each, and in what they differ. A remote one has no verdict. */
import type { Verdict } from './verification.ts'

export interface ComparedObject {
  readonly id: number
  readonly type: string
  readonly name: string
  readonly sizeBytes: number
}

export interface ComparedSide {
  readonly place: 'here' | 'remote'
  /** Of the file; null for one that is not here. */
  readonly path: string | null
  /** In full; null for a file that came from nowhere known. */
  readonly reference: string | null
  /** The form that always means these bytes. */
  readonly pinned: string | null
  readonly remote: string | null
  /** `sha256:…`; null while nobody has computed it. */
  readonly digest: string | null
  readonly sizeBytes: number
  readonly architecture: string
  /** When it was put where it is: pulled or added, or published. ISO 8601. */
  readonly placedAt: string | null
  /** When it was made, as its header says. */
  readonly createdAt: string | null
  /** Whom its signature objects name; nothing of this is checked for a remote one. */
  readonly fingerprints: readonly string[]
  readonly signed: boolean
  /** Null for what is not here, and for what was never checked. */
  readonly verdict: Verdict | null
  readonly objects: readonly ComparedObject[]
  /** Bytes that had to be read of it. */
  readonly bytesRead: number
}

/** A value that is not the same on both sides; null where a side has none. */
export interface ValueDifference {
  readonly field: string
  readonly a: string | null
  readonly b: string | null
}

export interface ObjectDifference {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly type: string
  readonly name: string
  readonly a: ComparedObject | null
  readonly b: ComparedObject | null
}

export interface TextLine {
  readonly kind: 'same' | 'was' | 'is'
  readonly text: string
}

export interface TextHunk {
  /** Number of the first line on each side, from 1. */
  readonly aStart: number
  readonly bStart: number
  readonly lines: readonly TextLine[]
}

export interface TextDifference {
  readonly added: number
  readonly removed: number
  readonly hunks: readonly TextHunk[]
  /** The texts have too little in common to be set against each other; then there are no hunks. */
  readonly isTooDifferent: boolean
}

export interface Comparison {
  readonly a: ComparedSide
  readonly b: ComparedSide
  /** Whether the bytes are the same; null where a digest is not known. */
  readonly sameBytes: boolean | null
  /** Facts, labels (`label NAME`) and environment (`environment NAME`) that differ. */
  readonly metadata: readonly ValueDifference[]
  readonly objects: readonly ObjectDifference[]
  /** Null when both are the same or neither has one. */
  readonly definition: TextDifference | null
}

export type FileChange = 'type' | 'contents' | 'mode' | 'owner' | 'target'

export interface ChangedFile {
  readonly path: string
  readonly changes: readonly FileChange[]
  readonly a: { readonly type: string; readonly sizeBytes: number; readonly mode: string }
  readonly b: { readonly type: string; readonly sizeBytes: number; readonly mode: string }
}

export interface OneSidedFile {
  readonly path: string
  readonly type: string
  readonly sizeBytes: number
}

export interface InstalledPackage {
  readonly name: string
  readonly version: string
  /** Who installed it: `dpkg` or `apk`. */
  readonly manager: 'dpkg' | 'apk'
}

export interface PackageChange {
  readonly name: string
  readonly manager: InstalledPackage['manager']
  readonly a: string
  readonly b: string
}

export interface PackagesDifference {
  readonly added: readonly InstalledPackage[]
  readonly removed: readonly InstalledPackage[]
  readonly changed: readonly PackageChange[]
}

/** Result of a finished `compare` job. Lists are in order of their paths and may be cut; counts are whole. */
export interface FilesDifference {
  readonly same: number
  readonly counts: { readonly added: number; readonly removed: number; readonly changed: number }
  readonly added: readonly OneSidedFile[]
  readonly removed: readonly OneSidedFile[]
  readonly changed: readonly ChangedFile[]
  readonly packages: PackagesDifference
  /** What could not be read, so that nothing is said about it. */
  readonly problems: readonly { readonly side: 'a' | 'b'; readonly path: string; readonly message: string }[]
}
