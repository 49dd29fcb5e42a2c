/** What a Container Library tells about what it has. A remote list never carries a verdict: nothing was checked. */
import type { AppError } from './error.ts'

export interface LibraryContainer {
  readonly remote: string
  /** `entity/collection/container`. */
  readonly path: string
  readonly reference: string
  readonly description: string
  readonly tags: readonly string[]
  readonly newestTag: string | null
  readonly architectures: readonly string[]
  readonly sizeBytes: number | null
  readonly signed: boolean
  /** Who the service says signed it. */
  readonly fingerprints: readonly string[]
  readonly updatedAt: string | null
  readonly stars: number | null
  readonly downloads: number | null
  /** Of the newest image; null where it is not known. */
  readonly digest: string | null
  /** Where the same bytes are besides, when several sources were asked. */
  readonly alsoOn: readonly { readonly remote: string; readonly path: string }[]
}

export interface LibraryCollection {
  readonly remote: string
  readonly path: string
  readonly description: string
  readonly containers: number | null
}

export interface LibraryUser {
  readonly remote: string
  readonly name: string
  readonly description: string
}

/** A repository of a registry that was set up. */
export interface FoundRepository {
  readonly host: string
  readonly repository: string
  readonly reference: string
  readonly description: string
}

/** A user or a collection: what it is, how much it takes, and what is in it as far as the library tells. */
export interface LibraryPlacePage {
  readonly kind: 'user' | 'collection'
  readonly remote: string
  readonly path: string
  readonly description: string
  readonly private: boolean
  /** Null where the library does not say; a total of 0 is without a limit. */
  readonly quota: { readonly usedBytes: number; readonly totalBytes: number } | null
  readonly collections: readonly LibraryCollection[]
  readonly containers: readonly LibraryContainer[]
  /** Whether these are all; else they were found by searching. */
  readonly isComplete: boolean
}

export interface LibrarySearch {
  readonly query: string
  readonly users: readonly LibraryUser[]
  readonly collections: readonly LibraryCollection[]
  readonly containers: readonly LibraryContainer[]
  /** In registries; only when every source was asked. */
  readonly repositories: readonly FoundRepository[]
  /** Sources that did not answer; the rest is shown. */
  readonly failed: readonly { readonly remote: string; readonly code: string; readonly message: string }[]
}

export interface LibraryTag {
  readonly tag: string
  readonly architecture: string
  readonly digest: string
  readonly sizeBytes: number
  readonly createdAt: string | null
  readonly signed: boolean
  readonly fingerprints: readonly string[]
  /** The digest this tag had when it was last pulled here, if it differs now. */
  readonly movedFrom: string | null
  /** Whether an image with this digest is in the local library. */
  readonly here: boolean
}

export interface LibraryContainerPage {
  readonly container: LibraryContainer
  readonly fullDescription: string
  readonly private: boolean
  /** Of its owner; null where the library does not say. A total of 0 is without a limit. */
  readonly quota: { readonly usedBytes: number; readonly totalBytes: number } | null
  readonly tags: readonly LibraryTag[]
}

/** Result of a finished `lookAtTags` job. */
export interface TagsLookedAt {
  /** Tags that were answered for, and those that were not. */
  readonly looked: number
  readonly failed: number
  /** Paths of the images whose tag means something else now. */
  readonly moved: readonly string[]
  /** Why the first one was not answered for. */
  readonly error: AppError | null
}
