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

interface Narrow {
  readonly groupId?: number
  readonly objectId?: number
  readonly leftOut: readonly number[]
}

function told(
  findings: readonly SignatureFinding[],
  askedObjects: readonly number[] = [1, 2, 3],
  narrow: Narrow | null = null,
) {
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
    scope: { groupId: narrow?.groupId ?? null, objectId: narrow?.objectId ?? null, legacy: false },
    stamp: { sizeBytes: 1, modifiedMs: 1, inode: '1' },
    checkedAt: now.toISOString(),
    digest: null,
    askedObjects,
    ...(narrow === null ? {} : { leftOut: narrow.leftOut }),
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
    const id = fc.integer({ min: 1, max: 0xffff_ffff })
    const leftOut = fc.uniqueArray(id, { maxLength: 5 })
    const parts = fc.oneof(fc.constant(null), fc.record({ objectId: id, leftOut }), fc.record({ groupId: id, leftOut }))
    const objects = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(fc.array(someFinding, { maxLength: 4 }), objects, parts, (findings, asked, part) => {
        const all = told(findings, asked, part)
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
        const ofPart = part === null ? 0 : 1
        expect(listChecks(all, now)).toHaveLength(ofPart + (findings.length === 0 ? 1 : counted * 8))
        if (part !== null) expect(sentence).toMatch(/^Only (object|group) \d+ was checked: /)
      }),
    )
  })

  it('count objects that would take too much room', () => {
    const sentence = (asked: readonly number[]) => verdictSentence(told([finding({ covers: [1] })], asked, null))
    expect(sentence([1, 2, 10])).toBe('Objects 2 and 10 are covered by no signature; the rest has not changed.')
    expect(sentence([1, 2, 10, 100, 101])).toBe('4 objects are covered by no signature; the rest has not changed.')
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

describe('a part alone', () => {
  const verified = finding({ covers: [1, 2, 3], decision: decision('verified', 'phone') })
  const checkOf = (all: ReturnType<typeof told>, name: string) =>
    listChecks(all, now).find((check) => check.name === name)?.detail

  it('is named in every sentence, with what nobody looked at', () => {
    const all = told([verified], [3], { objectId: 3, leftOut: [1, 2] })
    expect([verdictSentence(all), verdictLines(all).integrity, checkOf(all, 'Asked about')]).toEqual([
      'Only object 3 was checked: unchanged, by Ada Baker, whom you verified.',
      'Object 3 has not changed since it was signed on 2 Nov 2026, as the signer says. Objects 1 and 2 were not looked at.',
      'Object 3 alone. Objects 1 and 2 were not looked at.',
    ])
  })

  it('says of no object that it is equal which was not compared', () => {
    const ofObject = told([verified], [3], { objectId: 3, leftOut: [1, 2] })
    expect(checkOf(ofObject, 'Hash')).toBe('SHA-256, equal for object 3.')
    const ofGroup = told([verified], [1, 2, 3], { groupId: 1, leftOut: [] })
    expect([checkOf(ofGroup, 'Hash'), checkOf(ofGroup, 'Coverage')]).toEqual([
      'SHA-256, equal for objects 1–3.',
      'Objects 1–3.',
    ])
  })

  it('says which objects of a group differ', () => {
    const changed = finding({ covers: [1, 2], changedObjects: [2], state: 'changed' })
    const all = told([changed], [1, 2], { groupId: 1, leftOut: [4] })
    expect([verdictSentence(all), verdictLines(all).integrity]).toEqual([
      'Only group 1 was checked: it has been changed since it was signed.',
      'Group 1 has been changed since it was signed: object 2 differs. Object 4 was not looked at.',
    ])
  })

  it('with an old signature of its group was read together with the rest of that', () => {
    const old = finding({ covers: [1, 3], legacy: true, header: 'notCovered' })
    const all = told([old], [3], { objectId: 3, leftOut: [1, 2] })
    const legacy = { ...all, facts: { ...all.facts, scope: { ...all.facts.scope, legacy: true } } }
    expect(checkOf(legacy, 'Asked about')).toBe('Object 3 alone. Object 2 was not looked at.')
    expect(checkOf(legacy, 'Hash')).toBe('SHA-256, equal for objects 1 and 3.')
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
