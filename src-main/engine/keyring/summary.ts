/** What a key says of itself, as plain data: kept beside the certificate and shown. */
import { displayClaim } from '../../../src-shared/model/claims.ts'
import type { Decision } from '../../../src-shared/model/decision.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { decisiveRevocation, type KeyLife } from '../../../src-shared/model/key-state.ts'
import type { SignerKeyFacts } from '../../../src-shared/model/verification-facts.ts'
import type { ImportedKey } from '../../../src-shared/text/key-import.ts'
import type { AnalysedKey, AnalysedPart } from './openpgp/analyse.ts'
import type { StoredKey } from './store.ts'

export type PartSummary = Omit<AnalysedPart, 'packet'>

export interface KeySummary {
  readonly fingerprint: string
  readonly version: 4 | 6
  /** Claims, as written in the key. */
  readonly userIds: readonly string[]
  readonly parts: readonly PartSummary[]
  readonly vouchesForItself: boolean
}

export function summarise(key: AnalysedKey): KeySummary {
  return {
    fingerprint: key.fingerprint,
    version: key.version,
    userIds: key.userIds,
    parts: key.parts.map(({ packet: _, ...part }) => part),
    vouchesForItself: key.vouchesForItself,
  }
}

const noLife: KeyLife = { createdAt: new Date(0).toISOString(), expiresAt: null, revocations: [] }

/** The key as the keyring shows it. */
export function shownKey(
  { summary, hasSecret, sources, refreshedAt, backedUpAt }: StoredKey,
  decision: Decision | null,
): Key {
  const primary = summary.parts.find(({ isPrimary }) => isPrimary)
  const life = primary?.life ?? noLife
  return {
    fingerprint: summary.fingerprint,
    userIds: summary.userIds.map((claim) => displayClaim(claim)),
    algorithm: primary?.algorithm ?? 'unknown',
    version: summary.version,
    createdAt: life.createdAt,
    expiresAt: life.expiresAt,
    hasSecret,
    revoked: decisiveRevocation(life.revocations),
    weak:
      primary?.weak ?? (summary.vouchesForItself ? null : 'its own signatures do not hold or cannot be checked here'),
    decision,
    sources,
    refreshedAt,
    backedUpAt: hasSecret ? backedUpAt : null,
    subkeys: summary.parts
      .filter(({ isPrimary }) => !isPrimary)
      .map(({ fingerprint, algorithm, life: own, canSign, canEncrypt }) => ({
        fingerprint,
        algorithm,
        createdAt: own.createdAt,
        expiresAt: own.expiresAt,
        canSign,
        canEncrypt,
        revoked: own.revocations.length > 0,
      })),
  }
}

/** The key as an import compares it. */
export function importedKey(summary: KeySummary): ImportedKey {
  const primary = summary.parts.find(({ isPrimary }) => isPrimary)
  return {
    userIds: summary.userIds.map((claim) => displayClaim(claim)),
    expiresAt: primary?.life.expiresAt ?? null,
    isRevoked: (primary?.life.revocations.length ?? 0) > 0,
    subkeys: summary.parts
      .filter(({ isPrimary }) => !isPrimary)
      .map(({ fingerprint, life }) => ({ fingerprint, isRevoked: life.revocations.length > 0 })),
  }
}

/** What is known today about a key that made a signature. */
export function freshFacts(known: SignerKeyFacts, { summary, refreshedAt }: StoredKey): SignerKeyFacts {
  const primary = summary.parts.find(({ isPrimary }) => isPrimary)
  const signer = summary.parts.find(({ fingerprint }) => fingerprint === known.signedWith)
  const lives = [primary, signer === primary ? undefined : signer].flatMap((part) =>
    part === undefined ? [] : [part.life],
  )
  // A key without the part that signed says nothing new about the signature.
  if (primary === undefined || signer === undefined) return known
  return { ...known, userIds: summary.userIds, lives, refreshedAt }
}
