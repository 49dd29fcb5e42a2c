/**
 * The list of checks: what was looked at, in the same order for every signature, each done, failed,
 * open (the user has not decided) or not possible.
 */
import { keyStateOf } from '../../model/key-state.ts'
import { assertNever } from '../../model/result.ts'
import { effectiveDecision } from '../../model/verdict.ts'
import type { Check, SignatureFinding } from '../../model/verification.ts'
import type { SignatureFacts, VerificationFacts, VerificationScope } from '../../model/verification-facts.ts'
import { formatDate } from '../format.ts'
import { certificateCheck, revocationWords } from './certificate.ts'
import { atStart, hashLabel, methodWords, objectList, schemeLabels } from './names.ts'
import { partCheck, verifiedPart } from './part.ts'
import type { Told } from './sentences.ts'

export const checkNames = {
  scheme: 'Scheme',
  hash: 'Hash',
  coverage: 'Coverage',
  signer: 'Signer',
  keyWhenSigning: 'Key when signing',
  keyNow: 'Key now',
  revocation: 'Revocation',
  timeOfSigning: 'Time of signing',
  file: 'File',
} as const

type Answer = Pick<Check, 'result' | 'detail'>
const done = (detail: string): Answer => ({ result: 'done', detail })
const failed = (detail: string): Answer => ({ result: 'failed', detail })
const open = (detail: string): Answer => ({ result: 'open', detail })
const notPossible = (detail: string): Answer => ({ result: 'notPossible', detail })

/** All checks of a verification. @param now for what a key is today */
export function listChecks(told: Told, now: Date): readonly Check[] {
  const { facts, findings } = told
  const part = verifiedPart(facts)
  const aboutFile: Check[] = part === null ? [] : [partCheck(part)]
  if (facts.fileProblem !== null) {
    aboutFile.push({ name: checkNames.file, ...failed(facts.fileProblem.message), objectId: null })
  }
  for (const attached of facts.attached) {
    const detail = `${schemeLabels[attached.scheme]}: ${attached.problem?.message ?? 'in order'}`
    const answer =
      attached.state === 'intact' ? done(detail) : attached.state === 'changed' ? failed(detail) : notPossible(detail)
    aboutFile.push({ name: checkNames.scheme, ...answer, objectId: attached.objectId })
  }
  if (findings.length === 0 && facts.attached.length === 0) {
    aboutFile.push({ name: checkNames.scheme, ...notPossible('There is no signature in this file.'), objectId: null })
  }
  return [
    ...aboutFile,
    ...findings.flatMap((finding, index) => {
      const own = facts.signatures[index]
      return own === undefined || finding.state === 'notAsked' ? [] : checksOf(finding, own, facts, now)
    }),
  ]
}

function checksOf(
  finding: SignatureFinding,
  facts: SignatureFacts,
  { scope, askedObjects }: VerificationFacts,
  now: Date,
): Check[] {
  const answers: Readonly<Record<Exclude<keyof typeof checkNames, 'file'>, Answer>> = {
    scheme: schemeCheck(finding, facts),
    hash: hashCheck(finding, comparedObjects(finding, scope)),
    coverage: coverageCheck(finding, askedObjects, scope),
    signer: signerCheck(finding),
    keyWhenSigning: keyWhenSigning(finding, facts),
    keyNow: keyNow(facts, now),
    revocation: revocationCheck(facts),
    timeOfSigning: timeCheck(finding, now),
  }
  const checks: readonly Check[] = Object.entries(answers).map(([key, answer]) => ({
    name: checkNames[key as keyof typeof answers],
    ...answer,
    objectId: finding.objectId,
  }))
  if (facts.certificate === undefined) return [...checks]
  const afterSigner = checks.findIndex(({ name }) => name === checkNames.signer) + 1
  return checks.toSpliced(afterSigner, 0, certificateCheck(facts.certificate, now, finding.objectId))
}

function schemeCheck(finding: SignatureFinding, facts: SignatureFacts): Answer {
  const label = `${schemeLabels[finding.scheme]}${facts.key === null ? '' : `, ${facts.key.algorithm}`}${finding.legacy ? ', old form' : ''}`
  switch (finding.problem?.code) {
    case 'SIGNATURE_WRONG':
    case 'OTHER_KEY_NAMED':
    case 'SIGNATURE_MALFORMED':
    case 'SIGNATURE_TOO_LARGE':
    case 'MESSAGE_MALFORMED':
      return failed(`${label}. ${finding.problem.message}`)
    case undefined:
    case 'CONTENT_DIFFERS':
      return done(label)
    default:
      return notPossible(`${label}. ${finding.problem?.message ?? ''}`.trim())
  }
}

/** Of what a signature covers, that which was compared: one object alone where only that was asked about. */
function comparedObjects({ covers, legacy }: SignatureFinding, { objectId }: VerificationScope): readonly number[] {
  return objectId === null || legacy ? covers : covers.filter((id) => id === objectId)
}

function hashCheck(finding: SignatureFinding, compared: readonly number[]): Answer {
  if (finding.hash === null) return notPossible('No hash could be read.')
  const label = hashLabel(finding.hash)
  if (finding.problem?.code === 'HASH_TOO_WEAK') return notPossible(`${label} is too weak to mean anything.`)
  if (finding.header === 'changed')
    return failed(
      `${label}; the header differs${finding.changedObjects.length > 0 ? `, and ${objectList(finding.changedObjects)}` : ''}.`,
    )
  if (finding.changedObjects.length > 0)
    return failed(
      `${label}; ${objectList(finding.changedObjects)} ${finding.changedObjects.length === 1 ? 'differs' : 'differ'}.`,
    )
  if (compared.length === 0) return notPossible('There is nothing to compare.')
  return done(`${label}, equal for ${objectList(compared)}.`)
}

function coverageCheck(
  finding: SignatureFinding,
  asked: readonly number[],
  { groupId, objectId }: VerificationScope,
): Answer {
  if (finding.covers.length === 0) return notPossible('What it covers cannot be read.')
  const uncovered = asked.filter((id) => !finding.covers.includes(id))
  const covered = atStart(objectList(finding.covers))
  if (uncovered.length > 0)
    return failed(`${covered}; ${objectList(uncovered)} ${uncovered.length === 1 ? 'is' : 'are'} not covered.`)
  return finding.legacy
    ? done(`${covered}: contents only, not what they are said to be.`)
    : done(groupId === null && objectId === null ? `${covered}, all there are.` : `${covered}.`)
}

function signerCheck(finding: SignatureFinding): Answer {
  if (!finding.key.known)
    return notPossible(finding.fingerprint === null ? 'The signature names no key.' : 'The key is not here.')
  if (finding.key.own) return done('Your own key.')
  const decision = effectiveDecision(finding.decision)
  if (decision === null || finding.decision === null)
    return finding.certificate !== undefined && finding.certificate.identity === null
      ? notPossible('Without a root that vouches for the name there is nothing to decide about.')
      : open(`You have not decided about this ${finding.certificate === undefined ? 'key' : 'signer'}.`)
  const when = `by you on ${formatDate(finding.decision.at)}, ${methodWords[finding.decision.how]}`
  switch (decision) {
    case 'verified':
      return done(`Verified ${when}.`)
    case 'accepted':
      return done(`Accepted ${when}.`)
    case 'rejected':
      return failed(`Rejected by you on ${formatDate(finding.decision.at)}.`)
    default:
      return assertNever(decision)
  }
}

const plainKeyState = 'A plain key has no date and no state of its own.'

function keyWhenSigning(finding: SignatureFinding, facts: SignatureFacts): Answer {
  const key = facts.key
  if (facts.keyGiven) return notPossible(plainKeyState)
  if (key === null || finding.keyState === null) return notPossible('Without the key this is not known.')
  if (finding.signedAt === null) return notPossible('The signature does not say when it was made.')
  switch (finding.keyState) {
    case 'expiredBeforeSigning':
      return failed('Already expired.')
    case 'revokedBefore':
      return failed('Already revoked.')
    case 'revokedCompromised':
      return failed('Revoked since; a thief could have chosen any date.')
    case 'ok':
    case 'expiredSinceSigning':
    case 'revokedSoft': {
      const primary = key.lives[0]
      const until = primary?.expiresAt ? `to ${formatDate(primary.expiresAt)}` : 'without an end'
      return done(`In order, ${primary === undefined ? '' : `${formatDate(primary.createdAt)} `}${until}.`)
    }
    default:
      return assertNever(finding.keyState)
  }
}

function keyNow(facts: SignatureFacts, now: Date): Answer {
  if (facts.keyGiven) return notPossible(plainKeyState)
  if (facts.key === null) return notPossible('Without the key this is not known.')
  switch (keyStateOf(facts.key.lives, null, now)) {
    case 'revokedCompromised':
      return failed('Revoked; earlier signatures count for nothing.')
    case 'revokedBefore':
    case 'revokedSoft':
      return failed('Replaced or retired by the signer; earlier signatures hold.')
    case 'expiredBeforeSigning':
    case 'expiredSinceSigning':
      return failed('Expired; signatures from before hold.')
    case 'ok':
      return done('Neither expired nor revoked.')
  }
}

function revocationCheck(facts: SignatureFacts): Answer {
  if (facts.certificate !== undefined) return revocationWords(facts.certificate.revocation)
  if (facts.keyGiven) return notPossible(plainKeyState)
  if (facts.key === null) return notPossible('Without the key this is not known.')
  return facts.key.refreshedAt === null
    ? notPossible('No keyserver was ever asked about this key.')
    : done(`A keyserver was last asked on ${formatDate(facts.key.refreshedAt)}.`)
}

function timeCheck(finding: SignatureFinding, now: Date): Answer {
  if (finding.signedAt === null) return notPossible('The signature does not say when it was made.')
  const day = formatDate(finding.signedAt)
  // A day of difference between two clocks is common; more means that one of them is wrong.
  if (Date.parse(finding.signedAt) > now.getTime() + 86_400_000)
    return failed(`${day}, says the signer; that lies in the future.`)
  return notPossible(`${day}; only the signer says when.`)
}
