import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '../../../src-shared/model/verdict.ts'
import { type SignatureFinding, verdicts } from '../../../src-shared/model/verification.ts'
import type { SignatureFacts, VerificationFacts } from '../../../src-shared/model/verification-facts.ts'
import {
  listChecks,
  longestSentence,
  nextAction,
  objectList,
  type SignatureProblemCode,
  signatureProblem,
  signatureProblems,
  verdictLines,
  verdictSentence,
  verdictTable,
} from '../../../src-shared/text/verdicts/index.ts'
import { decision, finding } from '../../support/findings.ts'

const now = new Date('2026-11-25T00:00:00Z')

function told(findings: readonly SignatureFinding[], askedObjects: readonly number[] = [1, 2, 3]) {
  const signatures: readonly SignatureFacts[] = findings.map(({ key, keyState: _, decision: __, ...rest }) => ({
    ...rest,
    keyGiven: false,
    key: key.known
      ? {
          fingerprint: rest.fingerprint ?? '',
          source: key.source,
          userIds: key.userIds,
          algorithm: 'ed25519',
          signedWith: rest.fingerprint ?? '',
          lives: [{ createdAt: '2025-01-01T00:00:00.000Z', expiresAt: null, revocations: [] }],
          refreshedAt: null,
        }
      : null,
  }))
  const facts: VerificationFacts = {
    version: 1,
    file: '/images/a.sif',
    scope: { groupId: null, objectId: null, legacy: false },
    stamp: { sizeBytes: 1, modifiedMs: 1, inode: '1' },
    checkedAt: now.toISOString(),
    digest: null,
    askedObjects,
    signatures,
    attached: [],
    fileProblem: null,
    digests: [],
  }
  return { facts, findings, judgement: judge({ signatures: findings, attached: [], askedObjects }) }
}

describe('the table', () => {
  it('has its own shape for every verdict, and its own word but for the two ways to be expired', () => {
    expect(new Set(verdicts.map((verdict) => verdictTable[verdict].shape)).size).toBe(verdicts.length)
    const words = verdicts
      .filter((verdict) => verdict !== 'expiredBeforeSigning')
      .map((verdict) => verdictTable[verdict].word)
    expect(new Set(words).size).toBe(words.length)
  })

  it('is green for verified and yours only, and ends well for what was decided', () => {
    const having = (family: string) => verdicts.filter((verdict) => verdictTable[verdict].family === family).sort()
    expect(having('good')).toEqual(['verified', 'yours'])
    expect(having('accepted')).toEqual(['accepted'])
    expect(having('bad')).toEqual(['changed', 'rejected', 'revoked'])
    expect(having('neutral')).toEqual(['cannotCheck', 'notSigned'])
    expect(verdicts.filter((verdict) => verdictTable[verdict].exitCode === 0).sort()).toEqual([
      'accepted',
      'verified',
      'yours',
    ])
  })
})

describe('sentences', () => {
  const codes = Object.keys(signatureProblems) as SignatureProblemCode[]

  it.each(codes)('of the problem %s fits', (code) => {
    expect(signatureProblems[code].sentence.length).toBeLessThanOrEqual(longestSentence)
    expect(signatureProblem(code, 'x').message).not.toContain('{')
  })

  it('never use the words that mean something else to users of other tools', () => {
    const all = JSON.stringify([signatureProblems, verdictTable])
    expect(all).not.toMatch(/\b(valid|invalid|trusted keyring|ownertrust|certified|marginal|good signature)\b/i)
  })

  it('fit and are there for whatever is found', () => {
    const states = ['intact', 'changed', 'notChecked', 'notAsked'] as const
    const keyStates = [
      null,
      'ok',
      'expiredBeforeSigning',
      'expiredSinceSigning',
      'revokedCompromised',
      'revokedSoft',
      'revokedBefore',
    ] as const
    const someFinding = fc
      .record({
        state: fc.constantFrom(...states),
        keyState: fc.constantFrom(...keyStates),
        decision: fc.constantFrom(null, decision('verified'), decision('accepted', 'notChecked'), decision('rejected')),
        own: fc.boolean(),
        covers: fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 20 }),
        changedObjects: fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 20 }),
        legacy: fc.boolean(),
        name: fc.string({ unit: 'grapheme', maxLength: 120 }),
        code: fc.constantFrom(...codes),
      })
      .map(({ name, code, state, own, ...rest }) =>
        finding({
          ...rest,
          state,
          key: { known: true, source: 'keyring', userIds: [name], own },
          problem: state === 'notChecked' || state === 'changed' ? signatureProblem(code) : null,
        }),
      )
    const objects = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(fc.array(someFinding, { maxLength: 4 }), objects, (findings, asked) => {
        const all = told(findings, asked)
        const sentence = verdictSentence(all)
        expect(sentence.length).toBeGreaterThan(10)
        expect(sentence.length).toBeLessThanOrEqual(longestSentence)
        expect(sentence).toMatch(/\.$/)
        const lines = verdictLines(all)
        expect(lines.integrity).not.toBe('')
        expect(lines.signer).not.toBe('')
        const isGreen = verdictTable[all.judgement.verdict].family === 'good'
        expect(nextAction(all).kind === 'none').toBe(isGreen)
        const counted = findings.filter(({ state }) => state !== 'notAsked').length
        expect(listChecks(all, now)).toHaveLength(findings.length === 0 ? 1 : counted * 8)
      }),
    )
  })

  it('say who signed, and that a second signature waits', () => {
    const verified = finding({ decision: decision('verified', 'phone') })
    const reviewer = finding({ objectId: 5, covers: [2, 3] })
    const all = told([verified, reviewer])
    expect([verdictSentence(all), verdictLines(all).signer]).toEqual([
      'Nothing has changed; signed by Ada Baker, whom you verified.',
      'Signed by Ada Baker, whom you verified on 3 Nov 2026 by phone or video. A second signature is not decided.',
    ])
  })
})

it('lists objects shortly', () => {
  expect([[], [6], [2, 1], [1, 2, 3, 4], [1, 2, 3, 6], [1, 3, 5, 7, 9]].map((ids) => objectList(ids))).toEqual([
    'no object',
    'object 6',
    'objects 1 and 2',
    'objects 1–4',
    'objects 1–3 and 6',
    '5 objects',
  ])
})
