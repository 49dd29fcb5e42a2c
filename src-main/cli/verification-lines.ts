/** A verification in words for a terminal: the sentence, each signature, the checks, what to do next. */
import type { SignatureFinding, Verification } from '../../src-shared/model/verification.ts'
import { formatFingerprint } from '../../src-shared/text/format.ts'
import { printable } from '../../src-shared/text/printable.ts'
import { objectList, verdictTable } from '../../src-shared/text/verdicts/index.ts'

const checkMarks = { done: '+', failed: 'x', open: '?', notPossible: '-' } as const

export function* verificationLines(verification: Verification): Generator<string> {
  yield `${verdictTable[verification.verdict].word}. ${printable(verification.sentence)}`
  for (const signature of verification.signatures) yield* signatureLines(signature)
  for (const { scheme, state, plainKey } of verification.attached ?? []) {
    yield ''
    yield `Signature of ${scheme}: ${state}`
    if (plainKey !== undefined) yield `  to decide about this signer: key decide ${plainKey} …`
  }
  yield ''
  for (const check of verification.checks)
    yield `  ${checkMarks[check.result]} ${check.name}: ${printable(check.detail)}`
  if (verification.nextAction.kind !== 'none') yield `\nNext: ${verification.nextAction.text}`
}

function* signatureLines(signature: SignatureFinding): Generator<string> {
  const names = signature.key.userIds.map(printable)
  const claim =
    names[0] === undefined ? '' : ` ${signature.decision?.kind === 'verified' ? '' : 'says it belongs to '}${names[0]}`
  yield ''
  yield `Signature ${signature.objectId} (${signature.legacy ? 'legacy ' : ''}${signature.scheme}): ${signature.state}${claim}`
  const identity = signature.certificate === undefined ? signature.plainKey : signature.certificate.identity
  if (signature.certificate !== undefined) yield `  certificate of ${printable(signature.certificate.subject)}`
  if (identity !== undefined && identity !== null) yield `  to decide about this signer: key decide ${identity} …`
  if (signature.fingerprint !== null) yield `  ${formatFingerprint(signature.fingerprint)}`
  if (signature.covers.length > 0) yield `  covers ${objectList(signature.covers)}`
  if (signature.problem !== null) yield `  ${printable(signature.problem.message)}`
}
