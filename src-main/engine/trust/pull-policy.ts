/** Which fetched images are let into the library. Pure: from the verdict alone. */
import type { PullPolicy } from '../../../src-shared/contract/transfers.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'

const allowed: Readonly<Record<PullPolicy, (verdict: Verdict) => boolean>> = {
  refuseChanged: (verdict) => verdict !== 'changed',
  requireSigned: (verdict) =>
    !['changed', 'rejected', 'revoked', 'partlySigned', 'notSigned', 'cannotCheck'].includes(verdict),
  requireAccepted: (verdict) => ['yours', 'verified', 'accepted'].includes(verdict),
}

export function isAllowed(policy: PullPolicy, verdict: Verdict): boolean {
  return allowed[policy](verdict)
}
