/**
 * What a hash job consists of: several hashes fed from pieces of one file, each piece read once.
 * Plain data that crosses to the worker thread as it is.
 */

/** Names as node:crypto knows them. */
export type HashAlgorithm = string

export interface HashSegment {
  readonly offset: number
  readonly lengthBytes: number
  /** Places in {@link HashPlan.hashes} of the hashes that take these bytes. */
  readonly feeds: readonly number[]
}

export interface HashPlan {
  readonly hashes: readonly HashAlgorithm[]
  /** Read in this order; a hash over several pieces gets them in this order. */
  readonly segments: readonly HashSegment[]
}

/** Which file was read, seen at the open handle. */
export interface ReadStamp {
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Decimal text. */
  readonly inode: string
}

export interface HashOutcome {
  /** Lower-case hex, at the places of {@link HashPlan.hashes}. */
  readonly hex: readonly string[]
  readonly before: ReadStamp
  readonly after: ReadStamp
}

/** How a run ends that could not be completed. */
export type HashFault =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'short' }
  | { readonly kind: 'system'; readonly code: string; readonly message: string }

export type WorkerAnswer =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done'; readonly outcome: HashOutcome }
  | { readonly kind: 'fault'; readonly fault: HashFault }

export interface WorkerOrder {
  readonly kind: 'plan'
  readonly path: string
  readonly plan: HashPlan
  /** One 32-bit number; anything but zero means stop. */
  readonly cancel: SharedArrayBuffer
}

/** How a thread follows files that grow, each under a number; `follow` begins with the first byte. */
export type FollowOrder =
  | { readonly kind: 'follow'; readonly id: number; readonly path: string; readonly algorithm: HashAlgorithm }
  | { readonly kind: 'advance'; readonly id: number; readonly end: number }
  | { readonly kind: 'digest'; readonly id: number; readonly end: number }
  | { readonly kind: 'leave'; readonly id: number }

export type FollowAnswer =
  | { readonly kind: 'digest'; readonly id: number; readonly hex: string }
  | { readonly kind: 'unreadable'; readonly id: number }

export function planBytes(plan: HashPlan): number {
  return plan.segments.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0)
}
