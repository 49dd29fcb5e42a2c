/**
 * The pull: from a reference to an image in the library. Fetched to a hidden file, proved to be the
 * announced bytes, checked as a SIF of the wanted architecture, its signatures verified, and only then
 * given its name and entered. A crash at any moment leaves the old state or the new one.
 */
import { chmod, rm } from 'node:fs/promises'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { PullParams, PullResult } from '../../../src-shared/contract/transfers.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { EnterFacts } from '../images/images.ts'
import type { LibraryService } from '../library/library.ts'
import type { OciService } from '../oci/oci.ts'
import { hashFile } from '../platform/hashing/index.ts'
import type { JobHandle } from '../platform/jobs.ts'
import { SifFile } from '../sif/read.ts'
import { moveIntoPlace } from '../sif/replace-file.ts'
import { type Arrival, type FileReferenceElsewhere, findArrival } from './arrival.ts'
import { type ArrivingFile, type FetchDeps, type Fetched, fetchFile } from './fetch-image.ts'
import { type LetInDeps, letIn } from './let-in.ts'
import { findTarget, type Target } from './target.ts'

export interface PullDeps extends FetchDeps, LetInDeps {
  readonly library: LibraryService
  readonly registries: Pick<OciService, 'sif'>
  settings(): Pick<Settings, 'imageFolder' | 'downloadConnections' | 'transfersAtOnce' | 'transferLimitBytesPerSecond'>
  readonly images: {
    enter(path: string, facts: EnterFacts): Promise<string>
    /** Images with this content that should be on this computer. */
    withDigest(digest: string): readonly { readonly path: string }[]
  }
  /** Files of the command lines' caches that are named after this content. */
  cachedWithDigest?(digest: string): Promise<readonly string[]>
}

/** @throws AppFailure whatever keeps the image from entering; see the functions it uses */
export async function pullImage(
  deps: PullDeps,
  reference: FileReferenceElsewhere,
  params: PullParams,
  handle: JobHandle,
): Promise<PullResult> {
  const { signal } = handle
  handle.phase('resolving')
  const arrival = await findArrival(deps, reference, params, signal)
  const { file, resolved } = arrival
  const target = await findTarget(params.output, deps.settings().imageFolder, arrival.fileName)

  const same = target.existingSizeBytes === null ? null : await alreadyThere(target, file, handle)
  if (same === null && target.existingSizeBytes !== null && !params.force)
    throw failure('FILE_EXISTS', { path: target.path })
  const copies = file.digest === null ? [] : await filesWithDigest(deps, file.digest)
  const { downloadConnections: connections } = deps.settings()
  const fetched = same ?? (await fetchFile(deps, { file, target, connections, copies }, handle))

  try {
    const architecture = await checkArchitecture(fetched.path, target.path, arrival.architecture)
    const arrived = {
      path: fetched.path,
      target: target.path,
      reference: resolved,
      digest: fetched.digest,
      sizeBytes: fetched.sizeBytes,
      isHereAlready: same !== null,
    }
    const { verification, admission, record } = await letIn(deps, arrived, params.policy, handle)
    if (same === null) {
      handle.phase('moving')
      await chmod(fetched.path, 0o755)
      await moveIntoPlace(fetched.path, target.path, { overwrite: params.force })
      deps.signatures.renamed?.(fetched.path, target.path)
      deps.partials.forget(handle.id)
    } else {
      // An engine that was killed between giving the name and taking the hidden one away left that behind.
      deps.partials.discard(handle.id)
    }
    const entered = await enter(deps, { arrival, architecture, target, fetched, verification })
    record()
    return { ...entered, admission }
  } catch (error) {
    if (same === null) await dropUnless(deps, handle, fetched.path)
    throw error
  }
}

/** What was fetched is complete, so a pause or a shut-down may keep it; any other end removes it. */
async function dropUnless(deps: PullDeps, handle: JobHandle, path: string): Promise<void> {
  if (['pause', 'shutdown'].includes(handle.stopReason() ?? '')) return
  deps.partials.discard(handle.id)
  await rm(path, { force: true })
}

/** Files on this computer that should have the wanted bytes: the user's own images first, then caches. */
async function filesWithDigest(deps: PullDeps, digest: string): Promise<readonly string[]> {
  const images = deps.images.withDigest(digest).map(({ path }) => path)
  return [...images, ...((await deps.cachedWithDigest?.(digest)) ?? [])]
}

interface Entering {
  readonly arrival: Arrival
  readonly architecture: string
  readonly target: Target
  readonly fetched: Fetched
  readonly verification: Verification
}

async function enter(deps: PullDeps, entering: Entering): Promise<Omit<PullResult, 'admission'>> {
  const { target, fetched, verification } = entering
  const { remote, resolved, isTagged } = entering.arrival
  const facts = { reference: resolved, digest: fetched.digest, ...(remote === null ? {} : { remote }) }
  const imageId = await deps.images.enter(target.path, facts)
  if (isTagged) {
    const key = { remote, reference: resolved, architecture: entering.architecture }
    deps.library.tagMemory.pulled(key, fetched.digest)
  }
  return {
    path: target.path,
    digest: fetched.digest,
    sizeBytes: fetched.sizeBytes,
    resolved,
    verdict: verification.verdict,
    sentence: verification.sentence,
    bytesDownloaded: fetched.bytesDownloaded,
    resumed: fetched.resumed,
    imageId,
  }
}

/** The file that is there already, if it has exactly the wanted bytes. */
async function alreadyThere(target: Target, file: ArrivingFile, handle: JobHandle): Promise<Fetched | null> {
  const { digest, sizeBytes } = file
  const size = target.existingSizeBytes
  if (digest === null || size === null || (sizeBytes !== null && sizeBytes !== size)) return null
  handle.phase('hashing', size)
  const { hex } = await hashFile(target.path, 'sha256', {
    signal: handle.signal,
    onProgress: (bytes) => handle.advance(bytes),
  })
  const same = { path: target.path, digest, sizeBytes: size, bytesDownloaded: 0, resumed: false }
  return `sha256:${hex}` === digest ? same : null
}

/**
 * The header must say what was announced.
 * @param wanted null: whatever it says
 * @returns the architecture of the image
 * @throws AppFailure ARCHITECTURE_DIFFERS, and also when it is no SIF at all
 */
export async function checkArchitecture(path: string, shownAs: string, wanted: string | null): Promise<string> {
  const sif = await SifFile.open(path, { shownAs })
  const found = sif.structure.header.architecture
  await sif.close()
  if (wanted !== null && found !== wanted && found !== 'unknown')
    throw failure('ARCHITECTURE_DIFFERS', { found, wanted })
  return found === 'unknown' ? (wanted ?? found) : found
}
