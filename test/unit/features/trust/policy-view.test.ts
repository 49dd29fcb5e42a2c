/** What a policy form means, what is weaker than before, what waits for review, and the scale of the time line. */
import { describe, expect, it } from 'vitest'
import {
  draftOf,
  isWeaker,
  newDraft,
  policyCall,
  readNamespace,
  replacedBy,
  shownSigner,
  sortHeld,
} from '../../../../src-renderer/features/trust/policy-view.ts'
import { reviewEntries, reviewKey } from '../../../../src-renderer/features/trust/review-entries.ts'
import { monthMarks, spanOf } from '../../../../src-renderer/features/trust/timeline-scale.ts'
import { type Arrival, defaultPolicy, type Policy } from '../../../../src-shared/model/policy.ts'
import type { ReviewEntry } from '../../../../src-shared/model/signer-memory.ts'

const one = 'A'.repeat(40)
const two = 'B'.repeat(40)

it.each([
  ['library://acme/*', 'library://acme/*'],
  [' acme/genomics/* ', 'library://acme/genomics/*'],
  ['/acme', 'library://acme'],
  ['docker://ghcr.io/acme/*', 'docker://ghcr.io/acme/*'],
  ['*', null],
  ['', null],
  ['library://', null],
  ['library://acme/*/x', null],
  ['two words', null],
])('reads %s as %s', (text, namespace) => {
  expect(readNamespace(text)).toBe(namespace)
})

describe('a draft', () => {
  it('is saved once it says from where and by whom', () => {
    expect(policyCall(newDraft)).toBeNull()
    expect(policyCall({ ...newDraft, namespace: 'library://acme' })).toBeNull()
    expect(policyCall({ ...newDraft, namespace: 'library://acme', signers: [one] })).toEqual({
      namespace: 'library://acme',
      signers: [one],
      changed: 'refuse',
      other: 'apart',
      notSigned: 'refuse',
      signerChange: 'apart',
    })
    expect(policyCall({ ...newDraft, namespace: 'acme/*', who: 'nobody', signers: [one] })?.signers).toEqual([])
    expect(policyCall({ ...newDraft, namespace: null, who: 'anybody', signers: [one] })).toMatchObject({
      namespace: null,
      signers: null,
    })
  })

  it('comes back from the policy it made', () => {
    const policy: Policy = { ...defaultPolicy, namespace: 'library://acme', signers: [one], other: 'refuse' }
    expect(policyCall(draftOf(policy))).toMatchObject({
      namespace: 'library://acme/*',
      signers: [one],
      other: 'refuse',
    })
    expect(draftOf({ ...policy, signers: [] }).who).toBe('nobody')
    expect(draftOf(defaultPolicy)).toMatchObject({ namespace: null, who: 'anybody' })
  })
})

describe('a policy is weaker', () => {
  const strict: Policy = {
    ...defaultPolicy,
    namespace: 'library://acme',
    signers: [one],
    other: 'apart',
    notSigned: 'refuse',
  }
  it.each([
    ['with anybody instead of some', { signers: null }, true],
    ['with one signer more', { signers: [one, two] }, true],
    ['with nobody', { signers: [] }, false],
    ['when unknown signers are kept', { other: 'keep' as const }, true],
    ['when they are refused', { other: 'refuse' as const }, false],
    ['when what is not signed is kept apart', { notSigned: 'apart' as const }, true],
    ['when changed images wait for a look', { changed: 'apart' as const }, true],
    ['as it was', {}, false],
  ])('%s: %s → %s', (_name, change, expected) => {
    expect(isWeaker({ ...strict, ...change }, strict)).toBe(expected)
  })

  it('than the one for everything else, where there was none', () => {
    const call = policyCall({
      ...newDraft,
      namespace: 'library://new/*',
      who: 'anybody',
      other: 'keep',
      notSigned: 'keep',
    })
    if (call === null) throw new Error('no call')
    const everything: Policy = { ...defaultPolicy, notSigned: 'refuse', madeAt: 'x' }
    expect(replacedBy(call, [strict, everything])).toBe(everything)
    expect(replacedBy({ ...call, namespace: 'library://acme/*' }, [strict, everything])).toBe(strict)
    expect(replacedBy(call, [])).toBe(defaultPolicy)
  })
})

it('names a signer whose key is not here by the whole fingerprint, and claims nothing', () => {
  expect(shownSigner(one, [])).toMatchObject({
    standing: 'cannotCheck',
    isClaim: false,
    name: expect.stringMatching(/AAAA/),
  })
})

it('shows what waits for a look before what was refused, the newest first', () => {
  const held = (id: string, outcome: 'apart' | 'refused', at: string) => ({ id, at, admission: { outcome } }) as Arrival
  const sorted = sortHeld([
    held('a', 'refused', '2026-03'),
    held('b', 'apart', '2026-01'),
    held('c', 'apart', '2026-02'),
  ])
  expect(sorted.map(({ id }) => id)).toEqual(['c', 'b', 'a'])
})

it('counts images that were put apart as one thing to look at', () => {
  const apart = (name: string): ReviewEntry => ({ kind: 'apart', arrivalId: name, name, at: '' })
  const change: ReviewEntry = {
    kind: 'signerChange',
    namespace: 'library://a/b',
    fingerprint: one,
    before: [two],
    at: '',
  }
  const entries = reviewEntries([change, apart('x'), apart('y')])
  expect(entries.map(reviewKey)).toEqual([`change library://a/b ${one}`, 'apart'])
  expect(reviewEntries([])).toEqual([])
})

describe('the scale of a time line', () => {
  it('spans at least a month and marks the beginnings of months', () => {
    const now = Date.UTC(2026, 10, 25)
    const span = spanOf([now - 1000, Number.NaN], now)
    expect(span.to - span.from).toBe(30 * 86_400_000)
    expect(monthMarks(span).map(({ label }) => label)).toEqual(['Nov'])
    const long = spanOf([Date.UTC(2025, 10, 3)], now)
    expect(monthMarks(long).map(({ label }) => label)).toContain('2026')
    expect(monthMarks(spanOf([Date.UTC(1990, 0, 1)], now)).length).toBeLessThanOrEqual(12)
  })
})
