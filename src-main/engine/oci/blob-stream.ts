/**
 * The bytes of one blob as a stream that can be trusted: gone on with after cuts, no byte more than announced,
 * and the last piece held back until the digest of everything was right. Who reads to the end has the content
 * that was named; who gets an error has at most a beginning of something else.
 */
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { OciDescriptor } from '../../../src-shared/model/oci.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { toAppError } from '../platform/failures.ts'
import type { HttpRequest, HttpResponse } from '../platform/http/client.ts'
import { algorithmOf } from './documents.ts'
import type { BlobRange } from './registry.ts'

export interface BlobSource {
  /** For messages. */
  readonly host: string
  /** 200 or 206, or throws. */
  open(
    range: BlobRange | null,
    signal: AbortSignal | undefined,
    options?: Pick<HttpRequest, 'transfer'>,
  ): Promise<HttpResponse>
}

export interface BlobOptions {
  /** How much of the blob is here already. Then the digest is the caller's to check: it has the bytes before. */
  readonly from?: number
  readonly signal?: AbortSignal | undefined
  /** Pauses between attempts, in milliseconds; progress starts the count again. */
  readonly retryPausesMs?: readonly number[]
}

const defaultRetryPausesMs: readonly number[] = [250, 1000, 3000, 6000]

/** @throws AppFailure SIZE_DIFFERS, DIGEST_DIFFERS, FILE_NOT_ON_SERVER, CANCELLED, those of the network */
export async function* blobStream(
  source: BlobSource,
  descriptor: Pick<OciDescriptor, 'digest' | 'sizeBytes'>,
  options: BlobOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { signal, from = 0 } = options
  const { sizeBytes, digest } = descriptor
  const pauses = options.retryPausesMs ?? defaultRetryPausesMs
  const hash = from === 0 ? createHash(algorithmOf(digest)) : null
  let position = from
  let last: Uint8Array | null = null

  for (let tries = 0; position < sizeBytes; tries++) {
    const before = position
    try {
      const response = await source.open(position === 0 ? null : { start: position, end: null }, signal, {
        transfer: 'stream',
      })
      let skip = bytesToSkip(response, position, sizeBytes, source.host)
      for await (const chunk of response.body) {
        // A server that ignores ranges sends again what is here already.
        const fresh = chunk.subarray(Math.min(skip, chunk.length))
        skip -= chunk.length - fresh.length
        if (fresh.length === 0) continue
        if (position + fresh.length > sizeBytes) throw failure('SIZE_DIFFERS', { host: source.host })
        hash?.update(fresh)
        position += fresh.length
        if (last !== null) yield last
        last = fresh
      }
      if (position < sizeBytes) throw ended(response, source.host)
    } catch (error) {
      if (position > before) tries = 0
      const pause = pauses[tries]
      const failed = toAppError(error)
      const askedMs = (failed.retry?.afterSeconds ?? 0) * 1000
      if (failed.kind !== 'offline' || pause === undefined || askedMs > 60_000 || signal?.aborted) throw error
      const pauseMs = Math.max(pause, failed.code === 'TOO_MANY_REQUESTS' ? askedMs : 0)
      await wait(pauseMs, undefined, signal ? { signal } : {}).catch(() => {
        throw failure('CANCELLED')
      })
    }
  }
  if (hash !== null && `${algorithmOf(digest)}:${hash.digest('hex')}` !== digest)
    throw failure('DIGEST_DIFFERS', { host: source.host })
  if (last !== null) yield last
}

/** @returns how many bytes of the answer are here already. @throws AppFailure SIZE_DIFFERS for a range that was not asked for */
function bytesToSkip(response: HttpResponse, position: number, sizeBytes: number, host: string): number {
  if (response.status === 200) return position
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.header('content-range') ?? '')
  const isRight =
    match !== null && Number(match[1]) === position && (match[3] === '*' || Number(match[3]) === sizeBytes)
  if (!isRight) throw failure('SIZE_DIFFERS', { host })
  return 0
}

/** A body that is short although it was announced short is wrong for good; one that was cut is tried again. */
function ended(response: HttpResponse, host: string) {
  return failure(response.header('content-length') === null ? 'CONNECTION_CUT' : 'SIZE_DIFFERS', { host })
}

/** Reads a small blob whole. @throws AppFailure as `blobStream`, and ANSWER_TOO_LARGE before anything is asked */
export async function readBlob(
  source: BlobSource,
  descriptor: Pick<OciDescriptor, 'digest' | 'sizeBytes'>,
  maximumBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (descriptor.sizeBytes > maximumBytes) throw failure('ANSWER_TOO_LARGE', { host: source.host })
  const chunks: Uint8Array[] = []
  for await (const chunk of blobStream(source, descriptor, { signal })) chunks.push(chunk)
  return Buffer.concat(chunks)
}
