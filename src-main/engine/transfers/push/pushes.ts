/** Images going out from this computer. Owns the job kind `push`. */
import { basename, resolve } from 'node:path'
import type { pushCalls } from '../../../../src-shared/contract/push.ts'
import { type PushParams, pushSchema } from '../../../../src-shared/contract/push.ts'
import { printReference } from '../../../../src-shared/reference/index.ts'
import type { EngineContext, Handlers } from '../../platform/context.ts'
import { createBegunStore } from './begun-store.ts'
import { pushReference, pushTarget } from './place.ts'
import { type PlanNeeds, planPush } from './plan.ts'
import { type PushDeps, pushImage } from './push-image.ts'

export type PushesDeps = Omit<PushDeps, 'begun' | 'signatures'> & {
  readonly signatures: PushDeps['signatures'] & PlanNeeds
}

export interface PushesService {
  readonly handlers: Handlers<keyof typeof pushCalls>
}

export function createPushes(context: EngineContext, deps: PushesDeps): PushesService {
  const { jobs, database } = context
  const begun = createBegunStore(database)

  jobs.register<PushParams>({
    kind: 'push',
    canPause: true,
    resumable: true,
    maxRunning: 2,
    run: (params, handle) => pushImage({ ...deps, begun }, pushReference(params.reference), params, handle),
    discard: (id) => begun.forget(id),
  })

  return {
    handlers: {
      async 'transfers.planPush'({ path, reference, remote }, { signal }) {
        const target = await pushTarget(deps, pushReference(reference), remote, signal)
        return planPush(deps.signatures, target, resolve(path), signal)
      },
      'transfers.push'(asked) {
        const params = pushSchema.parse(asked)
        const reference = pushReference(params.reference)
        const subject = printReference(reference)
        return { jobId: jobs.start('push', { subject, from: basename(params.path), params }).id }
      },
    },
  }
}
