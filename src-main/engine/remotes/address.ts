/** Reads the address of a remote in all the ways it is written, and joins paths to service addresses. */
import { failure } from '../../../src-shared/text/errors/index.ts'
import { hasOtherScheme, isLoopback } from '../platform/http/rules.ts'

/**
 * Takes `host/path`, `//host:port` (how `remote.yaml` must write a port) and full addresses.
 * @returns `https://host/path` without a slash at the end; `http` only where allowed
 * @throws AppFailure REMOTE_ADDRESS_MALFORMED, REMOTE_NEEDS_INSECURE
 */
export function remoteAddress(text: string, insecure: boolean): string {
  const typed = text.trim().replace(/^\/\//, '')
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `${insecure ? 'http' : 'https'}://${typed}`
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null
  const usable =
    url &&
    !hasOtherScheme(typed) &&
    /^https?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    url.username === '' &&
    url.password === '' &&
    !/\s/.test(typed)
  if (!usable || url.search !== '' || url.hash !== '') {
    throw failure('REMOTE_ADDRESS_MALFORMED', { uri: url ? url.host : text.slice(0, 200) })
  }
  if (url.protocol === 'http:' && !insecure && !isLoopback(url))
    throw failure('REMOTE_NEEDS_INSECURE', { host: url.host })
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/**
 * Joins a path to the address of a service, which may have a path of its own.
 * @param path relative, as it goes on the wire: colons and slashes unescaped
 */
export function serviceUrl(
  base: string,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const parameters = Object.entries(query)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${base.replace(/\/+$/, '')}/${path}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`
}
