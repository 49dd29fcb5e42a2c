/**
 * The calls of a remote build service, one function for each, and its records read leniently. "Not there" and
 * refusals are thrown with what the service said. Source: services reference, 4.1, 4.2 and 4.5.
 */
import { z } from 'zod'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { readBytes, readJson, serverMessage, unexpectedStatus } from '../../platform/http/answers.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../../platform/http/client.ts'
import { redirectTarget } from '../../platform/http/rules.ts'
import { serviceUrl } from '../../remotes/address.ts'

export interface BuildServiceAccess {
  /** Address of the build service, without a slash at the end. */
  readonly base: string
  readonly insecure: boolean
  readonly authorization: string | null
}

/** What is sent; members that are empty are left out on the wire. */
export interface Submission {
  readonly definition: string
  /** Empty: the service chooses a place that is only for fetching. */
  readonly libraryRef: string
  readonly libraryUrl: string
  readonly architecture: string
  /** `sha256.` and 64 hex digits, or empty. */
  readonly contextDigest: string
  readonly workingFolder: string
}

/** A build as the service tells of it. */
export interface ServiceBuild {
  readonly id: string
  readonly isComplete: boolean
  /** 0 for a build that failed. */
  readonly imageSizeBytes: number
  /** `sha256:` and 64 hex digits; null when it does not say. */
  readonly imageDigest: string | null
  readonly libraryRef: string
  readonly libraryUrl: string
}

const text = z.string().max(4096).catch('')
const recordSchema = z.object({
  data: z.object({
    id: z.string().min(1).max(200),
    isComplete: z.boolean().catch(false),
    imageSize: z.number().catch(0),
    imageChecksum: text,
    libraryRef: text,
    libraryURL: text,
  }),
})

export interface BuildApi {
  readonly access: BuildServiceAccess
  /** Host and port, for messages. */
  readonly host: string
  /**
   * Announces files.
   * @returns where they go; null when the service has them already
   * @throws AppFailure BUILD_CONTEXT_UNSUPPORTED, those of the network and of refusals
   */
  announceContext(
    context: { readonly sizeBytes: number; readonly digest: string },
    signal: AbortSignal,
  ): Promise<URL | null>
  /** @throws AppFailure BUILD_CONTEXT_REFUSED, those of the network */
  sendContext(place: URL, sizeBytes: number, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>
  deleteContext(digest: string, signal: AbortSignal): Promise<void>
  /** @throws AppFailure NOT_LOGGED_IN, BUILD_REMOTE_REFUSED, those of the network */
  submit(submission: Submission, signal: AbortSignal): Promise<ServiceBuild>
  status(id: string, signal: AbortSignal): Promise<ServiceBuild>
  cancel(id: string, signal: AbortSignal): Promise<void>
  /** The address of the live output. */
  streamUrl(id: string): string
}

const mostRecordBytes = 256 * 1024

export function createBuildApi(http: HttpClient, access: BuildServiceAccess): BuildApi {
  const host = new URL(access.base).host
  const ask = (path: string, request: Omit<HttpRequest, 'url'>): Promise<HttpResponse> =>
    http.request({
      url: serviceUrl(access.base, path),
      authorization: access.authorization,
      insecure: access.insecure,
      ...request,
    })
  const json = (value: unknown): Pick<HttpRequest, 'headers' | 'body'> => ({
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(value),
  })
  const record = async (response: HttpResponse): Promise<ServiceBuild> => {
    const parsed = recordSchema.safeParse(await readJson(response, mostRecordBytes))
    if (!parsed.success) throw failure('ANSWER_MALFORMED', { host })
    const { id, isComplete, imageSize, imageChecksum, libraryRef, libraryURL: libraryUrl } = parsed.data.data
    const digest = /^sha256[.:]([0-9a-f]{64})$/i.exec(imageChecksum)?.[1]?.toLowerCase()
    const imageSizeBytes = Number.isSafeInteger(imageSize) && imageSize > 0 ? imageSize : 0
    const imageDigest = digest === undefined ? null : `sha256:${digest}`
    return { id, isComplete, imageSizeBytes, imageDigest, libraryRef, libraryUrl }
  }

  return {
    access,
    host,
    async announceContext({ sizeBytes, digest }, signal) {
      const response = await ask('v1/build-context', { method: 'POST', ...json({ size: sizeBytes, digest }), signal })
      if ([404, 405, 501].includes(response.status)) {
        await response.discard()
        throw failure('BUILD_CONTEXT_UNSUPPORTED', { host })
      }
      if (!isGood(response)) throw await refusal(response, 'BUILD_CONTEXT_REFUSED')
      const location = response.header('location')
      await response.discard()
      if (location === null || location === '') return null
      return redirectTarget(new URL(serviceUrl(access.base, 'v1/build-context')), location, access.insecure)
    },
    async sendContext(place, sizeBytes, body, signal) {
      // The place is for this upload alone: it takes no second credential.
      const response = await http.request({
        url: place.href,
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(sizeBytes) },
        insecure: access.insecure,
        body,
        signal,
        // It has everything before it answers.
        timeoutMs: 10 * 60_000,
      })
      if (!isGood(response)) throw await refusal(response, 'BUILD_CONTEXT_REFUSED')
      await response.discard()
    },
    async deleteContext(digest, signal) {
      const response = await ask(`v1/build-context/${digest}`, { method: 'DELETE', signal })
      // Gone already is as good.
      if (!isGood(response) && response.status !== 404) return unexpectedStatus(response)
      await response.discard()
    },
    async submit({ definition, libraryRef, libraryUrl, architecture, contextDigest, workingFolder }, signal) {
      const response = await ask('v1/build', {
        method: 'POST',
        ...json({
          definitionRaw: Buffer.from(definition, 'utf8').toString('base64'),
          libraryRef,
          ...(libraryUrl === '' ? {} : { libraryURL: libraryUrl }),
          builderRequirements: { arch: architecture },
          ...(contextDigest === '' ? {} : { contextDigest }),
          ...(workingFolder === '' ? {} : { workingDir: workingFolder }),
        }),
        signal,
      })
      if (!isGood(response)) throw await refusal(response, 'BUILD_REMOTE_REFUSED')
      return record(response)
    },
    async status(id, signal) {
      const response = await ask(`v1/build/${encodeURIComponent(id)}`, {
        headers: { accept: 'application/json' },
        signal,
      })
      return isGood(response) ? record(response) : unexpectedStatus(response)
    },
    async cancel(id, signal) {
      const response = await ask(`v1/build/${encodeURIComponent(id)}/_cancel`, { method: 'PUT', body: '', signal })
      if (!isGood(response)) return unexpectedStatus(response)
      await response.discard()
    },
    streamUrl: (id) => serviceUrl(access.base, `v1/build-ws/${encodeURIComponent(id)}`),
  }
}

function isGood({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300
}

/** A refusal with what the service said about it; who is not let in gets the usual error for that. */
async function refusal(response: HttpResponse, code: 'BUILD_REMOTE_REFUSED' | 'BUILD_CONTEXT_REFUSED') {
  const { status, url } = response
  if (status === 401 || status === 429) return unexpectedStatus(response)
  const said = await readBytes(response, 16_384).then(
    (bytes) => serverMessage(new TextDecoder().decode(bytes)),
    () => null,
  )
  return failure(code, { host: url.host, reason: said ?? `status ${status}` })
}
