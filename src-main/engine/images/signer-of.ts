/** Which signer stands for an image in lists: of a key of OpenPGP, a certificate or a kept key. Pure. */
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'

/** The signer that stands for the verdict: the first one whose own finding leads to it; null where nothing names one. */
export function signerOf(verification: Verification | null): ImageSummary['signer'] {
  const signatures = verification?.signatures ?? []
  const signature =
    signatures.find((candidate) => candidate.decision !== null && candidate.state === 'intact') ??
    signatures.find((candidate) => candidate.fingerprint !== null) ??
    signatures.find((candidate) => candidate.key.userIds.length > 0)
  if (signature === undefined) return null
  const name = signature.key.userIds[0] ?? null
  if (signature.fingerprint === null && name === null) return null
  return {
    fingerprint: signature.fingerprint,
    name,
    verified: signature.key.own || signature.decision?.kind === 'verified',
  }
}
