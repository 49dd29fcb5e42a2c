/**
 * From facts to a verification as it is shown: with the keys, decisions and date of today. Pure, and
 * cheap enough to be done for a whole list. The verdict itself is drawn in src-shared/model/verdict.
 */
import {
  type CertificateFacts,
  certificateState,
  decidableIdentity,
  holderName,
} from '../../../src-shared/model/certificate.ts'
import { displayClaim } from '../../../src-shared/model/claims.ts'
import type { Decision } from '../../../src-shared/model/decision.ts'
import { keyStateOf } from '../../../src-shared/model/key-state.ts'
import { judge } from '../../../src-shared/model/verdict.ts'
import type { KeyState, SignatureFinding, Verification } from '../../../src-shared/model/verification.ts'
import type { SignatureFacts, SignerKeyFacts, VerificationFacts } from '../../../src-shared/model/verification-facts.ts'
import {
  listChecks,
  nextAction,
  verdictLines,
  verdictSentence,
  verifiedPart,
} from '../../../src-shared/text/verdicts/index.ts'

/** What the user knows and has said, as it applies to one image. */
export interface JudgeContext {
  readonly now: Date
  decisionFor(fingerprint: string): Decision | null
  /** Whether the secret half of the key is the user's own. */
  isOwn(fingerprint: string): boolean
  /** What is known of a key today, when that is more than on the day of the verification. */
  freshKey?(known: SignerKeyFacts): SignerKeyFacts | null
}

/** Judges facts anew. */
export function rejudge(stored: VerificationFacts, context: JudgeContext): Verification {
  const facts = refresh(stored, context)
  const findings = facts.signatures.map((signature) => findingOf(signature, context))
  const attached = facts.attached.map((one) =>
    one.plainKey === undefined ? one : { ...one, decision: context.decisionFor(one.plainKey) },
  )
  const judgement = judge({ signatures: findings, attached, askedObjects: facts.askedObjects })
  const told = { facts, judgement, findings }
  const { sizeBytes, modifiedMs } = facts.stamp
  const part = verifiedPart(facts)
  return {
    file: facts.file,
    verdict: judgement.verdict,
    sentence: verdictSentence(told),
    integrity: judgement.integrity,
    coverage: judgement.coverage,
    signatures: findings,
    checks: listChecks(told, context.now),
    nextAction: nextAction(told),
    lines: verdictLines(told),
    checkedAt: facts.checkedAt,
    stamp: { sizeBytes, modifiedMs, digest: facts.digest },
    ...(part === null ? {} : { part }),
    ...(attached.length === 0 ? {} : { attached }),
  }
}

function refresh(facts: VerificationFacts, { freshKey }: JudgeContext): VerificationFacts {
  if (freshKey === undefined) return facts
  const signatures = facts.signatures.map((signature) =>
    signature.key === null ? signature : { ...signature, key: freshKey(signature.key) ?? signature.key },
  )
  return { ...facts, signatures }
}

function findingOf(facts: SignatureFacts, { now, decisionFor, isOwn }: JudgeContext): SignatureFinding {
  const { key, keyGiven, certificate: _none, ...rest } = facts
  if (keyGiven) return plainFinding(facts, { now, decisionFor })
  const known = key !== null
  return {
    ...rest,
    keyState: known ? keyStateOf(key.lives, facts.signedAt, now) : null,
    key: {
      known,
      source: key?.source ?? null,
      userIds: (key?.userIds ?? []).map((claim) => displayClaim(claim)),
      own: known && isOwn(key.fingerprint),
    },
    decision: known ? decisionFor(key.fingerprint) : null,
  }
}

/** By a plain key: it has no name and no date of its own; a certificate may give it a name. */
function plainFinding(
  { key, keyGiven, certificate, ...rest }: SignatureFacts,
  { now, decisionFor }: Pick<JudgeContext, 'now' | 'decisionFor'>,
): SignatureFinding {
  const identity = certificate === undefined ? (rest.plainKey ?? null) : decidableIdentity(certificate, now)
  return {
    ...rest,
    keyState: certificate === undefined ? null : revokedState(certificate),
    key: {
      known: true,
      source: 'file',
      userIds: certificate === undefined ? [] : [displayClaim(holderName(certificate.subject))],
      own: false,
    },
    decision: identity === null ? null : decisionFor(identity),
    ...(certificate === undefined
      ? {}
      : { certificate: { ...certificate, state: certificateState(certificate, now) } }),
  }
}

/** Nobody knows when a plain key signed, so a certificate that was taken back for a reason of safety vouches for nothing. */
function revokedState({ revocation }: CertificateFacts): KeyState | null {
  if (revocation.kind !== 'revoked') return null
  return revocation.reason === 'superseded' || revocation.reason === 'retired' ? 'revokedSoft' : 'revokedCompromised'
}
