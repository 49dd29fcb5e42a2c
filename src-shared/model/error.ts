/**
 * Errors as data. A code is stable and documented in src-shared/text/errors; its kind says which
 * family of misfortune it belongs to, so that no caller has to guess from a message.
 */

/** The families that are kept apart everywhere. A network failure is never a verdict. */
export type ErrorKind =
  | 'malformed'
  | 'unsupported'
  | 'notFound'
  | 'notPermitted'
  | 'offline'
  | 'cancelled'
  | 'outOfSpace'
  | 'changedUnderneath'
  | 'wrongUsage'
  | 'conflict'
  | 'internal'

/** The part of the application that an error speaks about. */
export type ErrorArea =
  | 'sif'
  | 'images'
  | 'inspect'
  | 'files'
  | 'signatures'
  | 'keyring'
  | 'trust'
  | 'reference'
  | 'library'
  | 'transfers'
  | 'disk'
  | 'oci'
  | 'build'
  | 'remotes'
  | 'jobs'
  | 'settings'
  | 'platform'
  | 'shell'
  | 'definition'
  | 'cli'

/** Values that a message was made from; never a secret, a token or a passphrase. */
export type ErrorParams = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

export interface AppError {
  /** Stable and documented, like `IMAGE_TRUNCATED`. */
  readonly code: string
  readonly area: ErrorArea
  readonly kind: ErrorKind
  /** What happened, in one sentence. */
  readonly message: string
  /** What the user can do next. */
  readonly hint?: string
  readonly params: ErrorParams
  /** Whether trying the same again can succeed, and after how many seconds at the earliest. */
  readonly retry?: { readonly afterSeconds: number }
  /** Raw technical text, shown folded. */
  readonly detail?: string
}
