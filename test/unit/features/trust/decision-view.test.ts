import { describe, expect, it } from 'vitest'
import { decisionCall, decisionsAbout, namespacesOf } from '../../../../src-renderer/features/trust/decision-view.ts'
import type { Decision } from '../../../../src-shared/model/decision.ts'
import { compareDigits } from '../../../../src-shared/model/fingerprint-paste.ts'
import { comparisonWords, decisionDetail, decisionForList, decisionTitle } from '../../../../src-shared/text/trust.ts'

const fingerprint = 'B6D204F791AC3E586B0D27C1F8E35A94D76B1082'
const everywhere = { kind: 'everywhere' } as const
const draft = { how: 'phone', scope: everywhere, note: ' met ' } as const

describe('decisionCall', () => {
  it('verifies only what was compared, with how', () => {
    expect([
      decisionCall(fingerprint, { ...draft, choice: 'checked' }, true),
      decisionCall(fingerprint, { ...draft, choice: 'checked' }, false),
      decisionCall(fingerprint, { ...draft, choice: 'checked', how: null }, true),
    ]).toEqual([{ fingerprint, scope: everywhere, note: 'met', kind: 'verified', how: 'phone' }, null, null])
  })
  it('never calls anything else verified', () => {
    expect([
      decisionCall(fingerprint, { ...draft, choice: 'accept' }, true),
      decisionCall(fingerprint, { ...draft, choice: 'reject' }, true),
      decisionCall(fingerprint, { ...draft, choice: 'later' }, true),
    ]).toEqual([
      { fingerprint, scope: everywhere, note: 'met', kind: 'accepted', how: 'notChecked' },
      { fingerprint, scope: everywhere, note: 'met', kind: 'rejected', how: 'notChecked' },
      null,
    ])
  })
})

it('offers the namespaces of a reference, nearest first', () => {
  expect([
    namespacesOf('library://acme/genomics/gatk:4.6.1'),
    namespacesOf('docker://quay.io/biocontainers/samtools:1.20'),
    namespacesOf('/srv/a.sif'),
  ]).toEqual([
    ['library://acme/genomics/*', 'library://acme/*'],
    ['docker://quay.io/biocontainers/*', 'docker://quay.io/*'],
    [],
  ])
})

describe('words', () => {
  const words = (given: string) => {
    const { word, text } = comparisonWords(compareDigits(fingerprint, given))
    return `${word} ${text}`.trim()
  }
  it('says what equal and differing groups prove', () => {
    expect([
      words(fingerprint),
      words('B6D204F7'),
      words('B6D204F791AC3E856B0D27C1F8E35A94D7B61082'),
      words(fingerprint.replace('B6D2', 'B6D3')),
      words('0'.repeat(40)),
      words(`${fingerprint}0000`),
    ]).toEqual([
      'The same key. All ten groups are equal.',
      'Not all of it yet. Two of ten groups so far. Equal groups prove nothing until all are.',
      'Not the same key. Two of ten groups differ. A forger can make the other eight match.',
      'Not the same key. One of ten groups differs. A forger can make the other nine match.',
      'Not the same key. Ten of ten groups differ.',
      'Not the same key. What you were given is longer than the fingerprint of this key.',
    ])
  })
  it('never calls a decision without a check verified', () => {
    const decision: Decision = {
      fingerprint,
      kind: 'verified',
      how: 'notChecked',
      scope: { kind: 'namespace', namespace: 'library://acme/*' },
      note: '',
      at: '2026-11-03T12:00:00.000Z',
    }
    expect([
      decisionTitle(decision),
      decisionDetail(decision),
      decisionForList(decision),
      decisionTitle({ ...decision, how: 'phone' }),
      decisionDetail({ ...decision, how: 'phone' }),
    ]).toEqual([
      'Accepted 3 Nov 2026',
      'library://acme/*',
      'you accepted it without checking',
      'Verified 3 Nov 2026',
      'by phone, library://acme/*',
    ])
  })
  it('lists decisions about one key, the widest first', () => {
    const at = '2026-11-03T12:00:00.000Z'
    const narrow: Decision = {
      fingerprint,
      kind: 'accepted',
      how: 'notChecked',
      scope: { kind: 'namespace', namespace: 'x' },
      note: '',
      at,
    }
    const wide: Decision = { ...narrow, scope: everywhere }
    expect(decisionsAbout(fingerprint, [narrow, wide, { ...wide, fingerprint: '0'.repeat(40) }])).toEqual([
      wide,
      narrow,
    ])
  })
})
