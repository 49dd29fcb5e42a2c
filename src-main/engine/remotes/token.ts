/** Access tokens: what one looks like, and whether a server accepts it. A token never enters an error. */
import { failure } from '../../../src-shared/text/errors/index.ts'
import { unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { serviceUrl } from './address.ts'

/**
 * @returns the token without white space around it
 * @throws AppFailure TOKEN_MALFORMED
 */
export function readToken(text: string): string {
  const token = text.trim()
  if (!/^[\x21-\x7e]{8,8192}$/.test(token)) throw failure('TOKEN_MALFORMED')
  return token
}

/**
 * Asks the token service. A refused token is 404 at the reference server and 401 or 403 elsewhere.
 * @throws AppFailure TOKEN_NOT_ACCEPTED and the failures of the network
 */
export async function checkToken(
  http: HttpClient,
  tokenService: string,
  token: string,
  insecure: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const response = await http.request({
    url: serviceUrl(tokenService, 'v1/token-status'),
    authorization: `Bearer ${token}`,
    insecure,
    timeoutMs: 10_000,
    ...(signal ? { signal } : {}),
  })
  if (response.status === 200) return response.discard()
  if ([401, 403, 404].includes(response.status)) {
    await response.discard()
    throw failure('TOKEN_NOT_ACCEPTED', { host: response.url.host })
  }
  return unexpectedStatus(response)
}
