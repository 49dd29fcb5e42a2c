/**
 * The table of every combination. What is expected stands here as tables and as rules in words; the
 * function under test is not asked what to expect.
 */
import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../src-shared/model/decision.ts'
import { type AttachedSignature, judge, judgeSignature, verdictOrder } from '../../../src-shared/model/verdict.ts'
import type { KeyState, SignatureFinding, SignatureState, Verdict } from '../../../src-shared/model/verification.ts'
import { decision, finding } from '../../support/findings.ts'

const keyStates = [
  'ok',
  'expiredSinceSigning',
  'revokedSoft',
  'expiredBeforeSigning',
  'revokedBefore',
  'revokedCompromised',
  null,
] as const satisfies readonly (KeyState | null)[]

interface Signer {
  readonly decision: Decision | null
  readonly own: boolean
}
const signers = {
  undecided: { decision: null, own: false },
  accepted: { decision: decision('accepted', 'notChecked'), own: false },
  acceptedChecked: { decision: decision('accepted', 'phone'), own: false },
  verified: { decision: decision('verified', 'inPerson'), own: false },
  verifiedUnchecked: { decision: decision('verified', 'notChecked'), own: false },
  rejected: { decision: decision('rejected', 'notChecked'), own: false },
  yours: { decision: null, own: true },
  yoursAccepted: { decision: decision('accepted'), own: true },
  yoursRejected: { decision: decision('rejected'), own: true },
} as const satisfies Record<string, Signer>
type SignerName = keyof typeof signers

const expiredSince = 'expiredSinceSigning'
const expiredBefore = 'expiredBeforeSigning'

/** One intact signature over everything: signer by key state. */
const oneSignature: Readonly<Record<SignerName, readonly Verdict[]>> = {
  //                  ok          expired since  retired       expired before  revoked before  compromised  no state
  undecided: ['unknown', 'unknown', 'unknown', 'unknown', 'revoked', 'revoked', 'unknown'],
  accepted: ['accepted', expiredSince, 'superseded', expiredBefore, 'revoked', 'revoked', 'accepted'],
  acceptedChecked: ['accepted', expiredSince, 'superseded', expiredBefore, 'revoked', 'revoked', 'accepted'],
  verified: ['verified', expiredSince, 'superseded', expiredBefore, 'revoked', 'revoked', 'verified'],
  verifiedUnchecked: ['accepted', expiredSince, 'superseded', expiredBefore, 'revoked', 'revoked', 'accepted'],
  rejected: ['rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected'],
  yours: ['yours', expiredSince, 'superseded', expiredBefore, 'revoked', 'revoked', 'yours'],
  yoursAccepted: ['yours', expiredSince, 'superseded', expiredBefore, 'revoked', 'revoked', 'yours'],
  yoursRejected: ['rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected', 'rejected'],
}

const signerNames = Object.keys(signers) as SignerName[]
const everySigner = signerNames.flatMap((name) =>
  keyStates.map((keyState, column) => ({
    title: `${name}, key ${keyState ?? 'without state'}`,
    signer: { ...signers[name], keyState },
    expected: oneSignature[name][column] ?? 'changed',
  })),
)

const asked = [1, 2, 3]
const judged = (signatures: readonly SignatureFinding[], attached: readonly AttachedSignature[] = []) =>
  judge({ signatures, attached, askedObjects: asked })

describe('one signature', () => {
  it.each(everySigner)('over everything: $title', ({ signer, expected }) => {
    const { verdict, integrity, coverage } = judged([finding(signer)])
    expect({ verdict, integrity, coverage }).toEqual({
      verdict: expected,
      integrity: 'intact',
      coverage: { complete: true, objects: [1, 2, 3], uncovered: [] },
    })
  })

  it.each(everySigner)('over a part: $title', ({ signer, expected }) => {
    const { verdict, integrity, coverage } = judged([finding({ ...signer, covers: [1, 3] })])
    // A rejected or revoked signer comes before partly signed; nothing else does.
    expect({ verdict, integrity, coverage }).toEqual({
      verdict: expected === 'rejected' || expected === 'revoked' ? expected : 'partlySigned',
      integrity: 'intact',
      coverage: { complete: false, objects: [1, 3], uncovered: [2] },
    })
  })

  it.each(everySigner)('in the old form, which covers contents only: $title', ({ signer, expected }) => {
    const { verdict } = judged([finding({ ...signer, legacy: true, header: 'notCovered' })])
    expect(verdict).toBe(expected === 'rejected' || expected === 'revoked' ? expected : 'partlySigned')
  })

  const otherStates: readonly (readonly [SignatureState, Verdict, string, Verdict])[] = [
    ['changed', 'changed', 'changed', 'changed'],
    ['notChecked', 'cannotCheck', 'unknown', 'cannotCheck'],
    ['notAsked', 'notSigned', 'unknown', 'cannotCheck'],
  ]
  describe.each(otherStates)('that is %s', (state, verdict, integrity, own) => {
    it.each(everySigner)('whatever the signer: $title', ({ signer }) => {
      for (const covers of [[1, 2, 3], [2], []]) {
        const one = finding({ ...signer, state, covers })
        const answer = judged([one])
        expect([answer.verdict, answer.integrity, answer.coverage, judgeSignature(one)]).toEqual([
          verdict,
          integrity,
          null,
          own,
        ])
      }
    })
  })
})

/** One signer for each verdict that an intact signature can lead to. */
const outcomes = {
  rejected: { decision: decision('rejected'), keyState: 'ok' },
  revoked: { decision: decision('verified'), keyState: 'revokedCompromised' },
  unknown: { decision: null, keyState: 'ok' },
  expiredBeforeSigning: { decision: decision('verified'), keyState: 'expiredBeforeSigning' },
  superseded: { decision: decision('verified'), keyState: 'revokedSoft' },
  expiredSinceSigning: { decision: decision('verified'), keyState: 'expiredSinceSigning' },
  accepted: { decision: decision('accepted'), keyState: 'ok' },
  verified: { decision: decision('verified'), keyState: 'ok' },
  yours: { decision: null, own: true, keyState: 'ok' },
} as const
type Outcome = keyof typeof outcomes
/** Worst first. */
const outcomeNames = Object.keys(outcomes) as Outcome[]
const better = (a: Outcome, b: Outcome): Outcome => (outcomeNames.indexOf(a) > outcomeNames.indexOf(b) ? a : b)
const worse = (a: Outcome, b: Outcome): Outcome => (outcomeNames.indexOf(a) < outcomeNames.indexOf(b) ? a : b)
const isHard = (one: Outcome): boolean => one === 'rejected' || one === 'revoked'

/** What two signatures together cover, and which rule then holds for two signers of which neither is hard. */
const layouts: readonly {
  readonly name: string
  readonly covers: readonly [readonly number[], readonly number[]]
  readonly rule: (first: Outcome, second: Outcome) => Verdict
}[] = [
  {
    name: 'both over everything: the better one',
    covers: [
      [1, 2, 3],
      [1, 2, 3],
    ],
    rule: better,
  },
  { name: 'a part each, together everything: the worse one', covers: [[1, 2], [3]], rule: worse },
  // The second speaks for object 3 alone, the first for all: what only the first covers decides.
  {
    name: 'everything and a part: the second helps nothing',
    covers: [[1, 2, 3], [3]],
    rule: (first) => first,
  },
  { name: 'parts that leave something out', covers: [[1], [3]], rule: () => 'partlySigned' },
  {
    name: 'the same part twice',
    covers: [
      [1, 2],
      [1, 2],
    ],
    rule: () => 'partlySigned',
  },
]

const pairs = outcomeNames.flatMap((first) => outcomeNames.map((second) => [first, second] as const))

describe.each(layouts)('two signatures, $name', ({ covers, rule }) => {
  it.each(pairs)('%s and %s', (first, second) => {
    const signatures = [
      finding({ ...outcomes[first], covers: covers[0] }),
      finding({ ...outcomes[second], objectId: 5, covers: covers[1] }),
    ]
    // A rejected or revoked signer counts whichever signature shows it.
    const expected = isHard(first) || isHard(second) ? worse(first, second) : rule(first, second)
    expect(judged(signatures).verdict).toBe(expected)
    expect(judged([...signatures].reverse()).verdict).toBe(expected)
  })

  it.each(outcomeNames)('%s beside a changed one', (first) => {
    const changed = finding({ objectId: 5, state: 'changed', covers: covers[1] })
    expect(judged([finding({ ...outcomes[first], covers: covers[0] }), changed]).verdict).toBe('changed')
  })

  it.each(outcomeNames)('%s beside one that was not checked or not asked about', (first) => {
    const known = finding({ ...outcomes[first], covers: covers[0] })
    for (const state of ['notChecked', 'notAsked'] as const) {
      const other = finding({ ...outcomes.yours, objectId: 5, state, covers: covers[1] })
      expect(judged([known, other]).verdict).toBe(judged([known]).verdict)
    }
  })
})

describe('three signatures', () => {
  it.each(pairs)('%s and %s beside a reviewer nobody decided about', (first, second) => {
    const signatures = [outcomes[first], outcomes[second], outcomes.unknown].map((signer, index) =>
      finding({ ...signer, objectId: 4 + index }),
    )
    const hard = [first, second].filter(isHard)
    const expected = hard.length > 0 ? worse(first, second) : better(better(first, second), 'unknown')
    expect(judged(signatures).verdict).toBe(expected)
  })

  it.each(outcomeNames.filter((name) => !isHard(name)))(
    'a part signed by %s does not lend its colour to the rest',
    (name) => {
      const signatures = [
        finding({ ...outcomes[name], covers: [1] }),
        finding({ ...outcomes.yours, objectId: 5, covers: [2] }),
        finding({ ...outcomes.yours, objectId: 6, covers: [3] }),
      ]
      expect(judged(signatures).verdict).toBe(name)
    },
  )
})

describe('without signature objects', () => {
  const attached = (state: SignatureState): AttachedSignature => ({
    scheme: 'cosign',
    objectId: 7,
    state,
    problem: null,
  })

  it('is not signed, and says what is uncovered', () => {
    expect(judged([])).toEqual({
      verdict: 'notSigned',
      integrity: 'unknown',
      coverage: { complete: false, objects: [], uncovered: [1, 2, 3] },
      deciding: null,
      onlyLegacy: false,
    })
  })

  it.each([
    ['notChecked', 'cannotCheck', 'unknown'],
    ['intact', 'unknown', 'intact'],
    ['changed', 'changed', 'changed'],
  ] as const)('with an attached signature that is %s', (state, verdict, integrity) => {
    const answer = judged([], [attached(state)])
    expect([answer.verdict, answer.integrity, answer.coverage]).toEqual([verdict, integrity, null])
  })

  it('an attached signature that differs spoils a good one', () => {
    expect(judged([finding(outcomes.verified)], [attached('changed')]).verdict).toBe('changed')
  })
})

it('orders the verdicts as the design does', () => {
  expect(verdictOrder).toEqual([
    'changed',
    'rejected',
    'revoked',
    'partlySigned',
    'unknown',
    'expiredBeforeSigning',
    'superseded',
    'expiredSinceSigning',
    'accepted',
    'verified',
    'yours',
  ])
})
