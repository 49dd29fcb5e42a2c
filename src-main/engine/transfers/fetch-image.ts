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
  readonly largeFromBytes?: number
  readonly retryPausesMs?: readonly number[]
}

/** A file that is about to come: what is known of it, and where its bytes are. */
export interface ArrivingFile {
  /** Of the source, for messages. */
  readonly host: string
  readonly digest: string | null
  readonly sizeBytes: number | null
  /** Places that have the bytes, the best first; one that turns out not to have them gives way to the next. */
  sources(signal: AbortSignal): AsyncIterable<ByteSource>
}

/** An image of a library: in the registry behind it where there is one, or in the library itself. */
export function libraryFile(http: HttpClient, image: LocatedImage, architecture: string): ArrivingFile {
  const { digest, sizeBytes } = image.record
  return {
    host: image.place.api.host,
    digest,
    sizeBytes,
    async *sources(signal) {
      const registry = digest === null ? null : await registrySource(http, image, digest, signal)
      if (registry !== null) yield registry
      yield librarySource(http, image, architecture)
    },
  }
}

export interface FetchFileRequest {
  readonly file: ArrivingFile
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
export async function fetchFile(deps: FetchDeps, request: FetchFileRequest, handle: JobHandle): Promise<Fetched> {
  const { file, target } = request
  const path = partialPath(target, handle.id)
  const { digest, sizeBytes } = file
  const size = sizeBytes ?? (await announcedSize(file, handle.signal))
  const copied = digest === null ? null : await copyFromHere(request.copies, path, digest, size, handle)
  if (copied) return copied
  try {
    return await fetchOrResume(deps, request, handle, path, size)
  } catch (error) {
    const failed = toAppError(error)
    // Without a digest nobody could say that what comes later belongs to what is here.
    const mayGoOn = failed.kind === 'offline' || ['pause', 'shutdown'].includes(handle.stopReason() ?? '')
    const goesOn = digest !== null && mayGoOn
    if (!goesOn) deps.partials.discard(handle.id)
    // The system says "no space" of a handle, not of a folder.
    throw failed.kind === 'outOfSpace' ? failure('OUT_OF_SPACE', { path: target.folder }) : error
  }
}

async function fetchOrResume(
  deps: FetchDeps,
  request: FetchFileRequest,
  handle: JobHandle,
  path: string,
  sizeBytes: number,
): Promise<Fetched> {
  const { digest, host } = request.file
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
    const got = await fetchBytes(deps, request, handle, { file, path }, plan)
    if (digest !== null && got.digest !== digest) {
      if (!resumed) throw failure('DIGEST_DIFFERS', { host })
      // A crash may have kept the record of a part and lost its bytes: once more from the beginning.
      plan.reset()
      const again = await fetchBytes(deps, request, handle, { file, path }, plan)
      if (again.digest !== digest) throw failure('DIGEST_DIFFERS', { host })
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
  request: FetchFileRequest,
  handle: JobHandle,
  target: { readonly file: FileHandle; readonly path: string },
  plan: PartPlan,
): Promise<{ readonly digest: string; readonly bytesDownloaded: number }> {
  const { file, connections } = request
  const { signal } = handle
  const run = (source: ByteSource) => {
    handle.phase('downloading', plan.sizeBytes)
    handle.skip(plan.receivedBytes)
    return download({
      source,
      ...target,
      plan,
      connections,
      signal,
      onBytes: (bytes) => handle.advance(bytes),
      onRestart: () => handle.phase('downloading', plan.sizeBytes),
      ...(deps.largeFromBytes === undefined ? {} : { largeFromBytes: deps.largeFromBytes }),
      ...(deps.retryPausesMs ? { retryPausesMs: deps.retryPausesMs } : {}),
    })
  }
  return firstThatHasIt(file, signal, run)
}

/** Asks one source after the other until one has the file. @throws what the last one threw */
async function firstThatHasIt<Value>(
  file: ArrivingFile,
  signal: AbortSignal,
  ask: (source: ByteSource) => Promise<Value>,
): Promise<Value> {
  let missing: unknown = failure('FILE_NOT_ON_SERVER', { host: file.host })
  for await (const source of file.sources(signal)) {
    try {
      return await ask(source)
    } catch (error) {
      const isElsewhere =
        error instanceof AppFailure && ['FILE_NOT_ON_SERVER', 'NOT_LOGGED_IN'].includes(error.error.code)
      if (!isElsewhere) throw error
      missing = error
    }
  }
  throw missing
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
async function announcedSize(file: ArrivingFile, signal: AbortSignal): Promise<number> {
  return firstThatHasIt(file, signal, async (source) => {
    const response = await source.open({ start: 0, end: 0 }, signal)
    const total = /^bytes 0-0\/(\d+)$/.exec(response.header('content-range') ?? '')?.[1]
    const length = response.status === 206 ? total : response.header('content-length')
    await response.discard()
    if (length === undefined || length === null) throw failure('ANSWER_MALFORMED', { host: source.host })
    return Number(length)
  })
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
