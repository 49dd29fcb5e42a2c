/** What the policies would do with the images of this computer if they were pulled now. Reads facts only; changes nothing. */
import type { trialCalls } from '../../../src-shared/contract/trust.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import type { Handlers } from '../platform/context.ts'
import type { AdmissionService } from './admission.ts'

export interface TrialNeeds {
  readonly admission: Pick<AdmissionService, 'judge'>
  /** Local images that came from somewhere, the newest first. */
  images(): Promise<readonly { readonly path: string; readonly name: string; readonly reference: string | null }[]>
  /** The last verification of a file that is still the same, judged now. */
  last(path: string): Promise<Verification | null>
}

export interface TrialService {
  readonly handlers: Handlers<keyof typeof trialCalls>
}

export function createTrial({ admission, images, last }: TrialNeeds): TrialService {
  return {
    handlers: {
      'trust.tryPolicies': async (_params, { signal }) => {
        const rows = []
        for (const { path, name, reference } of await images()) {
          signal.throwIfAborted()
          // A file that is gone since has nothing to be tried on.
          const verification = reference === null ? null : await last(path).catch(() => null)
          if (verification === null) continue
          const judged = admission.judge({ reference, verification, pullPolicy: 'refuseChanged' })
          rows.push({ path, name, reference, verdict: verification.verdict, admission: judged })
        }
        return rows
      },
    },
  }
}
