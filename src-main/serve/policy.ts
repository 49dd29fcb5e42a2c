/**
 * Who may talk to the browser face, as pure functions over what a request says of itself. A name
 * that a web page can make point here (DNS rebinding) is refused, whatever the port: the port may
 * be another one at the far end of an SSH forward.
 */
import type { IncomingHttpHeaders } from 'node:http'

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Addresses that the server may listen on. */
export function isLoopbackAddress(address: string): boolean {
  return address === '127.0.0.1' || address === '::1' || address === 'localhost'
}

/** The `Host` of a request when it names this computer by a loopback name, else null. */
export function loopbackHost(header: string | undefined): string | null {
  const match = /^(\[::1\]|[a-z0-9.-]+)(:\d{1,5})?$/.exec(header ?? '')
  const name = match?.[1]
  return match && name !== undefined && loopbackNames.has(name) ? match[0] : null
}

/**
 * Whether a request may be answered at all.
 * @param demandOrigin for WebSockets, where browsers always name the page's origin
 */
export function isAllowedOrigin(headers: IncomingHttpHeaders, host: string, demandOrigin: boolean): boolean {
  const origin = headers.origin
  if (origin === undefined) return !demandOrigin
  return origin === `http://${host}`
}

/**
 * The content security policy of the pages.
 * @param socketHost host of the WebSocket, named for browsers where 'self' does not include it
 */
export function contentSecurityPolicy(socketHost: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    socketHost === null ? "connect-src 'self'" : `connect-src 'self' ws://${socketHost}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Headers of every answer. There is no CORS header among them, on purpose. */
export function securityHeaders(host: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(host),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), payment=()',
  }
}
