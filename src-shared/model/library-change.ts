/** What setting a tag or deleting an image in a library would lead to, told before it is done. */

/** An image on this computer that came from what is about to change. */
export interface LocalUse {
  readonly path: string
  /** Whether it has the bytes that are about to lose their name or to go; else it only came from the tag. */
  readonly hasBytes: boolean
}

export interface TagPlan {
  /** In full, with the tag that is to be set. */
  readonly reference: string
  readonly remote: string
  readonly isLoggedIn: boolean
  readonly tag: string
  readonly architecture: string
  /** What the tag will mean, `sha256:…`. */
  readonly digest: string
  readonly pinned: string
  /** What it means now; null when it is new for this architecture. */
  readonly before: string | null
  /** The bytes that no tag leads to afterwards: whoever pinned them still gets them, nobody else finds them. */
  readonly untagged: string | null
  readonly uses: readonly LocalUse[]
}

export interface TaggedFor {
  readonly tag: string
  readonly architecture: string
}

export interface DeletePlan {
  /** In full, as it was asked for. */
  readonly reference: string
  readonly pinned: string
  readonly remote: string
  readonly isLoggedIn: boolean
  readonly architecture: string
  readonly digest: string
  readonly sizeBytes: number | null
  /** All tags that lead to the image now: libraries delete the image, so all of them may go. */
  readonly tags: readonly TaggedFor[]
  readonly uses: readonly LocalUse[]
}

export interface DeleteResult {
  readonly digest: string
  /** Tags that are gone, and those of the same image that the library kept. */
  readonly gone: readonly TaggedFor[]
  readonly kept: readonly TaggedFor[]
}
