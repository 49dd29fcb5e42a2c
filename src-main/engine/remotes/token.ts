/**
 * Access tokens: what one looks like, when it ends, and whether a server accepts it. A token never
 * enters an error.
 */
import { z } from 'zod'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readJson, unexpectedStatus } from '../platform/http/answers.ts'
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

const claimsSchema = z.object({ exp: z.number().min(0).max(1e11) })

/**
 * When a token says that it ends. Tokens of these services are JSON Web Tokens (RFC 7519, 4.1.4) or
 * texts that say nothing. What it says is a hint for its holder: the server decides.
 * @returns an ISO date, or null
 */
export function tokenEnd(token: string): string | null {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return null
  try {
    const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    return claims.success ? new Date(claims.data.exp * 1000).toISOString() : null
  } catch {
    return null
  }
}

const userSchema = z.object({ username: z.string().min(1).max(200) })

/**
 * Whose token it is. Source: services reference, 2.9; some servers have no such call.
 * @returns the name of the account, or null where the library does not say
 */
export async function accountName(
  http: HttpClient,
  library: string,
  token: string,
  insecure: boolean,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  try {
    const response = await http.request({
      url: serviceUrl(library, 'v1/rbac/users/current'),
      authorization: `Bearer ${token}`,
      insecure,
      timeoutMs: 5000,
      repeats: 0,
      ...(signal ? { signal } : {}),
    })
    if (response.status !== 200) {
      await response.discard()
      return null
    }
    const user = userSchema.safeParse(await readJson(response, 64 * 1024))
    return user.success ? user.data.username : null
  } catch (error) {
    if (signal?.aborted) throw error
    return null
  }
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
