/** What a signing will do, shown before it is done. */

export type SignScope =
  | { readonly kind: 'image' }
  | { readonly kind: 'groups'; readonly groupIds: readonly number[] }
  | { readonly kind: 'objects'; readonly objectIds: readonly number[] }

/** One signature to be made: signatures speak about objects of one group. */
export interface PlannedSignature {
  readonly groupId: number
  readonly objectIds: readonly number[]
  readonly isWholeGroup: boolean
}
