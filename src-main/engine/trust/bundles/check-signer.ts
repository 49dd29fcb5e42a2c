/** Whether a bundle's signature holds, and what its signer is to the user. The text decides nothing of that. */
import type { BundleContent, BundleSigner } from '../../../../src-shared/model/bundle.ts'
import { displayClaim } from '../../../../src-shared/model/claims.ts'
import { keyStateOf } from '../../../../src-shared/model/key-state.ts'
import { judgeSignature } from '../../../../src-shared/model/verdict.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { FoundKey, KeyFinder, KeyNames } from '../../keyring/key-finder.ts'
import { analyseCertificate } from '../../keyring/openpgp/analyse.ts'
import { readKeyMaterial } from '../../keyring/openpgp/material.ts'
import { pgpScheme } from '../../signatures/schemes/pgp.ts'
import type { ReadSignature } from '../../signatures/schemes/scheme.ts'
import type { TrustService } from '../trust.ts'
import { readBundleMessage } from './format.ts'

export interface SignerNeeds {
  readonly trust: TrustService
  find(names: KeyNames): Promise<readonly FoundKey[]>
  isOwn(fingerprint: string): boolean
}

/**
 * Reads a bundle and checks its signature.
 * @throws AppFailure BUNDLE_UNSIGNED, BUNDLE_CHANGED, BUNDLE_SIGNER_MISSING, BUNDLE_NOT_CHECKED, BUNDLE_MALFORMED, BUNDLE_VERSION
 */
export async function checkBundle(
  bytes: Uint8Array,
  needs: SignerNeeds,
  now: Date,
): Promise<{ readonly content: BundleContent; readonly signer: BundleSigner }> {
  const read = pgpScheme.read(bytes)
  if (read === null) throw failure('BUNDLE_UNSIGNED')
  if ('reason' in read) throw failure('BUNDLE_MALFORMED', {}, { detail: read.reason })
  const here: KeyFinder = { pemKeys: [], find: (names) => needs.find(names) }
  const content = await contentOf(read, here, now)
  const entity = content.signer
  const withBundled = await bundledFinder(content, here)
  // The signer's key may come along: that shows that the text is whole, never who made it.
  const outcome = await read.check({ keys: withBundled, entity, now })
  if (outcome.result === 'wrong') throw failure('BUNDLE_CHANGED', {}, { detail: outcome.problem?.message ?? '' })
  if (outcome.key === null) throw failure('BUNDLE_SIGNER_MISSING', { fingerprint: entity })
  if (outcome.result !== 'holds') {
    throw failure('BUNDLE_NOT_CHECKED', { problem: outcome.problem?.message ?? '' })
  }
  const { fingerprint, lives, userIds } = outcome.key
  const keyState = keyStateOf(lives, outcome.signedAt, now)
  const verdict = judgeSignature({
    objectId: 0,
    scheme: 'pgp',
    fingerprint,
    signedAt: outcome.signedAt,
    hash: outcome.hash,
    state: 'intact',
    keyState,
    key: { known: true, source: 'keyring', userIds, own: needs.isOwn(fingerprint) },
    decision: needs.trust.decisionFor(fingerprint, { reference: null, digest: null }),
    covers: [],
    changedObjects: [],
    header: 'notCovered',
    groupId: null,
    legacy: false,
    problem: null,
  })
  const standing = standingOf(verdict)
  return {
    content,
    signer: {
      fingerprint,
      userIds: userIds.map((claim) => displayClaim(claim)),
      signedAt: outcome.signedAt,
      standing,
      mayBeTaken: standing === 'yours' || standing === 'verified' || standing === 'accepted',
    },
  }
}

/** What stands in it. A text that cannot be understood because somebody changed it is called changed. */
async function contentOf(read: ReadSignature, keys: KeyFinder, now: Date): Promise<BundleContent> {
  try {
    return readBundleMessage(read.message ?? '')
  } catch (error) {
    const { result } = await read.check({ keys, entity: read.claims.fingerprint, now })
    if (result === 'wrong') throw failure('BUNDLE_CHANGED')
    throw error
  }
}

function standingOf(verdict: ReturnType<typeof judgeSignature>): BundleSigner['standing'] {
  switch (verdict) {
    case 'yours':
    case 'verified':
    case 'accepted':
    case 'rejected':
    case 'revoked':
    case 'superseded':
    case 'expiredSinceSigning':
    case 'expiredBeforeSigning':
      return verdict
    case 'unknown':
    case 'partlySigned':
    case 'changed':
    case 'notSigned':
    case 'cannotCheck':
      return 'unknown'
  }
}

/** The keys of the keyring first, then those that came along. */
async function bundledFinder({ keys, signer }: BundleContent, here: KeyFinder): Promise<KeyFinder> {
  const certificates = keys.flatMap((armored) => readKeyMaterial(Buffer.from(armored, 'utf8')).certificates)
  const certificate = certificates.find(({ fingerprint }) => fingerprint === signer)
  const key = certificate === undefined ? null : await analyseCertificate(certificate)
  return {
    pemKeys: [],
    async find(names, signal) {
      const found = await here.find(names, signal)
      if (found.length > 0 || key === null) return found
      const isNamed = key.parts.some(
        ({ fingerprint, keyId }) =>
          fingerprint === names.issuer || fingerprint === names.primary || keyId === names.keyId,
      )
      return isNamed ? [{ key, source: 'file', refreshedAt: null }] : []
    },
  }
}
