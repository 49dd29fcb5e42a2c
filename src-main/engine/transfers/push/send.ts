/**
 * Sends the bytes of a file to where a library wants them: in one piece, in parts that can be gone on
 * with, or the old way. What is sent is hashed on its way, so that a file that changes meanwhile is
 * never completed. It knows nothing of records and tags.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import type { CompletedPart, PartsPlan, UploadApi, UploadOutcome } from '../../library/upload-api.ts'
import { unexpectedStatus } from '../../platform/http/answers.ts'
import type { HttpClient, HttpResponse } from '../../platform/http/client.ts'

/** The file as it was when it was hashed. */
export interface SentFile {
  readonly path: string
  readonly sizeBytes: number
  /** Lower-case hex. */
  readonly sha256: string
  readonly md5: string
}

/** An upload in parts that was begun, kept so that another run can go on with it. */
export interface BegunParts {
  readonly plan: PartsPlan
  /** In the order of their numbers; each was accepted by the storage. */
  readonly completed: readonly CompletedPart[]
}

export interface SendDeps {
  readonly http: HttpClient
  readonly api: UploadApi
  readonly insecure: boolean
  readonly signal: AbortSignal
  /** Bytes that were sent for the first time; a repeated part is told with `onRepeat` before. */
  onBytes(bytes: number): void
  /** So many bytes that were told have to be sent again. */
  onRepeat(bytes: number): void
  /** An upload in parts has come so far. */
  onBegun(begun: BegunParts): void
  readonly retryPausesMs?: readonly number[]
  /** Larger files are sent in parts. The reference client's own limit when left out. */
  readonly singleLimitBytes?: number
}

/** What reference clients send in one piece at most. Source: services reference, 2.8. */
const defaultSingleLimitBytes = 64 * 1024 * 1024
const defaultPausesMs = [1000, 3000, 10_000] as const
const longestWaitSeconds = 60

/**
 * @param earlier parts of this very file that an earlier run has sent
 * @returns what the server said, null when it says nothing
 * @throws AppFailure FILE_CHANGED_UNDERNEATH, and what servers and the network answer after some tries
 */
export async function sendFile(
  deps: SendDeps,
  imageId: string,
  file: SentFile,
  earlier: BegunParts | null,
): Promise<UploadOutcome | null> {
  const limit = deps.singleLimitBytes ?? defaultSingleLimitBytes
  if (earlier !== null || file.sizeBytes > limit) {
    const outcome = await sendInParts(deps, imageId, file, earlier)
    if (outcome !== null) return outcome
  }
  const { api, signal } = deps
  const start = { filesize: file.sizeBytes, sha256sum: file.sha256, md5sum: file.md5 }
  const first = await api.startUpload(imageId, start, signal)
  if (first === null) {
    await retried(deps, async () => {
      await withHash(deps, file, { start: 0, end: file.sizeBytes }, file.sha256, (body) =>
        api.uploadLegacy(imageId, file.sizeBytes, body, signal),
      )
    })
    return null
  }
  let address: string | null = first
  await retried(deps, async () => {
    address ??= await api.startUpload(imageId, start, signal)
    if (address === null) throw failure('NOT_FOUND_ON_SERVER', { host: api.host })
    const target = address
    // An address holds for one try: most end after a few minutes.
    address = null
    await put(deps, target, file, { start: 0, end: file.sizeBytes }, file.sha256)
  })
  return api.completeUpload(imageId, signal)
}

/** @returns null when the server takes no parts */
async function sendInParts(
  deps: SendDeps,
  imageId: string,
  file: SentFile,
  earlier: BegunParts | null,
): Promise<UploadOutcome | null> {
  const { api, signal } = deps
  const plan = earlier?.plan ?? (await api.startParts(imageId, file.sizeBytes, signal))
  if (plan === null) return null
  const completed: CompletedPart[] = [...(earlier?.completed ?? [])]
  try {
    for (let number = completed.length + 1; number <= plan.totalParts; number++) {
      const range = {
        start: (number - 1) * plan.partSizeBytes,
        end: number === plan.totalParts ? file.sizeBytes : number * plan.partSizeBytes,
      }
      if (range.end <= range.start || range.end > file.sizeBytes) throw failure('ANSWER_MALFORMED', { host: api.host })
      const sha256 = plan.wantsDigests ? await hashOfRange(file.path, range) : ''
      const token = await retried(deps, async () => {
        const part = {
          partSize: range.end - range.start,
          uploadID: plan.uploadId,
          partNumber: number,
          sha256sum: sha256,
        }
        const address = await api.startPart(imageId, part, signal)
        if (address === null) throw failure('PUSH_UPLOAD_FORGOTTEN', { host: api.host })
        const response = await put(deps, address, file, range, sha256 === '' ? null : sha256)
        return response.header('etag') ?? ''
      })
      completed.push({ partNumber: number, token })
      deps.onBegun({ plan, completed: [...completed] })
    }
    return await api.completeParts(imageId, plan.uploadId, completed, signal)
  } catch (error) {
    const isForgotten = error instanceof AppFailure && error.error.code === 'PUSH_UPLOAD_FORGOTTEN'
    if (!isForgotten || earlier === null) throw error
    // The server did not wait for us: from the beginning.
    deps.onRepeat(completed.length * plan.partSizeBytes)
    return sendInParts(deps, imageId, file, null)
  }
}

interface Range {
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** @param sha256 of the range, when known; the storage is told where its address asks for it */
async function put(
  deps: SendDeps,
  address: string,
  file: SentFile,
  range: Range,
  sha256: string | null,
): Promise<HttpResponse> {
  const url = new URL(address)
  const signed = (url.searchParams.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';')
  const wantsDigest = sha256 !== null && signed.includes('x-amz-content-sha256')
  return withHash(deps, file, range, sha256, async (body) => {
    const response = await deps.http.request({
      url: url.href,
      method: 'PUT',
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(range.end - range.start),
        ...(wantsDigest ? { 'x-amz-content-sha256': sha256 } : {}),
      },
      insecure: deps.insecure,
      timeoutMs: 120_000,
      transfer: 'stream',
      body,
      signal: deps.signal,
    })
    if (response.status !== 200) return unexpectedStatus(response)
    await response.discard()
    return response
  })
}

/** Gives a range as a stream that is counted and hashed; a try that fails takes its count back. */
async function withHash<Value>(
  deps: SendDeps,
  file: SentFile,
  range: Range,
  sha256: string | null,
  send: (body: AsyncIterable<Uint8Array>) => Promise<Value>,
): Promise<Value> {
  const hash = createHash('sha256')
  let told = 0
  async function* body(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(file.path, {
      start: range.start,
      end: range.end - 1,
      highWaterMark: 1 << 18,
    })) {
      const bytes: Uint8Array = chunk
      hash.update(bytes)
      told += bytes.length
      deps.onBytes(bytes.length)
      yield bytes
    }
    if (told !== range.end - range.start) throw failure('FILE_CHANGED_UNDERNEATH', { path: file.path })
  }
  try {
    const value = await send(body())
    if (sha256 !== null && hash.digest('hex') !== sha256) throw failure('FILE_CHANGED_UNDERNEATH', { path: file.path })
    return value
  } catch (error) {
    deps.onRepeat(told)
    throw error
  }
}

async function hashOfRange(path: string, range: Range): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { start: range.start, end: range.end - 1, highWaterMark: 1 << 18 }))
    hash.update(chunk)
  return hash.digest('hex')
}

/** Tries again what a network or a busy server broke; waits as long as the server asks for, within reason. */
async function retried<Value>(deps: SendDeps, work: () => Promise<Value>): Promise<Value> {
  const pauses = deps.retryPausesMs ?? defaultPausesMs
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      const pause = pauses[tries]
      if (pause === undefined || deps.signal.aborted || !isPassing(error)) throw error
      const asked = error.error.retry?.afterSeconds ?? 0
      if (asked > longestWaitSeconds) throw error
      await wait(Math.max(pause, asked > 10 ? asked * 1000 : 0), undefined, { signal: deps.signal }).catch(() => {
        throw failure('CANCELLED')
      })
    }
  }
}

/** Addresses that have ended answer 403; the next try gets a new one. */
function isPassing(error: unknown): error is AppFailure {
  if (!(error instanceof AppFailure)) return false
  return error.error.kind === 'offline' || error.error.code === 'SERVER_FORBIDS'
}
