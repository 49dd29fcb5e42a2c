/**
 * The list of checks as it is shown: counted, sorted to its signatures, and each failed one with the
 * verdict it leads to, whose colour it takes. Pure; the checks themselves come from the engine.
 */
import type { Check, SignatureFinding, Verdict, Verification } from '../../../src-shared/model/verification.ts'
import { certificateCheckName, checkNames } from '../../../src-shared/text/verdicts/index.ts'

export interface CheckCounts {
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly open: number
  readonly notPossible: number
}

export function countChecks(checks: readonly Check[]): CheckCounts {
  const count = (result: Check['result']): number => checks.filter((check) => check.result === result).length
  return {
    total: checks.length,
    done: count('done'),
    failed: count('failed'),
    open: count('open'),
    notPossible: count('notPossible'),
  }
}

/** Checks of one signature, or with null those of the file as a whole. */
export function checksAbout(verification: Verification, objectId: number | null): readonly Check[] {
  const known = new Set(verification.signatures.map((finding) => finding.objectId))
  return verification.checks.filter((check) =>
    objectId === null ? check.objectId === null || !known.has(check.objectId) : check.objectId === objectId,
  )
}

/** The verdict whose colour a check takes; null for one that is done or not possible. */
export function verdictOfCheck(check: Check, finding: SignatureFinding | null): Verdict | null {
  if (check.result === 'open') return 'unknown'
  if (check.result !== 'failed') return null
  switch (check.name) {
    case checkNames.coverage:
      return 'partlySigned'
    case checkNames.signer:
      return 'rejected'
    case checkNames.keyWhenSigning:
    case checkNames.keyNow:
      return verdictOfKeyState(finding)
    case checkNames.revocation:
      return verdictOfKeyState(finding)
    case certificateCheckName:
    case checkNames.timeOfSigning:
      return 'unknown'
    default:
      return 'changed'
  }
}

function verdictOfKeyState(finding: SignatureFinding | null): Verdict {
  switch (finding?.keyState) {
    case 'expiredBeforeSigning':
      return 'expiredBeforeSigning'
    case 'revokedSoft':
      return 'superseded'
    case 'revokedCompromised':
    case 'revokedBefore':
      return 'revoked'
    default:
      return 'expiredSinceSigning'
  }
}
