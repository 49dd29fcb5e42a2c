/**
 * Fetches a file in parallel ranges into an open handle, hashing as it goes. It believes a server
 * nothing: a part must be 206 with the very range that was asked for, a server that ignores ranges is
 * read as one stream, more bytes than announced end the download. Cut connections are gone on with
 * where they ended.
 */
import type { FileHandle } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { type AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { toAppError } from '../platform/failures.ts'
import type { HttpResponse } from '../platform/http/client.ts'
import { type ArrivalHash, arrivalHash } from './ordered-hash.ts'
import { PartWriter } from './part-writer.ts'
import type { PartPlan } from './parts.ts'
import type { ByteSource, OpenOptions } from './sources.ts'

export interface DownloadOptions {
  readonly source: ByteSource
  readonly file: FileHandle
  /** Of that handle's file. */
  readonly path: string
  readonly plan: PartPlan
  /** Ranged requests at once. */
  readonly connections: number
  readonly signal: AbortSignal
  /** Bytes that arrived over the network just now. */
  onBytes(bytes: number): void
  /** Everything begins again: `onBytes` so far does not count. */
  onRestart(): void
  /** Files of this size and more are received and hashed by threads of their own. */
  readonly largeFromBytes?: number
  /** Pauses between attempts, in milliseconds; as many attempts as there are pauses follow the first. */
  readonly retryPausesMs?: readonly number[]
}

export interface Downloaded {
  readonly digest: string
  readonly bytesDownloaded: number
}

/** Below, threads cost more than they save. */
const defaultLargeFromBytes = 8 * 1024 * 1024
const defaultRetryPausesMs: readonly number[] = [250, 1000, 3000, 6000]

/** The server answered a range with everything: it has to be read as one stream. */
class RangeIgnored extends Error {}

/**
 * @returns the digest of the whole file, which the caller compares
 * @throws AppFailure SIZE_DIFFERS, FILE_NOT_ON_SERVER, those of the network, CANCELLED; system errors of writing
 */
export async function download(options: DownloadOptions): Promise<Downloaded> {
  const run = new Run(options)
  try {
    try {
      await run.ranges()
    } catch (error) {
      if (!(error instanceof RangeIgnored)) throw error
      await run.stream()
    }
    return await run.finish()
  } finally {
    run.close()
  }
}

class Run {
  readonly #options: DownloadOptions
  readonly #hash: ArrivalHash
  readonly #opening: OpenOptions
  readonly #pauses: readonly number[]
  #bytesDownloaded = 0

  constructor(options: DownloadOptions) {
    this.#options = options
    const isLarge = options.plan.sizeBytes >= (options.largeFromBytes ?? defaultLargeFromBytes)
    this.#opening = { transfer: isLarge ? 'file' : 'stream' }
    this.#hash = arrivalHash(options.file, options.path, isLarge)
    this.#pauses = options.retryPausesMs ?? defaultRetryPausesMs
  }

  /** All parts, a few at a time; the first failure stops the others. */
  async ranges(): Promise<void> {
    const { plan, connections, signal: outer } = this.#options
    const stop = new AbortController()
    const signal = AbortSignal.any([outer, stop.signal])
    const waiting = Array.from({ length: plan.count }, (_, index) => index).filter((index) => !plan.isComplete(index))
    let failed: { readonly error: unknown } | null = null
    const worker = async (): Promise<void> => {
      for (let index = waiting.shift(); index !== undefined && failed === null; index = waiting.shift()) {
        try {
          await this.#part(index, signal)
          await this.#hash.catchUp(plan.frontier(this.#hash.position), signal)
        } catch (error) {
          failed ??= { error }
          stop.abort()
        }
      }
    }
    // The first part alone shows whether the server takes ranges at all, before others waste its bytes.
    const [first] = waiting
    if (first !== undefined && plan.count > 1) {
      waiting.shift()
      const probe = { tested: false }
      const rest: Promise<void>[] = []
      await this.#part(first, signal, () => {
        if (probe.tested) return
        probe.tested = true
        for (let count = 1; count < connections; count++) rest.push(worker())
      }).catch((error: unknown) => {
        failed ??= { error }
        stop.abort()
      })
      await Promise.all([...rest, worker()])
    } else await worker()
    if (failed !== null) throw (failed as { readonly error: unknown }).error
  }

  /** Everything from the beginning, in one stream; gone on with by range where the server allows that. */
  async stream(): Promise<void> {
    const { plan, source, signal } = this.#options
    let position = 0
    let furthest = 0
    this.#restart()
    const progress = () => furthest
    await this.#patiently(signal, progress, async () => {
      let response = await source.open(position === 0 ? null : { start: position, end: null }, signal, this.#opening)
      if (position > 0 && !isRange(response, position, plan.sizeBytes - 1, plan.sizeBytes)) {
        if (response.status === 206) {
          await response.discard()
          response = await source.open(null, signal, this.#opening)
        }
        position = 0
        this.#restart()
      }
      await this.#take(response, position, plan.sizeBytes, (at, lengthBytes, bytes) => {
        this.#hash.offer(at, lengthBytes, bytes)
        position = at + lengthBytes
        furthest = Math.max(furthest, position)
      })
      if (position < plan.sizeBytes) throw this.#ended(response)
    })
  }

  async finish(): Promise<Downloaded> {
    const { plan, signal, source } = this.#options
    await this.#hash.catchUp(plan.sizeBytes, signal)
    if (this.#hash.position !== plan.sizeBytes) throw failure('SIZE_DIFFERS', { host: source.host })
    return { digest: await this.#hash.digest(), bytesDownloaded: this.#bytesDownloaded }
  }

  /** One part, gone on with after cuts. @param onRange called when the server has shown that it takes ranges */
  async #part(index: number, signal: AbortSignal, onRange?: () => void): Promise<void> {
    const { plan, source } = this.#options
    const { end } = plan.part(index)
    const progress = () => plan.position(index)
    await this.#patiently(signal, progress, async () => {
      const start = plan.position(index)
      if (start >= end) return
      const response = await source.open({ start, end: end - 1 }, signal, this.#opening)
      if (!isRange(response, start, end - 1, plan.sizeBytes)) {
        await response.discard()
        throw new RangeIgnored()
      }
      onRange?.()
      await this.#take(response, start, end, (at, lengthBytes, bytes) => {
        plan.add(index, lengthBytes)
        this.#hash.offer(at, lengthBytes, bytes)
      })
      if (plan.position(index) < end) throw this.#ended(response)
    })
  }

  /** A body that ends early and says so is wrong for good; one that was cut is tried again. */
  #ended(response: HttpResponse): AppFailure {
    const announced = response.header('content-length')
    const host = this.#options.source.host
    return announced === null ? failure('CONNECTION_CUT', { host }) : failure('SIZE_DIFFERS', { host })
  }

  /** Repeats what failed for reasons that pass: an attempt that got further than any before starts the count again. */
  async #patiently(signal: AbortSignal, progress: () => number, attempt: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries++) {
      const before = progress()
      try {
        return await attempt()
      } catch (error) {
        if (error instanceof RangeIgnored || signal.aborted) throw error
        const failed = toAppError(error)
        if (failed.kind !== 'offline') throw error
        if (progress() > before) tries = 0
        const pause = this.#pauses[tries]
        if (pause === undefined) throw error
        const asked = (failed.retry?.afterSeconds ?? 0) * 1000
        // Longer than a server that recovers: better a failure that says so than a job that seems to hang.
        if (asked > 60_000) throw error
        await wait(Math.max(pause, failed.code === 'SERVER_FAILED' ? 0 : asked), undefined, { signal }).catch(() => {
          throw failure('CANCELLED')
        })
      }
    }
  }

  /** Writes a body to its place; what arrived before a cut is kept. @throws AppFailure SIZE_DIFFERS when there is more than `end` allows */
  async #take(
    response: HttpResponse,
    start: number,
    end: number,
    onWritten: (position: number, lengthBytes: number, bytes?: Uint8Array) => void,
  ): Promise<void> {
    const { file, source, onBytes } = this.#options
    const arrived = (position: number, lengthBytes: number, bytes?: Uint8Array): void => {
      onWritten(position, lengthBytes, bytes)
      this.#bytesDownloaded += lengthBytes
      onBytes(lengthBytes)
    }
    if (response.saveTo !== undefined) {
      if (Number(response.header('content-length')) > end - start) {
        await response.discard()
        throw failure('SIZE_DIFFERS', { host: source.host })
      }
      let position = start
      return response.saveTo({ descriptor: file.fd, position }, (bytes) => {
        arrived(position, bytes)
        position += bytes
      })
    }
    const writer = new PartWriter(file, start, (chunk, position) => arrived(position, chunk.length, chunk))
    let received = start
    try {
      for await (const chunk of response.body) {
        received += chunk.length
        if (received > end) throw failure('SIZE_DIFFERS', { host: source.host })
        await writer.add(chunk)
      }
    } finally {
      await writer.flush()
    }
  }

  /** Gives back what hashing took; to be called whatever happened. */
  close(): void {
    this.#hash.close()
  }

  #restart(): void {
    this.#options.plan.reset()
    this.#hash.restart()
    this.#options.onRestart()
  }
}

/** Whether an answer is the very range that was asked for. */
function isRange(response: HttpResponse, start: number, end: number, sizeBytes: number): boolean {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.header('content-range') ?? '')
  if (response.status !== 206 || !match) return false
  const [, from, to, total] = match
  return Number(from) === start && Number(to) === end && (total === '*' || Number(total) === sizeBytes)
}
