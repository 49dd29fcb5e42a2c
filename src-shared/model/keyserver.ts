/**
 * Keyservers and what they say of a key. A server's word is a claim: only what a key has signed itself
 * counts, and servers that disagree are shown beside each other, never averaged.
 */
import type { AppError } from './error.ts'
import type { KeyImportPreview } from './key.ts'

/** A keyserver that is set up. They are asked in order; the first is published to. */
export interface KeyserverEntry {
  /** `remote` stands for the keyserver of the active remote, wherever that is. */
  readonly kind: 'remote' | 'added'
  /** Null for a remote whose keyserver is not known yet, or that has none. */
  readonly url: string | null
  /** Name of the active remote, where it is the remote's. */
  readonly remote: string | null
  /** Plain HTTP is allowed for it. */
  readonly insecure: boolean
  /** It stays in the list and is not asked. */
  readonly isSkipped: boolean
}

/** What one server said of one key. */
export interface ServerAnswer {
  /** Origin of the server. */
  readonly server: string
  readonly askedAt: string
  readonly outcome:
    | {
        readonly kind: 'has'
        /** Claims, safe to show, as this server's copy has them. */
        readonly userIds: readonly string[]
        readonly revoked: boolean
        readonly expiresAt: string | null
      }
    | { readonly kind: 'missing' }
    | { readonly kind: 'failed'; readonly error: AppError }
}

/** What fetching a key changed, and what each server said. */
export interface KeyFetch extends KeyImportPreview {
  readonly answers: readonly ServerAnswer[]
}

/** A key that a search found, as each server that knows it describes it. */
export interface FoundKey {
  readonly fingerprint: string
  /** Of all servers together. */
  readonly userIds: readonly string[]
  readonly algorithm: string
  readonly createdAt: string | null
  readonly expiresAt: string | null
  /** Whether any server says so. */
  readonly revoked: boolean
  readonly servers: readonly {
    readonly server: string
    readonly userIds: readonly string[]
    readonly expiresAt: string | null
    readonly revoked: boolean
  }[]
}

export interface KeySearch {
  readonly keys: readonly FoundKey[]
  /** Origins of the servers that answered. */
  readonly asked: readonly string[]
  readonly failed: readonly { readonly server: string; readonly error: AppError }[]
}

/** One matter in which servers differ about a key. */
export type Disagreement =
  | { readonly kind: 'revoked'; readonly yes: readonly string[]; readonly no: readonly string[] }
  | { readonly kind: 'missing'; readonly has: readonly string[]; readonly missing: readonly string[] }
  | { readonly kind: 'userIds'; readonly userId: string; readonly only: readonly string[] }
  | { readonly kind: 'ends'; readonly ends: readonly { readonly server: string; readonly at: string | null }[] }

interface Description {
  readonly server: string
  readonly userIds: readonly string[]
  readonly revoked: boolean
  readonly expiresAt: string | null
}

/**
 * Where servers that describe a key differ; empty when they agree or only one speaks.
 * @param missing servers that answered without it
 */
export function disagreements(described: readonly Description[], missing: readonly string[]): readonly Disagreement[] {
  const found: Disagreement[] = []
  const names = (some: readonly Description[]): readonly string[] => some.map(({ server }) => server)
  const revoked = described.filter((one) => one.revoked)
  if (revoked.length > 0 && revoked.length < described.length) {
    found.push({ kind: 'revoked', yes: names(revoked), no: names(described.filter((one) => !one.revoked)) })
  }
  if (new Set(described.map(({ expiresAt }) => expiresAt)).size > 1) {
    found.push({ kind: 'ends', ends: described.map(({ server, expiresAt }) => ({ server, at: expiresAt })) })
  }
  for (const userId of new Set(described.flatMap(({ userIds }) => userIds))) {
    const only = described.filter(({ userIds }) => userIds.includes(userId))
    if (only.length < described.length) found.push({ kind: 'userIds', userId, only: names(only) })
  }
  if (described.length > 0 && missing.length > 0) found.push({ kind: 'missing', has: names(described), missing })
  return found
}

/** Where the answers about one key differ; a server that failed says nothing. */
export function answersDisagree(answers: readonly ServerAnswer[]): readonly Disagreement[] {
  const described = answers.flatMap(({ server, outcome }) => (outcome.kind === 'has' ? [{ server, ...outcome }] : []))
  const missing = answers.filter(({ outcome }) => outcome.kind === 'missing').map(({ server }) => server)
  return disagreements(described, missing)
}
