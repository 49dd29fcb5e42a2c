/**
 * Brings the bytes of an image to a hidden file beside its target and proves that they are the
 * announced ones: copied from an image that is here already, or fetched, or gone on with.
 */
import { constants, copyFile, type FileHandle, open, rm, stat } from 'node:fs/promises'
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import type { LocatedImage } from '../library/locate.ts'
import { toAppError } from '../platform/failures.ts'
import { hashFile } from '../platform/hashing/index.ts'
import type { HttpClient } from '../platform/http/client.ts'
import type { JobHandle } from '../platform/jobs.ts'
import { download } from './download.ts'
import type { PartialDownload, PartialStore } from './partial-store.ts'
import { PartPlan, partSizeFor } from './parts.ts'
import { type ByteSource, librarySource, registrySource } from './sources.ts'
import { checkSpace, type FreeBytes, partialPath, type Target } from './target.ts'

export interface FetchDeps {
  readonly http: HttpClient
  readonly partials: PartialStore
  readonly freeBytes: FreeBytes
  readonly partSizeBytes?: number
  readonly retryPausesMs?: readonly number[]
}

export interface FetchRequest {
  readonly image: LocatedImage
  readonly architecture: string
  readonly target: Target
  readonly connections: number
  /** Files on this computer that should have the same bytes. */
  readonly copies: readonly string[]
}

export interface Fetched {
  /** The hidden file, complete and on the disk. */
  readonly path: string
  readonly digest: string
  readonly sizeBytes: number
  readonly bytesDownloaded: number
  readonly resumed: boolean
}

const savedEveryMs = 500

/**
 * @throws AppFailure OUT_OF_SPACE, SIZE_DIFFERS, DIGEST_DIFFERS, FILE_NOT_ON_SERVER, CANCELLED, those of the network.
 *   What was fetched stays for another run when the failure may pass, and is removed otherwise
 */
export async function fetchImage(deps: FetchDeps, request: FetchRequest, handle: JobHandle): Promise<Fetched> {
  const { image, target } = request
  const path = partialPath(target, handle.id)
  const { digest, sizeBytes } = image.record
  const size = sizeBytes ?? (await announcedSize(deps, request, handle.signal))
  const copied = digest === null ? null : await copyFromHere(request.copies, path, digest, size, handle)
  if (copied) return copied
  try {
    return await fetchOrResume(deps, request, handle, path, size)
  } catch (error) {
    const failed = toAppError(error)
    const goesOn = failed.kind === 'offline' || ['pause', 'shutdown'].includes(handle.stopReason() ?? '')
    if (!goesOn) deps.partials.discard(handle.id)
    // The system says "no space" of a handle, not of a folder.
    throw failed.kind === 'outOfSpace' ? failure('OUT_OF_SPACE', { path: target.folder }) : error
  }
}

async function fetchOrResume(
  deps: FetchDeps,
  request: FetchRequest,
  handle: JobHandle,
  path: string,
  sizeBytes: number,
): Promise<Fetched> {
  const { digest } = request.image.record
  const earlier = await usablePartial(deps.partials, handle.id, path, digest, sizeBytes)
  const partSizeBytes = earlier?.partSizeBytes ?? partSizeFor(sizeBytes, deps.partSizeBytes)
  const plan = new PartPlan(sizeBytes, partSizeBytes, earlier?.received ?? [])
  const resumed = plan.receivedBytes > 0
  await checkSpace(request.target.folder, sizeBytes - plan.receivedBytes, deps.freeBytes)
  const partial = (): PartialDownload => ({ path, digest, sizeBytes, partSizeBytes, received: plan.received })
  // The row comes first: a file that nothing names would never be found again.
  deps.partials.save(handle.id, partial())
  const file = await open(path, resumed ? 'r+' : 'w+', 0o644)
  const saver = setInterval(() => deps.partials.save(handle.id, partial()), savedEveryMs)
  try {
    const got = await fetchBytes(deps, request, handle, file, plan)
    if (digest !== null && got.digest !== digest) {
      if (!resumed) throw failure('DIGEST_DIFFERS', { host: request.image.place.api.host })
      // A crash may have kept the record of a part and lost its bytes: once more from the beginning.
      plan.reset()
      const again = await fetchBytes(deps, request, handle, file, plan)
      if (again.digest !== digest) throw failure('DIGEST_DIFFERS', { host: request.image.place.api.host })
      const bytesDownloaded = got.bytesDownloaded + again.bytesDownloaded
      return { path, digest, sizeBytes, bytesDownloaded, resumed: false }
    }
    return { path, digest: got.digest, sizeBytes, bytesDownloaded: got.bytesDownloaded, resumed }
  } finally {
    clearInterval(saver)
    await file.sync().catch(() => undefined)
    await file.close()
    deps.partials.save(handle.id, partial())
  }
}

async function fetchBytes(
  deps: FetchDeps,
  request: FetchRequest,
  handle: JobHandle,
  file: FileHandle,
  plan: PartPlan,
): Promise<{ readonly digest: string; readonly bytesDownloaded: number }> {
  const { image, architecture, connections } = request
  const { signal } = handle
  const run = (source: ByteSource) => {
    handle.phase('downloading', plan.sizeBytes)
    handle.skip(plan.receivedBytes)
    return download({
      source,
      file,
      plan,
      connections,
      signal,
      onBytes: (bytes) => handle.advance(bytes),
      onRestart: () => handle.phase('downloading', plan.sizeBytes),
      ...(deps.retryPausesMs ? { retryPausesMs: deps.retryPausesMs } : {}),
    })
  }
  const { digest } = image.record
  const registry = digest === null ? null : await registrySource(deps.http, image, digest, signal)
  if (!registry) return run(librarySource(deps.http, image, architecture))
  try {
    return await run(registry)
  } catch (error) {
    const isElsewhere =
      error instanceof AppFailure && ['FILE_NOT_ON_SERVER', 'NOT_LOGGED_IN'].includes(error.error.code)
    if (!isElsewhere) throw error
    return run(librarySource(deps.http, image, architecture))
  }
}

/** What an earlier run of this job left, if it is of the same image and its file is there. */
async function usablePartial(
  partials: PartialStore,
  jobId: string,
  path: string,
  digest: string | null,
  sizeBytes: number,
): Promise<PartialDownload | null> {
  const partial = partials.get(jobId)
  if (!partial) return null
  const isSame =
    partial.path === path && partial.digest === digest && partial.sizeBytes === sizeBytes && digest !== null
  const isThere = isSame && (await stat(path).catch(() => null))?.isFile()
  if (isThere) return partial
  partials.discard(jobId)
  return null
}

/** Asks for one byte to learn a size that the record does not tell. */
async function announcedSize(deps: FetchDeps, request: FetchRequest, signal: AbortSignal): Promise<number> {
  const source = librarySource(deps.http, request.image, request.architecture)
  const response = await source.open({ start: 0, end: 0 }, signal)
  const total = /^bytes 0-0\/(\d+)$/.exec(response.header('content-range') ?? '')?.[1]
  const length = response.status === 206 ? total : response.header('content-length')
  await response.discard()
  if (length === undefined || length === null) throw failure('ANSWER_MALFORMED', { host: source.host })
  return Number(length)
}

/** Copies an image that is here already, checking that it still has the bytes it is remembered for. */
async function copyFromHere(
  copies: readonly string[],
  path: string,
  digest: string,
  sizeBytes: number,
  handle: JobHandle,
): Promise<Fetched | null> {
  for (const copy of copies) {
    try {
      if ((await stat(copy)).size !== sizeBytes) continue
      handle.phase('hashing', sizeBytes)
      await copyFile(copy, path, constants.COPYFILE_FICLONE)
      const { hex } = await hashFile(path, 'sha256', {
        signal: handle.signal,
        onProgress: (bytes) => handle.advance(bytes),
      })
      if (`sha256:${hex}` === digest) {
        const file = await open(path, 'r+')
        await file.sync().finally(() => file.close())
        return { path, digest, sizeBytes, bytesDownloaded: 0, resumed: false }
      }
    } catch (error) {
      if (handle.signal.aborted) {
        await rm(path, { force: true })
        throw error
      }
    }
    await rm(path, { force: true })
  }
  return null
}
