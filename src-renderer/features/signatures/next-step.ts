/**
 * Where the one recommended next action of a verdict leads. Pure: the engine says what to do, this
 * says how it is done here; what cannot be done here is not offered.
 */
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import { judgeSignature } from '../../../src-shared/model/verdict.ts'
import type { SignatureFinding, Verification } from '../../../src-shared/model/verification.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'

export type NextStep =
  | { readonly kind: 'none' }
  /** The page of the signer, coming from this image. */
  | { readonly kind: 'signer'; readonly text: string; readonly fingerprint: string }
  /** Checks again and asks keyservers for the keys that are missing. */
  | { readonly kind: 'lookUpKeys'; readonly text: string }
  | { readonly kind: 'pull'; readonly text: string; readonly reference: string }
  /** The object in the list of objects. */
  | { readonly kind: 'object'; readonly text: string; readonly objectId: number }
  | { readonly kind: 'signatures'; readonly text: string }
  /** The sheet that signs the image. */
  | { readonly kind: 'sign'; readonly text: string }

/**
 * The signature whose signer the next action is about: the one whose own verdict is the image's, or
 * the first that names a key.
 */
export function signatureInQuestion(verification: Verification): SignatureFinding | null {
  const named = verification.signatures.filter((finding) => finding.fingerprint !== null)
  return named.find((finding) => judgeSignature(finding) === verification.verdict) ?? named[0] ?? null
}

export function nextStep(verification: Verification, image: ImageSummary | null): NextStep {
  const { kind, text } = verification.nextAction
  const fingerprint = signatureInQuestion(verification)?.fingerprint ?? null
  switch (kind) {
    case 'none':
      return { kind: 'none' }
    case 'sign':
      return { kind: 'sign', text }
    case 'reviewSigner':
    case 'reviewDecision':
    case 'refreshKey':
      return fingerprint === null ? { kind: 'signatures', text } : { kind: 'signer', text, fingerprint }
    case 'findKey':
      // A keyserver is asked by the whole fingerprint or not at all.
      return fingerprint === null ? { kind: 'signatures', text: inspectText.seeWhy } : { kind: 'lookUpKeys', text }
    case 'pullAgain': {
      const reference = image?.reference ?? null
      return reference === null
        ? { kind: 'signatures', text: inspectText.seeDifferences }
        : { kind: 'pull', text, reference }
    }
    case 'showUncovered': {
      const objectId = verification.coverage?.uncovered[0]
      return objectId === undefined ? { kind: 'signatures', text } : { kind: 'object', text, objectId }
    }
    case 'showChanges':
    case 'explain':
      return { kind: 'signatures', text }
    default:
      return assertNever(kind)
  }
}
