/** What windows may do, as pure functions and tables. Everything not named here is denied. */
import { pageOrigin } from './names.ts'

/** Whether an address is one of the application's own pages. */
export function isOwnPage(url: string): boolean {
  return url === pageOrigin || url.startsWith(`${pageOrigin}/`)
}

/** Whether a page may load from an address at all: its own files, and data it made itself. */
export function isLoadable(url: string, isPackaged: boolean): boolean {
  if (isOwnPage(url) || url.startsWith(`blob:${pageOrigin}/`) || url.startsWith('data:')) return true
  // The developer tools load their own pages, in a checkout only.
  return !isPackaged && (url.startsWith('devtools://') || url.startsWith('chrome-extension://'))
}

/** The only permission a page has: writing plain text to the clipboard, for its copy buttons. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** @param requestingUrl the page that asks; empty when Electron cannot say */
export function isPermitted(permission: string, requestingUrl: string): boolean {
  return allowedPermissions.has(permission) && isOwnPage(requestingUrl)
}

/**
 * An address that may be handed to the system's browser.
 * @returns the address as it will be opened and the host to show, or null when it is not allowed
 */
export function readExternalLink(text: string): { readonly url: string; readonly host: string } | null {
  if (text.length > 2048) return null
  try {
    const url = new URL(text)
    // Names before an @ make one host look like another.
    if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hostname === '') return null
    return { url: url.href, host: url.host }
  } catch {
    return null
  }
}
