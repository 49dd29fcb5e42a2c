/**
 * The sentence of a verdict, the two lines of its banner and its one next action. Sentences are at
 * most 80 characters; names and dates that would make them longer are shortened or left out.
 */

import type { KeyRevocation } from '../../model/key.ts'
import { decisiveRevocation } from '../../model/key-state.ts'
import { assertNever } from '../../model/result.ts'
import { effectiveDecision, type Judgement } from '../../model/verdict.ts'
import type { NextAction, SignatureFinding, Verdict } from '../../model/verification.ts'
import type { VerificationFacts } from '../../model/verification-facts.ts'
import { formatDate, formatNoun } from '../format.ts'
import { certificateNames, certificateSentence, certificateSentences } from './certificate.ts'
import { atStart, claimedName, fitting, methodWords, objectList } from './names.ts'
import { partIntegrityLine, partSentence, verifiedPart } from './part.ts'
import { problemSentence } from './problems.ts'

export interface Told {
  readonly facts: VerificationFacts
  readonly judgement: Judgement
  /** With key state and decision, in the order of the facts. */
  readonly findings: readonly SignatureFinding[]
}

/** Revocation and expiry that the verdict is about. */
function keyEnd(told: Told): { readonly revocation: KeyRevocation | null; readonly expiresAt: string | null } {
  const facts = told.facts.signatures.find(({ objectId }) => objectId === told.judgement.deciding?.objectId)
  const lives = facts?.key?.lives ?? []
  const expiries = lives.flatMap(({ expiresAt }) => expiresAt ?? []).sort()
  return {
    revocation: decisiveRevocation(lives.flatMap(({ revocations }) => revocations)),
    expiresAt: expiries[0] ?? null,
  }
}

/** One sentence that says the verdict. */
export function verdictSentence(told: Told): string {
  const part = verifiedPart(told.facts)
  return part === null ? fileSentence(told) : partSentence(told, part)
}

function fileSentence(told: Told): string {
  const { judgement } = told
  const deciding = judgement.deciding
  const { revocation, expiresAt } = keyEnd(told)
  switch (judgement.verdict) {
    case 'changed':
      return problemSentence(deciding?.problem ?? null) ?? 'This file has been changed since it was signed.'
    case 'rejected': {
      const at = deciding?.decision?.at
      return at === undefined
        ? 'Nothing has changed, but you rejected this signer.'
        : `Nothing has changed, but you rejected this signer on ${formatDate(at)}.`
    }
    case 'revoked':
      if (deciding?.certificate?.revocation.kind === 'revoked')
        return deciding.certificate.revocation.reason === 'compromised'
          ? certificateSentences.compromised
          : certificateSentences.revoked
      if (deciding?.keyState === 'revokedBefore')
        return 'The signer’s key had already been given up when this was signed.'
      return revocation?.reason === 'compromised'
        ? 'The signer’s key was revoked as compromised; its signatures count for nothing.'
        : 'The signer’s key was revoked, no reason given; its signatures do not count.'
    case 'partlySigned':
      return partlySentence(judgement)
    case 'unknown': {
      const certificate = deciding?.certificate
      const undecided = 'Nothing has changed since it was signed; you have not decided about the signer.'
      return certificate === undefined ? undecided : (certificateSentence(certificate) ?? undecided)
    }
    case 'expiredBeforeSigning':
      if (deciding?.certificate !== undefined) return certificateSentences.expired
      return 'The signer’s key had already expired when this was signed.'
    case 'superseded': {
      if (deciding?.certificate !== undefined) return certificateSentences.superseded
      const what = revocation?.reason === 'retired' ? 'retired' : 'replaced'
      return revocation === null
        ? 'In order when signed; the signer has replaced this key since.'
        : `In order when signed; the signer ${what} this key on ${formatDate(revocation.at)}.`
    }
    case 'expiredSinceSigning':
      return expiresAt === null
        ? 'In order when signed; the key has expired since.'
        : `In order when signed; the key expired on ${formatDate(expiresAt)}.`
    case 'accepted':
      return deciding?.decision?.how === 'notChecked'
        ? 'Nothing has changed; you accepted this signer without checking.'
        : 'Nothing has changed; you accepted this signer.'
    case 'verified': {
      const name = deciding === null ? null : claimedName(deciding, 36)
      const plain = 'Nothing has changed; it was signed by someone you verified.'
      return name === null ? plain : fitting(`Nothing has changed; signed by ${name}, whom you verified.`, plain)
    }
    case 'yours':
      return 'Nothing has changed since you signed it.'
    case 'notSigned':
      return 'Nobody has signed this file, so nothing says who made it.'
    case 'cannotCheck':
      return cannotCheckSentence(told)
    default:
      return assertNever(judgement.verdict)
  }
}

function partlySentence({ coverage, onlyLegacy }: Judgement): string {
  const uncovered = coverage?.uncovered ?? []
  if (uncovered.length === 0 && onlyLegacy)
    return 'An old kind of signature covers the contents, but not what they claim to be.'
  const verb = uncovered.length === 1 ? 'is' : 'are'
  const rest = coverage?.objects.length === 0 ? '.' : '; the rest has not changed.'
  // Many or long numbers are counted instead.
  const names = [objectList(uncovered), formatNoun(uncovered.length, 'object')]
  return fitting(...names.map((what) => `${atStart(what)} ${verb} covered by no signature${rest}`))
}

function cannotCheckSentence({ judgement, facts }: Told): string {
  const problem = judgement.deciding?.problem ?? facts.attached[0]?.problem ?? null
  return problemSentence(problem) ?? 'The signature could not be checked; nothing is known to be wrong.'
}

/** The two labelled lines of the banner: facts about the bytes, and about who signed. */
export function verdictLines(told: Told): { readonly integrity: string; readonly signer: string } {
  const part = verifiedPart(told.facts)
  const ofFile = integrityLine(told)
  return { integrity: part === null ? ofFile : partIntegrityLine(told, part, ofFile), signer: signerLine(told) }
}

function integrityLine(told: Told): string {
  const { judgement, findings } = told
  switch (judgement.integrity) {
    case 'changed': {
      const objects = [...new Set(findings.flatMap(({ changedObjects }) => changedObjects))]
      const isHeader = findings.some(({ header }) => header === 'changed')
      if (objects.length > 0)
        return `This file has been changed since it was signed: ${objectList(objects)} ${objects.length === 1 ? 'differs' : 'differ'}.`
      return isHeader ? 'This file has been changed since it was signed: its header differs.' : fileSentence(told)
    }
    case 'intact': {
      if (judgement.verdict === 'partlySigned') return partlySentence(judgement)
      const at = judgement.deciding?.signedAt ?? null
      return at === null
        ? 'Nothing has changed since it was signed.'
        : `Nothing has changed since it was signed on ${formatDate(at)}, as the signer says.`
    }
    case 'unknown':
      return judgement.verdict === 'notSigned'
        ? 'Cannot be told: no signature says what the file should be.'
        : 'Not known, because no signature could be checked. Nothing is known to be wrong.'
    default:
      return assertNever(judgement.integrity)
  }
}

function signerLine(told: Told): string {
  const { judgement } = told
  const deciding = judgement.deciding
  if (judgement.verdict === 'notSigned')
    return verifiedPart(told.facts) === null
      ? 'Nobody. Nothing in this file says who made it.'
      : 'Nobody signed the part that was asked about.'
  if (deciding === null) return attachedSigner(judgement.verdict)
  const name = claimedName(deciding)
  if (deciding.state !== 'intact') {
    if (judgement.integrity === 'changed') {
      const claimed = name === null ? 'Whoever signed it' : `The key says it belongs to ${name}`
      return `${claimed}; that counts for nothing while the file differs.`
    }
    return deciding.fingerprint === null
      ? 'Not known. The file names no key.'
      : `Not known for sure. The file names the key ${deciding.fingerprint}.`
  }
  return `${signedBy(deciding, name)}${otherSigners(told)}`
}

/** Of a signature by a plain key that is no signature object. */
function attachedSigner(verdict: Verdict): string {
  switch (verdict) {
    case 'verified':
      return 'Signed with a key that you verified. It names nobody.'
    case 'accepted':
      return 'Signed with a key that you accepted. It names nobody.'
    case 'rejected':
      return 'Signed with a key that you rejected. It names nobody.'
    default:
      return 'Not known.'
  }
}

function signedBy(deciding: SignatureFinding, name: string | null): string {
  const { certificate } = deciding
  if (certificate !== undefined && deciding.decision === null)
    return `${certificateNames(certificate, name ?? certificate.subject)}${certificate.identity === null ? '' : ' You have not decided about it.'}`
  const says = name === null ? 'The key names nobody.' : `The key says it belongs to ${name}.`
  if (deciding.key.own) return 'You signed it.'
  const decision = effectiveDecision(deciding.decision)
  if (decision === null || deciding.decision === null) return `${says} You have not decided about it.`
  const on = formatDate(deciding.decision.at)
  switch (decision) {
    case 'verified':
      return `Signed by ${name ?? 'a signer'}, whom you verified on ${on} ${methodWords[deciding.decision.how]}.`
    case 'accepted':
      return `${says} You accepted it on ${on} ${methodWords[deciding.decision.how]}.`
    case 'rejected':
      return `${says} You rejected it on ${on}.`
    default:
      return assertNever(decision)
  }
}

function otherSigners({ judgement, findings }: Told): string {
  const others = findings.filter(
    ({ state, objectId }) => state !== 'notAsked' && objectId !== judgement.deciding?.objectId,
  )
  if (others.length === 0) return ''
  const undecided = others.filter((one) => one.state !== 'intact' || (one.decision === null && !one.key.own)).length
  const count = others.length === 1 ? 'A second signature' : `${others.length} more signatures`
  if (undecided === 0) return ` ${count} is listed beside it.`.replace('signatures is', 'signatures are')
  return others.length === 1
    ? ` ${count} is not decided.`
    : ` Of ${others.length} more signatures, ${undecided} ${undecided === 1 ? 'is' : 'are'} not decided.`
}

/** The one thing to do next; of kind `none` where there is nothing to do. */
export function nextAction({ judgement, facts }: Told): NextAction {
  switch (judgement.verdict) {
    case 'changed':
      return { kind: 'pullAgain', text: 'Pull it again…' }
    case 'rejected':
      return { kind: 'reviewDecision', text: 'Review your decision…' }
    case 'revoked':
      return { kind: 'explain', text: 'What this means…' }
    case 'partlySigned':
      return { kind: 'showUncovered', text: 'See what is not covered' }
    case 'unknown':
    case 'accepted': {
      const certificate = judgement.deciding?.certificate
      return certificate === undefined || certificate.state === 'ok'
        ? { kind: 'reviewSigner', text: 'Check this signer…' }
        : { kind: 'explain', text: certificateSentences.seeCertificate }
    }
    case 'expiredBeforeSigning':
    case 'expiredSinceSigning':
      if (judgement.deciding?.certificate !== undefined)
        return { kind: 'explain', text: certificateSentences.seeCertificate }
      return { kind: 'refreshKey', text: 'Look for an extended key' }
    case 'superseded':
      if (judgement.deciding?.certificate !== undefined)
        return { kind: 'explain', text: certificateSentences.seeCertificate }
      return { kind: 'refreshKey', text: 'Get the new key…' }
    case 'verified':
    case 'yours':
      return { kind: 'none', text: '' }
    case 'notSigned':
      return { kind: 'sign', text: 'Sign…' }
    case 'cannotCheck': {
      const code = judgement.deciding?.problem?.code ?? facts.attached[0]?.problem?.code
      return code === 'KEY_MISSING'
        ? { kind: 'findKey', text: 'Find the key…' }
        : { kind: 'explain', text: 'Why it cannot be checked…' }
    }
    default:
      return assertNever(judgement.verdict)
  }
}
