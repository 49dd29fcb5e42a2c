/** Images going out from this computer. Owns the job kind `push`. */
import { basename, resolve } from 'node:path'
import type { pushCalls } from '../../../../src-shared/contract/push.ts'
import { type PushParams, pushSchema } from '../../../../src-shared/contract/push.ts'
import { printReference, type RegistryReference } from '../../../../src-shared/reference/index.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { readReference } from '../../library/resolve.ts'
import type { EngineContext, Handlers } from '../../platform/context.ts'
import { createBegunStore } from './begun-store.ts'
import { type PushReference, pushReference, pushTarget } from './place.ts'
import { type PlanNeeds, planPush } from './plan.ts'
import { type PushDeps, pushImage } from './push-image.ts'
import { type OrasPushDeps, planPushToRegistry, pushToRegistry } from './push-oras.ts'

export type PushesDeps = Omit<PushDeps & OrasPushDeps, 'begun' | 'signatures'> & {
  readonly signatures: PushDeps['signatures'] & PlanNeeds
  /** How many may run at once. */
  atOnce(): number
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
    maxRunning: deps.atOnce,
    run(params, handle) {
      const reference = pushedReference(params.reference)
      return reference.transport === 'library'
        ? pushImage({ ...deps, begun }, reference, params, handle)
        : pushToRegistry(deps, reference, params, handle)
    },
    discard: (id) => begun.forget(id),
  })

  return {
    handlers: {
      async 'transfers.planPush'({ path, reference, remote }, { signal }) {
        const place = pushedReference(reference)
        if (place.transport !== 'library') return planPushToRegistry(deps, place, resolve(path), signal)
        const target = await pushTarget(deps, place, remote, signal)
        return planPush(deps.signatures, target, resolve(path), signal)
      },
      'transfers.push'(asked) {
        const params = pushSchema.parse(asked)
        const reference = pushedReference(params.reference)
        const subject = printReference(reference)
        return { jobId: jobs.start('push', { subject, from: basename(params.path), params }).id }
      },
    },
  }
}

/** @throws AppFailure those of `pushReference`; PUSH_TO_DIGEST */
function pushedReference(text: string): PushReference | RegistryReference {
  const reference = readReference(text)
  if (reference.transport !== 'oras') return pushReference(text)
  if (reference.digest !== null) throw failure('PUSH_TO_DIGEST')
  return reference
}
