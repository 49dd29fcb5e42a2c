/** One SIF file on this computer, known by its path and its content digest. */
import type { Verdict } from './verification.ts'

export interface ImageSummary {
  /** Stable identifier of the library entry. */
  readonly id: string
  /** Absolute path. */
  readonly path: string
  readonly name: string
  readonly folder: string
  readonly sizeBytes: number
  readonly architecture: string
  readonly digest: string | null
  /** Where it came from; null for files added by hand. */
  readonly reference: string | null
  /** Name of the remote it was pulled from; null for other sources. */
  readonly remote: string | null
  /** Whether the tag it came from points to something else now; null: not known. */
  readonly tagMoved: boolean | null
  readonly verdict: Verdict | null
  readonly sentence: string | null
  /** The signer that decided the verdict, as claimed or verified name; without a fingerprint for certificates and plain keys. */
  readonly signer: {
    readonly fingerprint: string | null
    readonly name: string | null
    readonly verified: boolean
  } | null
  /** Parts in file order for the small map: kind, size and how it is covered. */
  readonly map: readonly MapPart[]
  readonly addedAt: string
  readonly lastUsedAt: string | null
  readonly checkedAt: string | null
  /** `missing` when the file is gone, `modified` when it differs from what was checked. */
  readonly fileState: 'present' | 'missing' | 'modified'
}

export type MapPartKind = 'header' | 'table' | 'definition' | 'metadata' | 'fileSystem' | 'data' | 'signature' | 'other'

export interface MapPart {
  readonly kind: MapPartKind
  readonly objectId: number | null
  readonly sizeBytes: number
  readonly cover: 'covered' | 'someFields' | 'notCovered' | 'changed' | 'none'
}

export interface ImageQuery {
  readonly text: string
  readonly verdicts: readonly Verdict[]
  readonly architectures: readonly string[]
  readonly sort: 'name' | 'size' | 'verdict' | 'addedAt' | 'reference'
  readonly descending: boolean
  readonly groupBy: 'none' | 'folder' | 'namespace' | 'verdict'
  /** First row and number of rows wanted, for lists of any length. */
  readonly offset: number
  readonly limit: number
}

export interface ImagePage {
  readonly total: number
  readonly totalBytes: number
  readonly needsALook: number
  readonly groups: readonly { readonly key: string; readonly count: number; readonly sizeBytes: number }[]
  readonly images: readonly ImageSummary[]
}
