/**
 * The pull of an OCI image: converted to a hidden file beside its target while its layers come in, then
 * judged as every image that arrives, and only then given its name and entered. Nothing of the layers is
 * kept on the disk; a conversion that is stopped begins again.
 */
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { PullParams, PullResult } from '../../../src-shared/contract/transfers.ts'
import { pullFileName } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { convertOpened, type ImageReference, type OpenSource } from '../build/conversion.ts'
import { hashFile } from '../platform/hashing/index.ts'
import type { JobHandle } from '../platform/jobs.ts'
import { moveIntoPlace } from '../sif/replace-file.ts'
import { sweepFolder } from '../sif/sweep.ts'
import { letIn } from './let-in.ts'
import type { PullDeps } from './pull.ts'
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
      return await bringIn(deps, params, handle, {
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

interface Converted {
  readonly path: string
  readonly target: string
  readonly sizeBytes: number
  readonly bytesDownloaded: number
}

/** Lets a converted image in, gives it its name and enters it. */
async function bringIn(
  deps: PullOciDeps,
  params: PullParams,
  handle: JobHandle,
  { path, target, sizeBytes, bytesDownloaded }: Converted,
): Promise<PullResult> {
  const { signal } = handle
  const resolved = params.reference.trim()
  handle.phase('hashing', sizeBytes)
  const { hex } = await hashFile(path, 'sha256', { signal, onProgress: (bytes) => handle.advance(bytes) })
  const digest = `sha256:${hex}`
  const arrived = { path, target, reference: resolved, digest, sizeBytes, isHereAlready: false }
  const { verification, admission, record } = await letIn(deps, arrived, params.policy, handle)
  handle.phase('moving')
  await moveIntoPlace(path, target, { overwrite: params.force })
  deps.signatures.renamed?.(path, target)
  const imageId = await deps.images.enter(target, { reference: resolved, digest })
  record()
  const { verdict, sentence } = verification
  return {
    ...{ path: target, digest, sizeBytes, resolved, verdict, sentence, bytesDownloaded, resumed: false, imageId },
    admission,
  }
}
