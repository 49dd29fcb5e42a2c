/**
 * The verdict: one pure function of what was found and decided. Nothing else in the application
 * draws a verdict, and this file knows no words, colours, files or networks.
 *
 * Signatures are judged one by one. What a signature shows about the file (changed) and a rejected
 * or revoked signer count whichever signature shows them. Of what remains, every object must be
 * covered; among the signatures that cover an object the best one speaks for it, and the worst
 * object speaks for the image. So a verified signer is not made worse by a reviewer nobody knows,
 * and a part signed by a verified signer does not lend its colour to the rest.
 */
import type { Decision, DecisionKind } from './decision.ts'
import { assertNever } from './result.ts'
import type {
  Coverage,
  Integrity,
  SignatureFinding,
  SignatureProblem,
  SignatureScheme,
  SignatureState,
  Verdict,
} from './verification.ts'

/** A signature that is not a signature object and so covers no object list, like cosign's in an OCI-SIF. */
export interface AttachedSignature {
  readonly scheme: SignatureScheme
  /** The object whose data holds it. */
  readonly objectId: number
  readonly state: SignatureState
  readonly problem: SignatureProblem | null
  /** Of the plain key that made it: what a decision about it is about. */
  readonly plainKey?: string
  /** What the user decided about that key. */
  readonly decision?: Decision | null
}

export interface JudgeInput {
  readonly signatures: readonly SignatureFinding[]
  readonly attached: readonly AttachedSignature[]
  /** IDs of the objects the question is about; never signature objects. */
  readonly askedObjects: readonly number[]
}

export interface Judgement {
  readonly verdict: Verdict
  readonly integrity: Integrity
  readonly coverage: Coverage | null
  /** The signature that the verdict comes from; null where there is none. */
  readonly deciding: SignatureFinding | null
  /** Whether nothing but legacy signatures, which protect contents only, covers some of the objects. */
  readonly onlyLegacy: boolean
}

/** Worst first. `notSigned` and `cannotCheck` stand apart: they say that nothing is known. */
export const verdictOrder = [
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
] as const satisfies readonly Verdict[]
type RankedVerdict = (typeof verdictOrder)[number]

const rank = (verdict: RankedVerdict): number => verdictOrder.indexOf(verdict)

/** What a decision is worth: "not checked" accepts at most. */
export function effectiveDecision(decision: Decision | null): DecisionKind | null {
  if (decision === null) return null
  return decision.kind === 'verified' && decision.how === 'notChecked' ? 'accepted' : decision.kind
}

/** The verdict about one signature and its signer, whatever it covers. */
export function judgeSignature(finding: SignatureFinding): Verdict {
  switch (finding.state) {
    case 'changed':
      return 'changed'
    case 'notChecked':
    case 'notAsked':
      return 'cannotCheck'
    case 'intact':
      return judgeSigner(finding)
    default:
      return assertNever(finding.state)
  }
}

/** Worst first, as in {@link verdictOrder}: who signed, with the key's state, for an intact signature. */
function judgeSigner(finding: SignatureFinding): RankedVerdict {
  const decision = effectiveDecision(finding.decision)
  if (decision === 'rejected') return 'rejected'
  if (finding.keyState === 'revokedCompromised' || finding.keyState === 'revokedBefore') return 'revoked'
  if (decision === null && !finding.key.own) return 'unknown'
  // A plain key's signature has no date: it may as well have been made afterwards.
  if (finding.certificate?.state === 'expired') return 'expiredBeforeSigning'
  switch (finding.keyState) {
    case 'expiredBeforeSigning':
      return 'expiredBeforeSigning'
    case 'revokedSoft':
      return 'superseded'
    case 'expiredSinceSigning':
      return 'expiredSinceSigning'
    case 'ok':
    case null:
      break
    default:
      return assertNever(finding.keyState)
  }
  if (finding.key.own) return 'yours'
  return decision === 'verified' ? 'verified' : 'accepted'
}

/** Draws the verdict. @param input what was found; findings carry key state and decision already */
export function judge(input: JudgeInput): Judgement {
  const asked = input.signatures.filter(({ state }) => state !== 'notAsked')
  const intact = asked.filter(({ state }) => state === 'intact')
  const changed = asked.find(({ state }) => state === 'changed')
  const attachedStates = new Set(input.attached.map(({ state }) => state))
  if (changed !== undefined || attachedStates.has('changed')) {
    return { verdict: 'changed', integrity: 'changed', coverage: null, deciding: changed ?? null, onlyLegacy: false }
  }
  const attachedVerdict = judgeAttached(input.attached)
  if (attachedVerdict === 'rejected') {
    const coverage = intact.length > 0 ? coverageOf(intact, input.askedObjects) : null
    return { verdict: 'rejected', integrity: 'intact', coverage, deciding: null, onlyLegacy: false }
  }
  if (intact.length > 0) return judgeIntact(intact, input.askedObjects)
  if (attachedVerdict !== null) {
    return { verdict: attachedVerdict, integrity: 'intact', coverage: null, deciding: null, onlyLegacy: false }
  }
  const unchecked = asked[0] ?? null
  if (unchecked !== null || input.attached.length > 0) {
    return { verdict: 'cannotCheck', integrity: 'unknown', coverage: null, deciding: unchecked, onlyLegacy: false }
  }
  const coverage = input.signatures.length === 0 ? coverageOf([], input.askedObjects) : null
  return { verdict: 'notSigned', integrity: 'unknown', coverage, deciding: null, onlyLegacy: false }
}

/** The best decision about an attached signature that holds, unless one was rejected; null where none holds. */
function judgeAttached(attached: readonly AttachedSignature[]): RankedVerdict | null {
  const verdicts = attached
    .filter(({ state }) => state === 'intact')
    .map(({ decision = null }): RankedVerdict => effectiveDecision(decision) ?? 'unknown')
  if (verdicts.includes('rejected')) return 'rejected'
  return verdicts.reduce<RankedVerdict | null>(
    (best, verdict) => (best === null || rank(verdict) > rank(best) ? verdict : best),
    null,
  )
}

function judgeIntact(intact: readonly SignatureFinding[], askedObjects: readonly number[]): Judgement {
  const coverage = coverageOf(intact, askedObjects)
  const judged = intact.map((finding) => ({ finding, verdict: judgeSigner(finding) }))
  const onlyLegacy = isOnlyLegacy(intact, askedObjects)
  const answer = (verdict: Verdict, deciding: SignatureFinding | null): Judgement => ({
    verdict,
    integrity: 'intact',
    coverage,
    deciding,
    onlyLegacy,
  })
  for (const verdict of ['rejected', 'revoked'] as const) {
    const shown = judged.find((one) => one.verdict === verdict)
    if (shown) return answer(verdict, shown.finding)
  }
  const best = (candidates: typeof judged) =>
    candidates.reduce<(typeof judged)[number] | null>(
      (leader, one) => (leader === null || rank(one.verdict) > rank(leader.verdict) ? one : leader),
      null,
    )
  const spokesman = best(judged)
  if (!coverage.complete || onlyLegacy) return answer('partlySigned', spokesman?.finding ?? null)
  // Complete coverage: each asked object has at least one signature that speaks for it.
  const perObject = askedObjects.flatMap(
    (id) => best(judged.filter(({ finding }) => finding.covers.includes(id))) ?? [],
  )
  const worst = perObject.reduce<(typeof judged)[number] | null>(
    (loser, one) => (loser === null || rank(one.verdict) < rank(loser.verdict) ? one : loser),
    null,
  )
  const deciding = worst ?? spokesman
  return deciding === null ? answer('unknown', null) : answer(deciding.verdict, deciding.finding)
}

function coverageOf(intact: readonly SignatureFinding[], askedObjects: readonly number[]): Coverage {
  const covered = new Set(intact.flatMap(({ covers }) => covers))
  const objects = askedObjects.filter((id) => covered.has(id))
  const uncovered = askedObjects.filter((id) => !covered.has(id))
  return { complete: uncovered.length === 0 && intact.length > 0, objects, uncovered }
}

/** Legacy signatures protect no header and no descriptor: covered by them alone is not covered. */
function isOnlyLegacy(intact: readonly SignatureFinding[], askedObjects: readonly number[]): boolean {
  const current = new Set(intact.filter(({ legacy }) => !legacy).flatMap(({ covers }) => covers))
  return intact.some(({ legacy }) => legacy) && askedObjects.some((id) => !current.has(id))
}
