/** Signature findings for tests: an intact signature by an undecided signer over objects 1 to 3, with changes. */
import type { Decision, DecisionKind, DecisionMethod } from '../../src-shared/model/decision.ts'
import type { SignatureFinding } from '../../src-shared/model/verification.ts'

export function decision(kind: DecisionKind, how: DecisionMethod = 'phone'): Decision {
  const fingerprint = 'B6D204F791AC3E586B0D27C1F8E35A94D76B1082'
  return { fingerprint, kind, how, scope: { kind: 'everywhere' }, note: '', at: '2026-11-03T08:00:00.000Z' }
}

export function finding(changes: Partial<SignatureFinding> & { readonly own?: boolean } = {}): SignatureFinding {
  const { own = false, ...rest } = changes
  return {
    objectId: 4,
    scheme: 'pgp',
    fingerprint: 'B6D204F791AC3E586B0D27C1F8E35A94D76B1082',
    signedAt: '2026-11-02T08:00:00.000Z',
    hash: 'sha256',
    state: 'intact',
    keyState: 'ok',
    key: { known: true, source: 'keyring', userIds: ['Ada Baker <ada@example.org>'], own },
    decision: null,
    covers: [1, 2, 3],
    changedObjects: [],
    header: 'covered',
    groupId: 1,
    legacy: false,
    problem: null,
    ...rest,
  }
}
