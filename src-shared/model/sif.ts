/**
 * What a SIF file says about itself, as data. Format facts: the SIF reference, chapters 2 to 4.
 * Times are ISO 8601 in UTC, or null where the file leaves them unset; offsets and sizes are bytes.
 */

export const objectTypes = [
  'Deffile',
  'Environment',
  'Labels',
  'Partition',
  'Signature',
  'GenericJSON',
  'Generic',
  'CryptoMessage',
  'SBOM',
  'OCIRootIndex',
  'OCIBlob',
  'Unknown',
] as const
export type ObjectType = (typeof objectTypes)[number]

export type FileSystemType =
  | 'Squashfs'
  | 'Ext3'
  | 'ImmutableObjectArchive'
  | 'Raw'
  | 'EncryptedSquashfs'
  | 'GocryptfsSquashfs'
  | 'Unknown'
export type PartitionType = 'System' | 'PrimSys' | 'Data' | 'Overlay' | 'Unknown'
export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512' | 'BLAKE2s-256' | 'BLAKE2b-256' | 'Unknown'

/** The type-specific fields of a descriptor; unknown codes keep their number. */
export type ObjectDetail =
  | {
      readonly kind: 'partition'
      readonly fileSystem: FileSystemType
      readonly partitionType: PartitionType
      readonly architecture: string
      readonly codes: readonly [number, number]
    }
  | { readonly kind: 'signature'; readonly hash: HashName; readonly hashCode: number; readonly entity: string | null }
  | { readonly kind: 'cryptoMessage'; readonly format: number; readonly message: number }
  | { readonly kind: 'sbom'; readonly format: string; readonly formatCode: number }
  | { readonly kind: 'oci'; readonly digest: string }
  | { readonly kind: 'none' }

export interface SifHeader {
  readonly launchScript: string
  readonly version: string
  /** Go architecture name, or `unknown`. Not covered by any signature. */
  readonly architecture: string
  /** UUID in text form; all zero in deterministic images. */
  readonly id: string
  readonly createdAt: string | null
  readonly modifiedAt: string | null
  readonly descriptorsTotal: number
  readonly descriptorsFree: number
  readonly descriptorsOffset: number
  readonly descriptorsSize: number
  readonly dataOffset: number
  readonly dataSize: number
}

/** One object: a used descriptor and where its bytes are. */
export interface SifObject {
  /** Place in the descriptor table, from 0. */
  readonly slot: number
  readonly id: number
  readonly type: ObjectType
  readonly typeCode: number
  readonly groupId: number | null
  readonly linkedId: number | null
  readonly linkIsGroup: boolean
  readonly offset: number
  readonly sizeBytes: number
  readonly createdAt: string | null
  readonly modifiedAt: string | null
  readonly uid: number
  readonly gid: number
  /** As stored, without trailing NULs; escape before showing it. */
  readonly name: string
  readonly detail: ObjectDetail
}

/** Something that is wrong with a file, named; the rest is still read. */
export interface SifProblem {
  /** Stable, like `OBJECT_BEYOND_END`. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** What it is about: `header`, `table`, `object 4` … */
  readonly at: string
}

/** Everything header and descriptor table say, with what is wrong with them. */
export interface SifStructure {
  readonly sizeBytes: number
  readonly header: SifHeader
  readonly objects: readonly SifObject[]
  readonly problems: readonly SifProblem[]
}
