/**
 * The registry behind an OCI-backed library, as it is asked when something is changed: with the token that the
 * library gives out, and with a new one when that has ended. The token goes to that registry and nowhere else.
 * Source: services reference, 2.7 A and 2.8 A.
 */
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { RegistryConnection, RegistryRequest } from '../oci/connection.ts'
import { unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient, HttpResponse } from '../platform/http/client.ts'
import { isLoopback, sameOrigin } from '../platform/http/rules.ts'
import type { LibraryApi } from './api.ts'
import type { RedirectRecord } from './records.ts'

export interface RegistryBehind {
  readonly connection: Pick<RegistryConnection, 'host' | 'request'>
  /** What the container is called there. */
  readonly repository: string
}

/**
 * @param namespace `entity/collection/container`
 * @returns null where the library has no registry to push to; it is then asked in its own way
 */
export async function registryBehind(
  http: HttpClient,
  api: LibraryApi,
  namespace: string,
  signal: AbortSignal,
): Promise<RegistryBehind | null> {
  const redirect = await api.redirect(namespace, signal, 'pull,push')
  const base = redirect === null ? null : baseOf(redirect, api)
  if (redirect === null || base === null) return null
  let { token } = redirect

  const renew = async (): Promise<void> => {
    const again = await api.redirect(namespace, signal, 'pull,push')
    // Another registry now would get bytes that were begun for this one.
    if (again === null || baseOf(again, api)?.href !== base.href || again.name !== redirect.name)
      throw failure('NOT_LOGGED_IN', { host: api.host })
    token = again.token
  }

  const send = (request: RegistryRequest): Promise<HttpResponse> => {
    const url = new URL(request.path, base)
    const isElsewhere = !sameOrigin(url, base)
    if (isElsewhere && request.mayBeElsewhere !== true)
      throw failure('REDIRECT_REFUSED', { host: base.host, target: url.host, reason: 'it is another server' })
    return http.request({
      url: url.href,
      method: request.method ?? 'GET',
      insecure: api.access.insecure,
      authorization: isElsewhere || token === '' ? null : `Bearer ${token}`,
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    })
  }

  return {
    repository: redirect.name,
    connection: {
      host: base.host,
      async request(request) {
        const response = await send(request)
        if (response.status !== 401) return response.status === 403 ? unexpectedStatus(response) : response
        await response.discard()
        await renew()
        const { body } = request
        const isStream = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)
        // A stream is sent once; with the new token the upload is gone on with where it is.
        if (isStream) throw failure('PUSH_UPLOAD_LOST', { host: base.host }, { retry: { afterSeconds: 0 } })
        const again = await send(request)
        return again.status === 401 || again.status === 403 ? unexpectedStatus(again) : again
      },
    },
  }
}

/** With a slash at its end; null for what is no address, or leads to this computer from elsewhere. */
function baseOf({ url }: RedirectRecord, api: LibraryApi): URL | null {
  const base = URL.canParse(url) ? new URL(url.endsWith('/') ? url : `${url}/`) : null
  if (base === null || !/^https?:$/.test(base.protocol)) return null
  return isLoopback(base) && !isLoopback(new URL(api.access.base)) ? null : base
}
