/**
 * The scheme the window's pages come from: the built files and nothing else, with the policy on
 * every answer. Pages are never loaded from `file://`.
 */
import { protocol, type Session } from 'electron'
import { contentSecurityPolicy } from '../serve/policy.ts'
import { findStaticFile } from '../serve/static-files.ts'
import { pageOrigin } from './names.ts'

/** Before the application is ready: gives the scheme an origin of its own. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** @param pages folder of the built pages */
export function serveAppScheme(session: Session, pages: string): void {
  session.protocol.handle('app', (request) => answer(request, pages))
}

async function answer(request: Request, pages: string): Promise<Response> {
  const headers = {
    'content-security-policy': contentSecurityPolicy(null),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  }
  const path = pathOf(request.url)
  const file = path === null || request.method !== 'GET' ? null : await findStaticFile(pages, path)
  if (file === null) return new Response(null, { status: 404, headers })
  return new Response(new Uint8Array(file.body), { headers: { ...headers, 'content-type': file.type } })
}

/** The path as it was asked for, still encoded; null for another host than the application's. */
function pathOf(url: string): string | null {
  const rest = url.startsWith(pageOrigin) ? url.slice(pageOrigin.length) : null
  if (rest === null || (rest !== '' && !/^[/?#]/.test(rest))) return null
  const path = rest.split(/[?#]/, 1)[0]
  return path === undefined || path === '' ? '/' : path
}
