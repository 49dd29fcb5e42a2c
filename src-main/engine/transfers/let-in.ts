/**
 * How an image that has arrived is let in, wherever it came from: verified, judged by the policies, and the
 * outcome recorded. What is kept out is put apart here; whoever fetched the rest gives it its name.
 */
import { basename } from 'node:path'
import type { PullResult } from '../../../src-shared/contract/transfers.ts'
import { isLetIn } from '../../../src-shared/model/policy.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { admissionSentence } from '../../../src-shared/text/policies.ts'
import type { JobHandle } from '../platform/jobs.ts'
import type { AdmissionService, Arriving } from '../trust/admission.ts'
import { quarantine } from './quarantine.ts'

export interface LetInDeps {
  readonly home: string
  readonly signatures: {
    verify(path: string, options: VerifyOptions): Promise<Verification>
    /** A verified file has got another name: what was found out about it goes along. */
    renamed?(from: string, to: string): void
  }
  /** What the policies say about what arrives, and the record of it. */
  readonly admission: Pick<AdmissionService, 'judge' | 'record'>
}

export interface VerifyOptions {
  readonly signal: AbortSignal
  /** How messages and results name the file. */
  readonly shownAs: string
  /** What the image will be known as, for decisions of narrower scope. */
  readonly image: { readonly reference: string; readonly digest: string }
  onProgress(bytes: number): void
}

export interface ArrivedFile {
  readonly path: string
  /** Where it is to be. */
  readonly target: string
  /** In full. */
  readonly reference: string
  readonly digest: string
  readonly sizeBytes: number
  /** Whether it had its name before; then it stays, whatever a policy says of it now. */
  readonly isHereAlready: boolean
}

export interface LetIn {
  readonly verification: Verification
  readonly admission: PullResult['admission']
  /** Puts down that it was let in; to be called when it is in its place and entered. */
  record(): void
}

/** @throws AppFailure PULL_REFUSED for what was kept out and put apart; those of verifying; CANCELLED */
export async function letIn(
  deps: LetInDeps,
  { path, target, reference, digest, sizeBytes, isHereAlready }: ArrivedFile,
  pullPolicy: Arriving['pullPolicy'],
  handle: JobHandle,
): Promise<LetIn> {
  const { signal } = handle
  handle.phase('verifying', sizeBytes)
  const verification = await deps.signatures.verify(path, {
    signal,
    shownAs: target,
    image: { reference, digest },
    onProgress: (bytes) => handle.advance(bytes),
  })
  const judged = deps.admission.judge({ reference, verification, pullPolicy })
  const admission = isHereAlready && !isLetIn(judged) ? { ...judged, outcome: 'labelled' as const } : judged
  const name = basename(target)
  const record = (place: string): void => {
    deps.admission.record({ reference, digest, sizeBytes, name, verification, admission, path: place })
  }
  const sentence = admissionSentence(admission)
  if (!isLetIn(admission)) {
    const quarantined = await quarantine(path, deps.home, name, handle.id)
    deps.signatures.renamed?.(path, quarantined)
    record(quarantined)
    const { verdict } = verification
    throw failure('PULL_REFUSED', { sentence: verification.sentence, verdict, quarantined, policy: sentence })
  }
  signal.throwIfAborted()
  return { verification, admission: { ...admission, sentence }, record: () => record(target) }
}
