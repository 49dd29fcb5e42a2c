/**
 * What state a key is in, judged for one signature: at the moment the signer says it was made, and
 * now. Pure; the facts come from the key's own self-signatures. An expired key is not a bad
 * signature, and a revocation counts by its reason (design: trust, 8).
 */
import type { KeyRevocation } from './key.ts'
import type { KeyState } from './verification.ts'

/** Life of a primary key or of a subkey. All times ISO 8601, UTC. */
export interface KeyLife {
  readonly createdAt: string
  /** By the newest self-signature; null: never. */
  readonly expiresAt: string | null
  readonly revocations: readonly KeyRevocation[]
}

/** Worst first, in the order of the verdicts these states lead to. */
const keyStateOrder: readonly KeyState[] = [
  'revokedCompromised',
  'revokedBefore',
  'expiredBeforeSigning',
  'revokedSoft',
  'expiredSinceSigning',
  'ok',
]

/**
 * The worst state of all keys a signature rests on.
 * @param lives the primary key and, if a subkey signed, that subkey
 * @param signedAt what the signer says; null when that cannot be read: then nothing is said to lie
 *   before the signing
 */
export function keyStateOf(lives: readonly KeyLife[], signedAt: string | null, now: Date): KeyState {
  const states = new Set(lives.flatMap((life) => statesOfOne(life, signedAt, now)))
  return keyStateOrder.find((state) => states.has(state)) ?? 'ok'
}

function statesOfOne(life: KeyLife, signedAt: string | null, now: Date): KeyState[] {
  const states: KeyState[] = []
  const signed = signedAt === null ? null : Date.parse(signedAt)
  for (const revocation of life.revocations) {
    if (revocation.reason === 'compromised' || revocation.reason === 'none') states.push('revokedCompromised')
    else if (signed !== null && signed >= Date.parse(revocation.at)) states.push('revokedBefore')
    else states.push('revokedSoft')
  }
  if (life.expiresAt !== null) {
    const expires = Date.parse(life.expiresAt)
    if (signed !== null && signed >= expires) states.push('expiredBeforeSigning')
    else if (now.getTime() >= expires) states.push('expiredSinceSigning')
  }
  return states
}

/** The revocation that counts: the one that makes most signatures worthless, then the earliest. */
export function decisiveRevocation(revocations: readonly KeyRevocation[]): KeyRevocation | null {
  const hard = revocations.filter(({ reason }) => reason === 'compromised' || reason === 'none')
  const counting = hard.length > 0 ? hard : revocations
  return [...counting].sort((a, b) => a.at.localeCompare(b.at))[0] ?? null
}
