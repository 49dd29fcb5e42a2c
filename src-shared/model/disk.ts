/** What takes which space on this computer, and what could be given back. Plain data. */

export const cacheTypes = ['library', 'oci-tmp', 'oci-sif', 'oras', 'net', 'shub', 'ipfs', 'blob'] as const
export type CacheType = (typeof cacheTypes)[number]

/** Who keeps a cache, as far as its place and its folders say; both when they were told to share one. */
export type CacheProduct = 'SingularityCE' | 'Apptainer' | 'both' | 'unknown'

export type BlobKind = 'manifest' | 'index' | 'config' | 'layer' | 'other'

/** One file of a cache. */
export interface CacheEntry {
  readonly type: CacheType
  readonly name: string
  readonly path: string
  readonly sizeBytes: number
  /** What it takes on the disk; less than its size where it has holes. */
  readonly takenBytes: number
  /** Whether it is a SIF with all its objects inside it; null for what was not opened. */
  readonly isSif: boolean | null
  /** The digest of its content that its name claims (`sha256:…`); null where the name says something else. */
  readonly namedDigest: string | null
  /** Whether that is so; null where it was not checked or cannot be. */
  readonly nameMatchesContent: boolean | null
  /** A download that goes on, or was left by a program that ended in the middle of it. */
  readonly isLeftover: boolean
  readonly isLink: boolean
  readonly blobKind: BlobKind | null
  /** ISO 8601. */
  readonly modifiedAt: string
  /** The later of last reading and last change, as far as the file system keeps count. */
  readonly usedAt: string
}

/** One line of the index of the layer cache, duplicates included. */
export interface BlobIndexEntry {
  readonly digest: string
  readonly sizeBytes: number
  /** Whether the file is there: clean-ups of the programs themselves can leave an index that points to nothing. */
  readonly isPresent: boolean
}

export interface CacheProblem {
  readonly path: string
  readonly kind: 'link' | 'folder' | 'special' | 'unreadable' | 'malformed'
}

export interface CacheContent {
  readonly path: string
  readonly product: CacheProduct
  readonly entries: readonly CacheEntry[]
  readonly blobIndex: readonly BlobIndexEntry[]
  readonly problems: readonly CacheProblem[]
  /** Entries beyond what one answer holds. */
  readonly leftOut: number
}

export interface CacheTypeUsage {
  readonly type: CacheType
  readonly count: number
  readonly takenBytes: number
}

export interface CacheUsage {
  readonly path: string
  readonly product: CacheProduct
  readonly count: number
  readonly takenBytes: number
  readonly types: readonly CacheTypeUsage[]
  readonly lastUsedAt: string | null
  readonly problems: readonly CacheProblem[]
  /** Why it could not be read at all. */
  readonly isUnreadable: boolean
}

/** Something that takes space, and when it was last used. */
export interface SpaceUse {
  readonly count: number
  readonly takenBytes: number
  readonly lastUsedAt: string | null
}

/** A file system that matters to the application. */
export interface DiskPlace {
  readonly role: 'images' | 'application' | 'temporary'
  readonly path: string
  readonly totalBytes: number
  readonly freeBytes: number
  /** What is written there takes main memory. */
  readonly isInMemory: boolean
}

/** Files with the same bytes. */
export interface Duplicate {
  readonly digest: string
  readonly sizeBytes: number
  /** What could be had back; 0 where all are one file with several names already. */
  readonly extraBytes: number
  readonly files: readonly {
    readonly path: string
    readonly kind: 'image' | 'cache'
    readonly modifiedAt: string
  }[]
  /**
   * `shareBlocks`: one file system that can keep equal blocks once, and both stay files of their own;
   * `hardLink`: one file system; `removeOne`: on different ones; `none`: nothing to gain.
   */
  readonly suggestion: 'shareBlocks' | 'hardLink' | 'removeOne' | 'none'
}

export type DiskWarning =
  | { readonly kind: 'promised'; readonly path: string; readonly missingBytes: number }
  | { readonly kind: 'nearlyFull'; readonly path: string; readonly freeBytes: number }
  | { readonly kind: 'temporaryInMemory'; readonly path: string; readonly freeBytes: number }

export interface DiskUsage {
  readonly places: readonly DiskPlace[]
  readonly images: SpaceUse & { readonly folders: number; readonly missing: number }
  readonly caches: readonly CacheUsage[]
  /** Pulls that are not complete. */
  readonly unfinished: SpaceUse & { readonly promisedBytes: number }
  /** Files that edits and pulls of this application left when they were killed. */
  readonly leftovers: SpaceUse
  /** What stopped builds of the command lines left in the temporary folder; null where it was not looked at. */
  readonly temporary: (SpaceUse & { readonly folders: readonly string[] }) | null
  readonly quarantine: SpaceUse
  readonly duplicates: readonly Duplicate[]
  readonly warnings: readonly DiskWarning[]
}

export const cleanKinds = [
  'oldEntries',
  'oldDownloads',
  'stoppedDownloads',
  'layers',
  'stoppedBuilds',
  'leftovers',
  'unfinished',
  'secondCopies',
] as const
export type CleanKind = (typeof cleanKinds)[number]

export interface CleanItem {
  readonly path: string
  readonly freedBytes: number
}

/** One line of a preview: what would go, and how much that gives back. */
export interface CleanLine {
  readonly id: string
  readonly kind: CleanKind
  readonly product: CacheProduct | null
  readonly count: number
  readonly freedBytes: number
  /** Whether it is chosen unless the user says otherwise. */
  readonly isChosen: boolean
  /** The largest ones first; not all where there are many. */
  readonly examples: readonly CleanItem[]
}

export interface CleanPlan {
  readonly id: string
  /** After how many days without use something counts as old. */
  readonly olderThanDays: number
  readonly lines: readonly CleanLine[]
  readonly madeAt: string
}

/** What became of a plan. */
export interface CleanResult {
  readonly removed: number
  readonly freedBytes: number
  /** What stayed, and why: in use, changed since the preview, gone already, or it could not be removed. */
  readonly kept: readonly { readonly path: string; readonly reason: 'inUse' | 'changed' | 'gone' | 'failed' }[]
}

/** An image that does not go along when the image folder is moved, and why. */
export interface MoveStay {
  readonly path: string
  readonly reason: 'missing' | 'link' | 'nameTaken' | 'failed'
}

/** What moving the image folder would do. */
export interface MovePlan {
  readonly from: string
  readonly to: string
  /** Images that go along, and their bytes. */
  readonly count: number
  readonly bytes: number
  /** Then files only change their names, and nothing is copied. */
  readonly isSameDisk: boolean
  readonly neededBytes: number
  /** Null where the system does not say. */
  readonly freeBytes: number | null
  readonly stays: readonly MoveStay[]
  /** Files in the folder that are no images of the library; they stay. */
  readonly others: number
}

/** Result of a finished `move` job. */
export interface MoveResult {
  readonly from: string
  readonly to: string
  readonly moved: number
  readonly bytes: number
  readonly stayed: readonly MoveStay[]
}
