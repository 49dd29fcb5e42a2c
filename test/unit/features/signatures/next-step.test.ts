import { describe, expect, it } from 'vitest'
import { nextStep, signatureInQuestion } from '../../../../src-renderer/features/signatures/next-step.ts'
import type { NextActionKind } from '../../../../src-shared/model/verification.ts'
import { imageOf } from '../images/image-of.ts'
import { findingOf, fingerprintA, fingerprintB, verificationOf } from './verification-of.ts'

const action = (kind: NextActionKind) => ({ kind, text: kind })
const signatures = [
  findingOf({ objectId: 5, fingerprint: null, state: 'notChecked' }),
  findingOf({ objectId: 6, fingerprint: fingerprintB, state: 'changed' }),
  findingOf({ objectId: 7 }),
]

describe('where the next action leads', () => {
  it('reviews the signer that the verdict comes from', () => {
    const verification = verificationOf({ signatures, nextAction: action('reviewSigner') })
    expect(signatureInQuestion(verification)?.objectId).toBe(7)
    expect(nextStep(verification, null)).toEqual({ kind: 'signer', text: 'reviewSigner', fingerprint: fingerprintA })
    expect(
      nextStep(verificationOf({ verdict: 'changed', signatures, nextAction: action('refreshKey') }), null),
    ).toEqual({ kind: 'signer', text: 'refreshKey', fingerprint: fingerprintB })
  })

  it('shows the signatures where no key is named', () => {
    expect(nextStep(verificationOf({ nextAction: action('reviewSigner') }), null)).toEqual({
      kind: 'signatures',
      text: 'reviewSigner',
    })
  })

  it('pulls again only where it is known from where', () => {
    const verification = verificationOf({ nextAction: action('pullAgain') })
    const image = imageOf({ id: 'a', reference: 'library://a/b/c:1' })
    expect(nextStep(verification, image)).toEqual({
      kind: 'pull',
      text: 'pullAgain',
      reference: 'library://a/b/c:1',
    })
    expect(nextStep(verification, null).kind).toBe('signatures')
  })

  it('shows the first object that is not covered', () => {
    const coverage = { complete: false, objects: [1], uncovered: [6, 8] }
    expect(nextStep(verificationOf({ coverage, nextAction: action('showUncovered') }), null)).toEqual({
      kind: 'object',
      text: 'showUncovered',
      objectId: 6,
    })
  })

  it('asks keyservers and signs only when that is the action, and offers nothing that cannot be done', () => {
    expect(nextStep(verificationOf({ signatures, nextAction: action('findKey') }), null).kind).toBe('lookUpKeys')
    expect(nextStep(verificationOf({ nextAction: action('findKey') }), null).kind).toBe('signatures')
    expect(nextStep(verificationOf({ nextAction: action('sign') }), null).kind).toBe('sign')
    expect(nextStep(verificationOf({ nextAction: action('none') }), null).kind).toBe('none')
    expect(nextStep(verificationOf({ nextAction: action('explain') }), null).kind).toBe('signatures')
  })
})
