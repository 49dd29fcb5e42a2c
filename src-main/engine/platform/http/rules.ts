/** Which addresses may be asked, and where a redirect may lead. Pure; no request is made here. */
import { type AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'

/**
 * @throws AppFailure ADDRESS_MALFORMED for anything but an http(s) URL without credentials
 */
export function parseAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw failure('ADDRESS_MALFORMED', { address: url ? url.host : text.slice(0, 200) })
  }
  return url
}

/** Whether a URL leads to this computer, by its name alone. */
export function isLoopback(url: URL): boolean {
  const name = url.hostname.toLowerCase()
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)
}

/**
 * Plain http is for remotes marked insecure and for this computer.
 * @throws AppFailure HTTP_NOT_ALLOWED
 */
export function checkScheme(url: URL, insecure: boolean): void {
  if (url.protocol === 'http:' && !insecure && !isLoopback(url)) throw failure('HTTP_NOT_ALLOWED', { host: url.host })
}

/** Scheme, host and port alike: only then may credentials follow. */
export function sameOrigin(a: URL, b: URL): boolean {
  return a.origin === b.origin
}

/**
 * Where a redirect leads, if it may be followed.
 * @param location the header as it came, absolute or relative
 * @throws AppFailure REDIRECT_REFUSED: to something that is no web address, from https to http, or
 *   from elsewhere to a service of this computer
 */
export function redirectTarget(from: URL, location: string, insecure: boolean): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from.href) : null
  if (!target || !/^https?:$/.test(target.protocol)) throw refused(from, '?', 'it is not a web address')
  target.username = ''
  target.password = ''
  target.hash = ''
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw refused(from, target.host, 'it would leave the encrypted connection')
  }
  if (isLoopback(target) && !isLoopback(from)) throw refused(from, target.host, 'it is a service of this computer')
  checkScheme(target, insecure)
  return target
}

function refused(from: URL, target: string, reason: string): AppFailure {
  return failure('REDIRECT_REFUSED', { host: from.host, target, reason })
}

/**
 * Whether a typed address begins with a scheme that has no host, like `mailto:` or `javascript:`. A name before a
 * colon and a number is a host with its port.
 */
export function hasOtherScheme(typed: string): boolean {
  return /^[a-z][a-z0-9+.-]*:(?!\/\/|\d)/i.test(typed)
}
