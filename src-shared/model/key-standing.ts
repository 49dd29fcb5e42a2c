/**
 * What a key is worth by itself, before any signature: in the order in which its signatures would be
 * judged, and by the same names, so that list and verdict look alike. Pure.
 */
import type { Decision } from './decision.ts'
import type { Key } from './key.ts'
import { effectiveDecision } from './verdict.ts'
import type { Verdict } from './verification.ts'

/** The look and word of a key, in the order in which its signatures would be judged. */
export function keyStanding(key: Key, decision: Decision | null = key.decision, now: Date = new Date()): Verdict {
  const said = effectiveDecision(decision)
  if (said === 'rejected') return 'rejected'
  const reason = key.revoked?.reason
  if (reason === 'compromised' || reason === 'none') return 'revoked'
  if (key.weak !== null) return 'cannotCheck'
  if (said === null && !key.hasSecret) return 'unknown'
  if (reason !== undefined) return 'superseded'
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= now.getTime()) return 'expiredSinceSigning'
  if (key.hasSecret) return 'yours'
  return said === 'verified' ? 'verified' : 'accepted'
}

/** Whether the name may be shown without *says* before it: the user's own key or one that was verified. */
export function isNameKnown(key: Key): boolean {
  return key.hasSecret || effectiveDecision(key.decision) === 'verified'
}
