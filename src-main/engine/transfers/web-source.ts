/**
 * Images at plain web addresses, and those of the old Singularity Hub, which is a service that names one. Nobody
 * says a digest of them: parts are asked for only with a mark that ties them to the same file, else it is read as
 * one stream. No login is ever sent. Source: services reference, 1.5 and 1.6.
 */
import { z } from 'zod'
import type { ShubReference, WebReference } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readJson, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient, HttpResponse } from '../platform/http/client.ts'
import { isLoopback, redirectTarget } from '../platform/http/rules.ts'
import type { ArrivingFile } from './fetch-image.ts'
import type { ByteSource } from './sources.ts'

export interface WebFile {
  readonly file: ArrivingFile
  /** Last change as the server says it; ISO 8601, null where it does not. */
  readonly publishedAt: string | null
}

export interface WebOptions {
  /** Plain http is allowed. */
  readonly insecure: boolean
  readonly signal: AbortSignal
}

const manifest = z.object({ image: z.string().min(1).max(16_384) })

/** @throws AppFailure NOT_FOUND_ON_SERVER, those of the network */
export async function webFile(http: HttpClient, url: string, { insecure, signal }: WebOptions): Promise<WebFile> {
  const head = await http.request({ url, method: 'HEAD', insecure, signal })
  await head.discard()
  // Some servers know no such question; then the answer to the real one tells.
  const isTold = head.status === 200
  if (head.status === 404 || head.status === 410) throw failure('NOT_FOUND_ON_SERVER', { host: head.url.host })
  const mark = isTold ? markOf(head) : null
  const { host } = new URL(url)
  const source: ByteSource = {
    host,
    async open(range, openSignal) {
      const headers =
        range === null || mark === null ? {} : { range: `bytes=${range.start}-${range.end ?? ''}`, 'if-range': mark }
      const response = await http.request({ url, headers, insecure, signal: openSignal })
      if (response.status === 200 || response.status === 206) return response
      return unexpectedStatus(response)
    },
  }
  return {
    file: {
      host,
      digest: null,
      sizeBytes: isTold ? lengthOf(head) : null,
      async *sources() {
        yield source
      },
    },
    publishedAt: isTold ? changedAt(head) : null,
  }
}

export function webUrl({ transport, host, path }: WebReference): string {
  return `${transport}://${host}${path}`
}

/**
 * Asks a hub where an image is.
 * @returns its address, which may be of another server but never less protected than the hub
 * @throws AppFailure CONTAINER_NOT_FOUND, ANSWER_MALFORMED, REDIRECT_REFUSED, those of the network
 */
export async function hubImageUrl(
  http: HttpClient,
  { registry, user, container, tag, digest }: ShubReference,
  { insecure, signal }: WebOptions,
): Promise<string> {
  const isPlain = insecure || isLoopback(new URL(`https://${registry}`))
  const name = `${user}/${container}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
  const url = new URL(`${isPlain ? 'http' : 'https'}://${registry}/api/container/${name}`)
  const response = await http.request({ url: url.href, headers: { accept: 'application/json' }, insecure, signal })
  if (response.status === 404) {
    await response.discard()
    throw failure('CONTAINER_NOT_FOUND', { path: name, host: url.host })
  }
  if (response.status !== 200) return unexpectedStatus(response)
  const parsed = manifest.safeParse(await readJson(response))
  if (!parsed.success) throw failure('ANSWER_MALFORMED', { host: url.host })
  return redirectTarget(url, parsed.data.image, insecure).href
}

/** A strong mark of the file as it is now: a weak one would let two files be taken for one. */
function markOf(response: HttpResponse): string | null {
  const etag = response.header('etag')
  if (etag !== null && /^"[^"]*"$/.test(etag)) return etag
  const changed = response.header('last-modified')
  return changed !== null && !Number.isNaN(Date.parse(changed)) ? changed : null
}

/** What is sent packed has another length than the file. */
function lengthOf(response: HttpResponse): number | null {
  const length = response.header('content-length')
  const isPacked = (response.header('content-encoding') ?? 'identity') !== 'identity'
  return length !== null && /^\d{1,15}$/.test(length) && !isPacked ? Number(length) : null
}

function changedAt(response: HttpResponse): string | null {
  const changed = Date.parse(response.header('last-modified') ?? '')
  return Number.isNaN(changed) ? null : new Date(changed).toISOString()
}
