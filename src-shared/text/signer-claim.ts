/**
 * Whom a service says something is signed by, with what the user decided about that key. It never
 * makes a verdict of what a service says: nothing was checked.
 */
import type { Key } from '../model/key.ts'
import { firstUserId } from '../model/user-id.ts'
import { formatDate, formatNoun } from './format.ts'
import { decisionForList } from './trust.ts'

export const claimText = {
  noSignature: 'no signature',
  signed: 'signed',
  keyNotHere: 'a key you do not have',
  noName: 'a key without a name',
  andOthers: (count: number) => `and ${formatNoun(count, 'other')}`,
  keyExpired: (at: string) => `key expired on ${formatDate(at)}`,
  keyRevoked: (at: string) => `key revoked on ${formatDate(at)}`,
  keyReplaced: (at: string) => `key replaced on ${formatDate(at)}`,
  yourKey: 'your key',
} as const

export interface SignerClaim {
  /** First line: a name, *no signature* … */
  readonly name: string
  /** Second, quiet line: what the user decided, or what became of the key. Null where there is nothing to say. */
  readonly note: string | null
  /** The key it is about; null for none. */
  readonly fingerprint: string | null
  readonly others: number
  /** The key is not here, so there is no name to show. */
  readonly isUnknown: boolean
}

function keyNote(key: Key, now: Date): string {
  const decided = decisionForList(key.decision)
  if (key.decision?.kind === 'rejected') return decided
  if (key.revoked !== null) {
    const isSoft = key.revoked.reason === 'superseded' || key.revoked.reason === 'retired'
    return isSoft ? claimText.keyReplaced(key.revoked.at) : claimText.keyRevoked(key.revoked.at)
  }
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= now.getTime()) return claimText.keyExpired(key.expiresAt)
  return key.hasSecret ? claimText.yourKey : decided
}

/** Worst first: a rejected or withdrawn key must not hide behind a verified one. */
function concern(key: Key | undefined): number {
  if (key === undefined) return 2
  if (key.decision?.kind === 'rejected') return 0
  if (key.revoked !== null) return 1
  return key.decision === null ? 3 : 4
}

/**
 * Whom a service says something is signed by.
 * @param keys all keys here; decisions come with them
 */
export function signerClaim(
  signed: boolean | null,
  fingerprints: readonly string[],
  keys: ReadonlyMap<string, Key>,
  now: Date = new Date(),
): SignerClaim {
  const sorted = [...new Set(fingerprints)].sort((a, b) => concern(keys.get(a)) - concern(keys.get(b)))
  const [fingerprint] = sorted
  if (fingerprint === undefined) {
    return {
      name: signed === true ? claimText.signed : claimText.noSignature,
      note: null,
      fingerprint: null,
      others: 0,
      isUnknown: false,
    }
  }
  const key = keys.get(fingerprint)
  const others = sorted.length - 1
  if (key === undefined) {
    return { name: claimText.keyNotHere, note: decisionForList(null), fingerprint, others, isUnknown: true }
  }
  const name = firstUserId(key.userIds)?.name
  return { name: name ?? claimText.noName, note: keyNote(key, now), fingerprint, others, isUnknown: false }
}

/** Keys by fingerprint, for {@link signerClaim}. */
export function keysByFingerprint(keys: readonly Key[]): ReadonlyMap<string, Key> {
  return new Map(keys.map((key) => [key.fingerprint, key]))
}
