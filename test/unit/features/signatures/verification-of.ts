/** Small verifications for tests of view models; every part can be replaced. */
import type { SignatureFinding, Verification } from '../../../../src-shared/model/verification.ts'

export const fingerprintA = '8883491F4268F173C6E5DC49EDECE4F3F38D871E'
export const fingerprintB = 'B6D204F791AC3E586B0D27C1F8E35A94D76B1082'

export function findingOf(part: Partial<SignatureFinding> & { readonly objectId: number }): SignatureFinding {
  return {
    scheme: 'pgp',
    fingerprint: fingerprintA,
    signedAt: '2026-11-03T08:14:00Z',
    hash: 'sha256',
    state: 'intact',
    keyState: 'ok',
    key: { known: true, source: 'keyring', userIds: ['Acme Genomics Release <r@acme.example>'], own: false },
    decision: null,
    covers: [],
    changedObjects: [],
    header: 'covered',
    groupId: 1,
    legacy: false,
    problem: null,
    ...part,
  }
}

export function verificationOf(part: Partial<Verification> = {}): Verification {
  return {
    file: '/images/a.sif',
    verdict: 'unknown',
    sentence: 'Nothing has changed since it was signed; you have not decided about the signer.',
    integrity: 'intact',
    coverage: null,
    signatures: [],
    checks: [],
    nextAction: { kind: 'none', text: '' },
    lines: { integrity: 'Nothing has changed.', signer: 'Not decided.' },
    checkedAt: '2026-11-03T09:15:00Z',
    stamp: { sizeBytes: 100_000, modifiedMs: 0, digest: null },
    ...part,
  }
}
