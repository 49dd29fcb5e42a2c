/**
 * Who signed, as it may be said: a name in a key is a claim until the key was verified, so *says*
 * stands before it.
 */
import { effectiveDecision } from '../../../src-shared/model/verdict.ts'
import type { SignatureFinding } from '../../../src-shared/model/verification.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { claimedName } from '../../../src-shared/text/verdicts/index.ts'

/**
 * Whether the name needs no *says*: the user verified the key, or it is the user's own, and its
 * signature holds. A signature that does not hold is nobody's word.
 */
export function isNameVerified(finding: SignatureFinding): boolean {
  return finding.state === 'intact' && (finding.key.own || effectiveDecision(finding.decision) === 'verified')
}

export interface SignerNameProps {
  readonly finding: SignatureFinding
  /** `full` is *says it belongs to …*, `short` is *says …*. */
  readonly form?: 'full' | 'short'
}

export function SignerName({ finding, form = 'full' }: SignerNameProps) {
  const name = claimedName(finding)
  if (finding.key.own && finding.state === 'intact') return <span className="medium">{inspectText.you}</span>
  if (name === null) {
    const text = finding.fingerprint === null ? inspectText.keyNotNamed : inspectText.keyNotKnown
    return <span className="quiet">{finding.key.known ? inspectText.noName : text}</span>
  }
  if (isNameVerified(finding)) return <span className="medium">{name}</span>
  return (
    <>
      <span className="quiet regular">{form === 'full' ? inspectText.saysItBelongs : inspectText.says} </span>
      <span className="medium">{name}</span>
    </>
  )
}
