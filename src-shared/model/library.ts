/** What a Container Library tells about what it has. A remote list never carries a verdict: nothing was checked. */

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

export interface LibrarySearch {
  readonly query: string
  readonly users: readonly LibraryUser[]
  readonly collections: readonly LibraryCollection[]
  readonly containers: readonly LibraryContainer[]
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
  readonly tags: readonly LibraryTag[]
}
