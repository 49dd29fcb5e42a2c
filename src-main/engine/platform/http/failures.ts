/**
 * Turns what the HTTP library and the system throw, and statuses, into errors with a code. Only
 * host names and short codes go in: URLs may carry signatures, messages may carry headers.
 */
import { type AppFailure, AppFailure as Failure, failure } from '../../../../src-shared/text/errors/index.ts'

const unknownAuthority = 'its certificate comes from an authority that this computer does not know'
const selfMade = 'it made its certificate itself'

const tlsReasons: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not in force yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', selfMade],
  ['SELF_SIGNED_CERT_IN_CHAIN', unknownAuthority],
  ['UNABLE_TO_GET_ISSUER_CERT', unknownAuthority],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', unknownAuthority],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', unknownAuthority],
  ['CERT_REVOKED', 'its certificate was revoked'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate belongs to another name'],
  ['HOSTNAME_MISMATCH', 'its certificate belongs to another name'],
])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** The innermost code: libraries wrap the cause that says something. */
function deepestCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return (cause === undefined ? '' : deepestCode(cause)) || codeOf(error)
}

/** Whether a server failed to prove itself for want of an authority that this computer knows. */
export function isUnknownAuthority(error: unknown): boolean {
  const reason = tlsReasons.get(deepestCode(error))
  return reason === unknownAuthority || reason === selfMade
}

/**
 * @param error thrown while asking or while reading the answer
 * @param host shown; host and port
 * @param signal the caller's: when it aborted, the failure is CANCELLED
 */
export function networkFailure(
  error: unknown,
  host: string,
  signal: AbortSignal | undefined,
  reading: boolean,
  proxy: URL | null = null,
): AppFailure {
  if (error instanceof Failure) return error
  if (signal?.aborted) return failure('CANCELLED')
  const code = deepestCode(error)
  const throughProxy = proxy === null ? null : proxyFailure(error, code, host, proxy)
  if (throughProxy !== null) return throughProxy
  const extra = { detail: code || (error instanceof Error ? error.name : 'unknown') }
  const reason =
    tlsReasons.get(code) ?? (/^(?:CERT_|ERR_TLS_|ERR_SSL_|EPROTO|UND_ERR_PRX_TLS)/.test(code) ? code : null)
  if (reason !== null) return failure('TLS_FAILED', { host, reason }, extra)
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return failure('TIMED_OUT', { host }, { ...extra, retry: { afterSeconds: 0 } })
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code.startsWith('HPE_'))
    return failure('ANSWER_MALFORMED', { host }, extra)
  return failure(reading ? 'CONNECTION_CUT' : 'OFFLINE', { host }, { ...extra, retry: { afterSeconds: 0 } })
}

/** What a proxy has to do with a failure; null when the failure is the server's own. */
function proxyFailure(error: unknown, code: string, host: string, proxy: URL): AppFailure | null {
  const said = error instanceof Error ? error.message : ''
  // The library tells the proxy's answer in its message alone.
  const status =
    /Proxy response \((\d{3})\)/.exec(said)?.[1] ?? /Proxy Authentication Required \((407)\)/.exec(said)?.[1]
  if (status === '407') return failure('PROXY_NEEDS_LOGIN', { proxy: proxy.host })
  if (status !== undefined) return failure('PROXY_REFUSED', { proxy: proxy.host, host, status: Number(status) })
  const isUnreached = /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)/.test(code)
  return isUnreached || code === 'UND_ERR_PRX_CONN'
    ? failure('PROXY_UNREACHABLE', { proxy: proxy.host }, { detail: code, retry: { afterSeconds: 0 } })
    : null
}

/**
 * The error for a status that the caller does not expect.
 * @param said what the server wrote for people, already shortened; null when it wrote nothing
 */
export function statusFailure(
  status: number,
  host: string,
  said: string | null,
  retryAfterSeconds: number | null,
): AppFailure {
  const extra = said === null ? {} : { detail: said }
  if (status === 401) return failure('NOT_LOGGED_IN', { host }, extra)
  if (status === 403) return failure('SERVER_FORBIDS', { host }, extra)
  if (status === 404 || status === 410) return failure('NOT_FOUND_ON_SERVER', { host }, extra)
  if (status === 429) {
    const seconds = retryAfterSeconds ?? 60
    return failure('TOO_MANY_REQUESTS', { host, seconds }, { ...extra, retry: { afterSeconds: seconds } })
  }
  if (status >= 500) {
    return failure('SERVER_FAILED', { host, status }, { ...extra, retry: { afterSeconds: retryAfterSeconds ?? 10 } })
  }
  return failure('SERVER_REFUSED', { host, status }, extra)
}
