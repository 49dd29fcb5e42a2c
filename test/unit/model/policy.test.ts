/** What a policy does with an image, for every verdict and every kind of policy. */
import { describe, expect, it } from 'vitest'
import { namespaceOf } from '../../../src-shared/model/namespace.ts'
import { applyPolicy, defaultPolicy, isSignedBy, type Policy, policyFor } from '../../../src-shared/model/policy.ts'
import {
  type SignatureFinding,
  type Verdict,
  type Verification,
  verdicts,
} from '../../../src-shared/model/verification.ts'

const one = 'A'.repeat(40)
const two = 'B'.repeat(40)

const finding = (
  fingerprint: string,
  covers: readonly number[],
  more: Partial<SignatureFinding> = {},
): SignatureFinding => ({
  objectId: 9,
  scheme: 'pgp',
  fingerprint,
  signedAt: null,
  hash: null,
  state: 'intact',
  keyState: 'ok',
  key: { known: true, source: 'keyring', userIds: [], own: false },
  decision: null,
  covers,
  changedObjects: [],
  header: 'covered',
  groupId: 1,
  legacy: false,
  problem: null,
  ...more,
})

function verified(verdict: Verdict, signatures: readonly SignatureFinding[] = [], objects = [1, 2]): Verification {
  const covered = new Set(signatures.flatMap(({ covers }) => covers))
  return {
    file: '/a.sif',
    verdict,
    sentence: '',
    integrity: 'intact',
    coverage: {
      complete: objects.every((id) => covered.has(id)),
      objects: objects.filter((id) => covered.has(id)),
      uncovered: objects.filter((id) => !covered.has(id)),
    },
    signatures,
    checks: [],
    nextAction: { kind: 'none', text: '' },
    lines: { integrity: '', signer: '' },
    checkedAt: '',
    stamp: { sizeBytes: 0, modifiedMs: 0, digest: null },
  }
}

const strict: Policy = {
  ...defaultPolicy,
  namespace: 'library://acme',
  signers: [one],
  other: 'apart',
  notSigned: 'refuse',
}

describe('the policy of an image', () => {
  it.each([
    ['library://acme/genomics/gatk:4', 'library://acme/genomics'],
    ['library://acme/genomics2/gatk:4', 'library://acme'],
    ['library://acme/cfd/x@sha256.ab', 'library://acme'],
    ['library://acmeother/cfd/x', null],
    ['docker://acme/cfd/x', null],
    [null, null],
  ])('from %s is the one of %s', (reference, namespace) => {
    const policies = ['library://acme', 'library://acme/genomics', null].map((place) => ({
      ...defaultPolicy,
      namespace: place,
    }))
    expect(policyFor(policies, reference).namespace).toBe(namespace)
  })

  it('is the default where nothing was set', () => {
    expect(policyFor([], 'library://a/b/c')).toBe(defaultPolicy)
  })
})

describe('by itself', () => {
  it('lets in what is not changed, each with its label', () => {
    const outcomes = Object.fromEntries(
      verdicts.map((verdict) => [verdict, applyPolicy(defaultPolicy, verified(verdict), false).outcome]),
    )
    expect(outcomes).toEqual({
      yours: 'kept',
      verified: 'kept',
      accepted: 'kept',
      expiredSinceSigning: 'kept',
      superseded: 'kept',
      expiredBeforeSigning: 'labelled',
      unknown: 'labelled',
      partlySigned: 'labelled',
      revoked: 'labelled',
      rejected: 'labelled',
      changed: 'refused',
      notSigned: 'labelled',
      cannotCheck: 'labelled',
    })
  })

  it('keeps another signer apart', () => {
    expect(applyPolicy(defaultPolicy, verified('unknown', [finding(two, [1, 2])]), true)).toEqual({
      outcome: 'apart',
      reason: 'anotherSigner',
      namespace: null,
    })
  })
})

describe('a policy that names signers', () => {
  const outcome = (verification: Verification, policy = strict) => {
    const { outcome: done, reason } = applyPolicy(policy, verification, false)
    return `${done} ${reason}`
  }

  it.each([
    [
      'signed by one who has to, whatever was decided',
      verified('unknown', [finding(one, [1, 2])]),
      'kept allowedSigner',
    ],
    ['signed by another', verified('verified', [finding(two, [1, 2])]), 'apart otherSigner'],
    ['signed by both', verified('verified', [finding(two, [1, 2]), finding(one, [1, 2])]), 'kept allowedSigner'],
    [
      'in part by one, the rest by another',
      verified('accepted', [finding(one, [1]), finding(two, [2])]),
      'apart otherSigner',
    ],
    ['signed in two parts by one', verified('accepted', [finding(one, [1]), finding(one, [2])]), 'kept allowedSigner'],
    ['not signed as a whole', verified('partlySigned', [finding(one, [1])]), 'refused partlySigned'],
    ['not signed', verified('notSigned'), 'refused notSigned'],
    ['changed', verified('changed', [finding(one, [1, 2])]), 'refused changed'],
    ['signed by one whom the user rejected', verified('rejected', [finding(one, [1, 2])]), 'apart badSigner'],
    ['signed by one whose key was revoked', verified('revoked', [finding(one, [1, 2])]), 'apart badSigner'],
    [
      'claimed by one whose key is not here',
      verified('cannotCheck', [finding(one, [1, 2], { state: 'notChecked' })]),
      'apart cannotCheck',
    ],
    [
      'signed when the key was over',
      verified('expiredBeforeSigning', [finding(one, [1, 2], { keyState: 'expiredBeforeSigning' })]),
      'apart otherSigner',
    ],
    [
      'signed in the old way only',
      verified('partlySigned', [finding(one, [1, 2], { legacy: true })]),
      'refused partlySigned',
    ],
  ])('treats what is %s so', (_name, verification, expected) => {
    expect(outcome(verification)).toBe(expected)
  })

  it('lets nobody in when it names nobody', () => {
    const nobody: Policy = { ...strict, signers: [], other: 'refuse' }
    const seen = verdicts.map(
      (verdict) => applyPolicy(nobody, verified(verdict, [finding(one, [1, 2])]), false).outcome,
    )
    expect(new Set(seen)).toEqual(new Set(['refused']))
  })

  it('needs objects to be signed at all', () => {
    expect(isSignedBy(verified('unknown', [finding(one, [])], []), [one])).toBe(false)
    expect(isSignedBy({ ...verified('unknown', [finding(one, [1, 2])]), coverage: null }, [one])).toBe(false)
  })
})

it.each([
  ['library://acme/cfd/openfoam:v1', 'library://acme/cfd'],
  ['docker://ghcr.io/acme/x@sha256:ab', 'docker://ghcr.io/acme'],
  ['library://openfoam', null],
  ['library://acme//x', null],
  ['openfoam', null],
])('%s is in %s', (reference, namespace) => {
  expect(namespaceOf(reference)).toBe(namespace)
})
