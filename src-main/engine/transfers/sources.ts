/**
 * Where the bytes of an image are: the registry behind a library, the library itself, or a storage
 * that it sends to for a while. A source asks for ranges; whether the answer is right is the
 * download's business. Tokens go to the origin they were given for only.
 */
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { LibraryApi } from '../library/api.ts'
import { unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../platform/http/client.ts'
import { isLoopback, redirectTarget, sameOrigin } from '../platform/http/rules.ts'
import { serviceUrl } from '../remotes/address.ts'

/** Inclusive, as in a `Range` header; null asks for everything from `start`. */
export interface ByteRange {
  readonly start: number
  readonly end: number | null
}

/** `transfer`: as in {@link HttpRequest}. */
export type OpenOptions = Pick<HttpRequest, 'transfer'>

export interface ByteSource {
  /** Host for messages. */
  readonly host: string
  /** @returns 200 or 206; other statuses are thrown */
  open(range: ByteRange | null, signal: AbortSignal, options?: OpenOptions): Promise<HttpResponse>
}

/** An image as its library is asked for it. */
export interface NamedImage {
  readonly place: { readonly api: LibraryApi }
  /** `path:tag` or `path:sha256.hex`. */
  readonly named: string
}

function rangeHeader(range: ByteRange | null): Record<string, string> {
  return range === null ? {} : { range: `bytes=${range.start}-${range.end ?? ''}` }
}

/** How often a storage address that has ended is replaced by a new one, for one request. */
const maximumRenewals = 3

/**
 * The library's own download: bytes at once, or an address at a storage that ends after some minutes
 * and is then asked for again.
 */
export function librarySource(http: HttpClient, image: NamedImage, architecture: string): ByteSource {
  const { api } = image.place
  const { access } = api
  const url = serviceUrl(access.base, `v1/imagefile/${image.named}`, { arch: architecture })
  let address: Promise<URL | null> | null = null

  const ask = (request: Partial<HttpRequest> & { readonly url: string }, signal: AbortSignal): Promise<HttpResponse> =>
    http.request({ insecure: access.insecure, signal, ...request })

  const open: ByteSource['open'] = async (range, signal, options = {}) => {
    for (let renewals = 0; ; renewals++) {
      const asked = address
      const storage = await asked
      if (storage === null) {
        const headers = rangeHeader(range)
        const response = await ask(
          { url, headers, authorization: access.authorization, redirects: 'stop', ...options },
          signal,
        )
        const location = response.header('location')
        if (response.status < 300 || response.status >= 400 || location === null) return expected(response, api.host)
        await response.discard()
        const target = redirectTarget(new URL(url), location, access.insecure)
        // Of several parts that asked at once, one address is enough.
        if (address === asked) address = Promise.resolve(target)
        continue
      }
      const authorization = sameOrigin(storage, new URL(access.base)) ? access.authorization : null
      const response = await ask({ url: storage.href, headers: rangeHeader(range), authorization, ...options }, signal)
      const hasEnded = response.status === 403 || response.status === 401 || response.status === 410
      if (!hasEnded || renewals >= maximumRenewals) return expected(response, storage.host)
      await response.discard()
      if (address === asked) address = null
    }
  }
  return { host: api.host, open }
}

/**
 * The registry behind a library, where the image lies under its digest.
 * @returns null when there is none that can be used
 */
export async function registrySource(
  http: HttpClient,
  image: NamedImage,
  digest: string,
  signal: AbortSignal,
): Promise<ByteSource | null> {
  const { api } = image.place
  const namespace = image.named.slice(0, image.named.lastIndexOf(':'))
  const redirect = await api.redirect(namespace, signal)
  const registry = redirect && URL.canParse(redirect.url) ? new URL(redirect.url) : null
  if (!redirect || !registry || !/^https?:$/.test(registry.protocol)) return null
  if (isLoopback(registry) && !isLoopback(new URL(api.access.base))) return null
  const url = serviceUrl(`${registry.origin}${registry.pathname}`, `v2/${redirect.name}/blobs/${digest}`)
  return {
    host: registry.host,
    async open(range, openSignal, options = {}) {
      const response = await http.request({
        url,
        headers: rangeHeader(range),
        authorization: redirect.token === '' ? null : `Bearer ${redirect.token}`,
        insecure: api.access.insecure,
        signal: openSignal,
        ...options,
      })
      return expected(response, registry.host)
    },
  }
}

async function expected(response: HttpResponse, host: string): Promise<HttpResponse> {
  if (response.status === 200 || response.status === 206) return response
  if (response.status !== 404) return unexpectedStatus(response)
  await response.discard()
  throw failure('FILE_NOT_ON_SERVER', { host })
}
