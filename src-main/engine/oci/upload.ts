/**
 * Puts blobs and manifests into a registry. What is there already is not sent; an upload that was cut is asked
 * how much has arrived and gone on with. The registry compares the digest, so nothing incomplete gets a name.
 * Source: distribution specification 1.1, services reference 6.2.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { OciDescriptor } from '../../../src-shared/model/oci.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { toAppError } from '../platform/failures.ts'
import { unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpResponse } from '../platform/http/client.ts'
import type { RegistryConnection } from './connection.ts'

/** All that an upload needs of a registry. */
type Asked = Pick<RegistryConnection, 'host' | 'request'>

export interface BlobToSend {
  readonly descriptor: Pick<OciDescriptor, 'digest' | 'sizeBytes'>
  /** The bytes from a place on to the end. */
  open(from: number): AsyncIterable<Uint8Array>
}

export interface UploadOptions {
  readonly signal: AbortSignal
  /** So many bytes of the blob are on their way or there. May go back when an upload is gone on with. */
  onPosition?(bytes: number): void
  readonly retryPausesMs?: readonly number[]
}

const actions = 'pull,push'
const defaultRetryPausesMs: readonly number[] = [500, 2000, 6000]
/** A server may take its time to look through what has arrived. */
const answerTimeoutMs = 180_000

/** Whether a repository has a blob. */
export async function hasBlob(
  connection: Asked,
  repository: string,
  digest: string,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await connection.request({
    method: 'HEAD',
    path: `v2/${repository}/blobs/${digest}`,
    repository,
    actions,
    signal,
  })
  await response.discard()
  return response.status === 200
}

/**
 * @returns how many bytes were sent; 0 when the registry had the blob
 * @throws AppFailure REGISTRY_REFUSED_BLOB when the registry finds another digest, REGISTRY_LOGIN_NEEDED,
 *   REGISTRY_DENIED, PUSH_UPLOAD_LOST, those of the network
 */
export async function sendBlob(
  connection: Asked,
  repository: string,
  blob: BlobToSend,
  options: UploadOptions,
): Promise<number> {
  const { signal } = options
  if (await hasBlob(connection, repository, blob.descriptor.digest, signal)) return 0
  const upload = new Upload(connection, repository, blob, options)
  try {
    await upload.run()
  } catch (error) {
    await upload.cancel()
    throw error
  }
  return blob.descriptor.sizeBytes
}

class Upload {
  readonly #connection: Asked
  readonly #repository: string
  readonly #blob: BlobToSend
  readonly #options: UploadOptions
  /** Changes with every answer. */
  #location: string | null = null

  constructor(connection: Asked, repository: string, blob: BlobToSend, options: UploadOptions) {
    this.#connection = connection
    this.#repository = repository
    this.#blob = blob
    this.#options = options
  }

  async run(): Promise<void> {
    const pauses = this.#options.retryPausesMs ?? defaultRetryPausesMs
    let position = 0
    for (let tries = 0; ; tries++) {
      const before = position
      try {
        if (this.#location === null) await this.#begin()
        else position = await this.#arrived()
        await this.#send(position)
        return await this.#complete()
      } catch (error) {
        const { kind, code, retry } = toAppError(error)
        if (position > before) tries = 0
        const pause = pauses[tries]
        // A server that stumbles does not say for how long.
        const askedMs = code === 'SERVER_FAILED' ? 0 : (retry?.afterSeconds ?? 0) * 1000
        if (kind !== 'offline' || pause === undefined || askedMs > 60_000 || this.#options.signal.aborted) throw error
        await wait(Math.max(pause, Math.min(askedMs, 30_000)), undefined, { signal: this.#options.signal }).catch(
          () => {
            throw failure('CANCELLED')
          },
        )
      }
    }
  }

  /** Frees what has arrived; a server that forgot it already has nothing to free. */
  async cancel(): Promise<void> {
    if (this.#location === null) return
    const request = { method: 'DELETE', path: this.#location, mayBeElsewhere: true, timeoutMs: 5000 } as const
    await this.#connection.request({ ...request, repository: this.#repository, actions }).then(
      (response) => response.discard(),
      () => undefined,
    )
  }

  async #begin(): Promise<void> {
    const path = `v2/${this.#repository}/blobs/uploads/`
    const response = await this.#ask({ method: 'POST', path, headers: { 'content-length': '0' } })
    if (response.status !== 202) return unexpectedStatus(response)
    await this.#follow(response)
  }

  /** How much of the upload has arrived; begins anew when it was forgotten. */
  async #arrived(): Promise<number> {
    const response = await this.#ask({ method: 'GET', path: this.#location ?? '' })
    const last = /^(?:bytes=)?0-(\d+)$/.exec(response.header('range') ?? '')?.[1]
    if (response.status === 204 || response.status === 202) {
      await this.#follow(response, true)
      // An upload of which nothing has arrived says `0-0`, as does one of a single byte: then from the beginning.
      return last === undefined || last === '0' ? 0 : Math.min(Number(last) + 1, this.#blob.descriptor.sizeBytes)
    }
    await response.discard()
    this.#location = null
    await this.#begin()
    return 0
  }

  async #send(position: number): Promise<void> {
    const { sizeBytes } = this.#blob.descriptor
    this.#options.onPosition?.(position)
    if (position >= sizeBytes) return
    const response = await this.#ask({
      method: 'PATCH',
      path: this.#location ?? '',
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(sizeBytes - position),
        ...(position === 0 ? {} : { 'content-range': `${position}-${sizeBytes - 1}` }),
      },
      body: this.#counted(position),
    })
    if (response.status === 404) {
      await response.discard()
      this.#location = null
      throw failure('PUSH_UPLOAD_LOST', { host: this.#connection.host }, { retry: { afterSeconds: 0 } })
    }
    if (response.status !== 202) return unexpectedStatus(response)
    await this.#follow(response)
  }

  async #complete(): Promise<void> {
    const location = this.#location ?? ''
    const path = `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(this.#blob.descriptor.digest)}`
    const headers = { 'content-type': 'application/octet-stream', 'content-length': '0' }
    const response = await this.#ask({ method: 'PUT', path, headers })
    if (response.status === 201 || response.status === 204) {
      this.#location = null
      return response.discard()
    }
    if (response.status === 400) {
      await response.discard()
      throw failure('REGISTRY_REFUSED_BLOB', { host: this.#connection.host })
    }
    return unexpectedStatus(response)
  }

  #ask(request: {
    readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT'
    readonly path: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: AsyncIterable<Uint8Array>
  }): Promise<HttpResponse> {
    return this.#connection.request({
      ...request,
      repository: this.#repository,
      actions,
      signal: this.#options.signal,
      patient: false,
      mayBeElsewhere: true,
      timeoutMs: answerTimeoutMs,
      ...(request.body === undefined ? {} : { transfer: 'stream' }),
    })
  }

  async #follow(response: HttpResponse, isOptional = false): Promise<void> {
    await response.discard()
    const location = response.header('location')
    if (location !== null && URL.canParse(location, response.url.href)) {
      this.#location = new URL(location, response.url.href).href
    } else if (!isOptional) throw failure('ANSWER_MALFORMED', { host: this.#connection.host })
  }

  async *#counted(from: number): AsyncGenerator<Uint8Array> {
    let position = from
    for await (const chunk of this.#blob.open(from)) {
      yield chunk
      position += chunk.length
      this.#options.onPosition?.(position)
    }
  }
}

/**
 * Puts a manifest under a tag.
 * @returns its digest, which the registry confirms
 * @throws AppFailure as `sendBlob`; PUSH_NOT_FOUND_AFTERWARDS when the tag leads elsewhere afterwards
 */
export async function putManifest(
  connection: Asked,
  repository: string,
  tag: string,
  manifest: { readonly bytes: Uint8Array; readonly digest: string; readonly mediaType: string },
  signal: AbortSignal,
): Promise<void> {
  const path = `v2/${repository}/manifests/${tag}`
  const common = { path, repository, actions, signal }
  const put = await connection.request({
    ...common,
    method: 'PUT',
    headers: { 'content-type': manifest.mediaType },
    body: manifest.bytes,
  })
  if (put.status !== 201) return unexpectedStatus(put)
  await put.discard()
  const look = await connection.request({ ...common, method: 'HEAD', headers: { accept: manifest.mediaType } })
  await look.discard()
  const found = look.header('docker-content-digest')
  if (look.status !== 200 || (found !== null && found !== manifest.digest))
    throw failure('PUSH_NOT_FOUND_AFTERWARDS', { host: connection.host })
}
