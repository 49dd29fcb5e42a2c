/**
 * The pull of an OCI image: converted to a hidden file beside its target while its layers come in, then
 * judged as every image that arrives, and only then given its name and entered. Nothing of the layers is
 * kept on the disk; a conversion that is stopped begins again.
 */
import { rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { PullParams, PullResult } from '../../../src-shared/contract/transfers.ts'
import { pullFileName } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { admissionSentence } from '../../../src-shared/text/policies.ts'
import { convertOpened, type ImageReference, type OpenSource } from '../build/conversion.ts'
import { hashFile } from '../platform/hashing/index.ts'
import type { JobHandle } from '../platform/jobs.ts'
import { moveIntoPlace } from '../sif/replace-file.ts'
import { sweepFolder } from '../sif/sweep.ts'
import type { PullDeps } from './pull.ts'
import { quarantine } from './quarantine.ts'
import { findTarget } from './target.ts'

export type PullOciDeps = Pick<PullDeps, 'home' | 'settings' | 'images' | 'signatures' | 'admission'> & {
  readonly openSource: OpenSource
}

/** @throws AppFailure whatever keeps the image from entering; see the functions it uses */
export async function pullOciImage(
  deps: PullOciDeps,
  reference: ImageReference,
  params: PullParams,
  handle: JobHandle,
): Promise<PullResult> {
  const { signal } = handle
  handle.phase('resolving')
  const plainName = pullFileName(reference)
  const fileName = params.format === 'oci-sif' ? plainName.replace(/\.sif$/, '.oci.sif') : plainName
  const target = await findTarget(params.output, deps.settings().imageFolder, fileName)
  if (target.existingSizeBytes !== null && !params.force) throw failure('FILE_EXISTS', { path: target.path })
  await sweepFolder(target.folder)
  const opened = await deps.openSource({
    reference,
    typed: params.reference,
    architecture: params.architecture,
    builder: params.like,
    insecure: params.insecure,
    temporaryFolder: dirname(target.path),
    signal,
  })
  const { source } = opened
  try {
    const { like: builder, owners, format } = params
    const options = { typed: params.reference, builder, owners, format, target: target.path }
    const converted = await convertOpened(opened, options, handle)
    try {
      return await letIn(deps, params, handle, {
        path: converted.path,
        target: target.path,
        sizeBytes: converted.sizeBytes,
        bytesDownloaded: source.registryBase === null ? 0 : converted.layerBytes,
      })
    } catch (error) {
      await rm(converted.path, { force: true })
      throw error
    }
  } finally {
    await source.close()
  }
}

interface Arriving {
  readonly path: string
  readonly target: string
  readonly sizeBytes: number
  readonly bytesDownloaded: number
}

/** Judges a converted image by the policies, gives it its name and enters it, or puts it apart. */
async function letIn(
  deps: PullOciDeps,
  params: PullParams,
  handle: JobHandle,
  { path, target, sizeBytes, bytesDownloaded }: Arriving,
): Promise<PullResult> {
  const { signal } = handle
  const resolved = params.reference.trim()
  handle.phase('hashing', sizeBytes)
  const { hex } = await hashFile(path, 'sha256', { signal, onProgress: (bytes) => handle.advance(bytes) })
  const digest = `sha256:${hex}`
  handle.phase('verifying', sizeBytes)
  const verification = await deps.signatures.verify(path, {
    signal,
    shownAs: target,
    image: { reference: resolved, digest },
    onProgress: (bytes) => handle.advance(bytes),
  })
  const admission = deps.admission.judge({ reference: resolved, verification, pullPolicy: params.policy })
  const name = basename(target)
  const arrived = { reference: resolved, digest, sizeBytes, verification, admission, name }
  if (admission.outcome !== 'kept' && admission.outcome !== 'labelled') {
    const quarantined = await quarantine(path, deps.home, name, handle.id)
    deps.signatures.renamed?.(path, quarantined)
    deps.admission.record({ ...arrived, path: quarantined })
    const { sentence, verdict } = verification
    throw failure('PULL_REFUSED', { sentence, verdict, quarantined, policy: admissionSentence(admission) })
  }
  signal.throwIfAborted()
  handle.phase('moving')
  await moveIntoPlace(path, target, { overwrite: params.force })
  deps.signatures.renamed?.(path, target)
  const imageId = await deps.images.enter(target, { reference: resolved, digest })
  deps.admission.record({ ...arrived, path: target })
  const { verdict, sentence } = verification
  return {
    ...{ path: target, digest, sizeBytes, resolved, verdict, sentence, bytesDownloaded, resumed: false, imageId },
    admission: { ...admission, sentence: admissionSentence(admission) },
  }
}
