/** Carries out the next action of a verdict: goes somewhere, or checks again. */
import { assertNever } from '../../../src-shared/model/result.ts'
import { addressOf } from '../../app/address.ts'
import { navigate } from '../../app/router.ts'
import { openSigning } from '../signing/signing-store.ts'
import type { NextStep } from './next-step.ts'
import type { VerificationStore } from './verification-store.ts'

/** @param path of the image that the step is about */
export function takeStep(step: NextStep, path: string, store: VerificationStore): void {
  switch (step.kind) {
    case 'none':
      break
    case 'signer':
      navigate(addressOf.key(step.fingerprint, path))
      break
    case 'lookUpKeys':
      void store.verify({ lookUpKeys: true })
      break
    case 'pull':
      navigate(addressOf.pull(step.reference))
      break
    case 'object':
      navigate(addressOf.image(path, 'objects', { object: String(step.objectId) }))
      break
    case 'sign':
      openSigning({ kind: 'sign', path })
      break
    case 'signatures':
      navigate(addressOf.image(path, 'signatures'))
      break
    default:
      assertNever(step)
  }
}
