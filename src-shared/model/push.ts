/** Pushing an image to a library: what is there, what will be made, and what came of it. */
import type { Verdict } from './verification.ts'

/** A place on the way to the image, and whether it is there already. */
export interface PushPlace {
  readonly kind: 'entity' | 'collection' | 'container'
  readonly name: string
  readonly exists: boolean
}

export interface PushTag {
  readonly name: string
  /** `moves`: it points to another image of this architecture now, and that one stays reachable by its digest only. */
  readonly state: 'new' | 'same' | 'moves'
  /** `sha256:…` of what it points to now; null when it is new or the library does not say. */
  readonly digest: string | null
}

export interface PushQuota {
  /** 0: without a limit. */
  readonly totalBytes: number
  readonly usedBytes: number
}

export interface PushPlan {
  /** In full, `library://entity/collection/container:tag`. */
  readonly reference: string
  readonly remote: string
  readonly isLoggedIn: boolean
  readonly file: {
    readonly name: string
    readonly sizeBytes: number
    readonly architecture: string
    /** Of the last check; null when it was never checked or has changed since. */
    readonly verdict: Verdict | null
    /** The verdict in a sentence. */
    readonly sentence: string | null
  }
  readonly places: readonly PushPlace[]
  readonly tags: readonly PushTag[]
  readonly quota: PushQuota | null
  /** Tags that the container has, newest first; for completing the reference. */
  readonly knownTags: readonly string[]
}

/** Result of a finished `push` job. */
export interface PushResult {
  readonly reference: string
  /** The reference that always means these bytes. */
  readonly pinned: string
  readonly digest: string
  readonly sizeBytes: number
  readonly architecture: string
  /** 0 when the library had the image already. */
  readonly bytesUploaded: number
  /** Names of what had to be made, like `northlab/teaching`. */
  readonly created: readonly string[]
  readonly quota: PushQuota | null
  /** Address of the container's page; null where the library does not say. */
  readonly page: string | null
  readonly verdict: Verdict
}

/** Verdicts with which an image may be pushed without further words: somebody stands for all of it. */
export const pushableVerdicts: ReadonlySet<Verdict> = new Set<Verdict>([
  'yours',
  'verified',
  'accepted',
  'unknown',
  'expiredSinceSigning',
  'superseded',
])
