/**
 * Reads references to a Container Library the way the command lines read what a user types:
 * up to two slashes name a container on the current server, three begin with a host.
 */
import { fail, ok, type Result } from '../model/result.ts'
import { appError } from '../text/errors/index.ts'
import { hostProblem, isLibraryHash, looksLikeHash, nameProblem, tagProblem } from './names.ts'
import type { LibraryReference } from './types.ts'

/**
 * @param rest what follows `library:` or `library://`; the whole text when there was no scheme
 * @param schemeTyped whether the scheme was there
 */
export function parseLibrary(rest: string, schemeTyped: boolean): Result<LibraryReference> {
  // `library:///path` is an older spelling of "no host".
  const path = rest.replace(/^\/+/, '')
  const slashes = path.split('/').length - 1
  if (slashes > 3) return fail(appError('REFERENCE_PATH_MALFORMED', { path: rest }))
  const hasHost = slashes === 3
  const hostEnd = hasHost ? path.indexOf('/') : -1
  const host = hasHost ? path.slice(0, hostEnd) : null
  const hostIssue = host === null ? null : hostProblem(host)
  if (hostIssue) return fail(hostIssue)
  const named = splitTags(path.slice(hostEnd + 1))
  if (!schemeTyped && !hasHost && /^[a-z0-9.-]+:\d+\//i.test(path)) {
    return fail(appError('REFERENCE_LOOKS_LIKE_REGISTRY', { reference: path, suggestion: `docker://${path}` }))
  }
  const names = named.path.split('/')
  const container = names.at(-1)
  if (container === undefined || names.includes('')) return fail(appError('REFERENCE_PATH_MALFORMED', { path: rest }))
  for (const name of names) {
    const issue = nameProblem(name)
    if (issue) return fail(issue)
  }
  const tags = parseTags(named.tags)
  if (!tags.ok) return tags
  return ok({
    transport: 'library',
    schemeTyped,
    host,
    entity: names.length === 3 ? (names[0] ?? null) : null,
    collection: names.length >= 2 ? (names.at(-2) ?? null) : null,
    container,
    ...tags.value,
  })
}

/** Splits at the first colon; the registry spelling `name@sha256:hex` means the same as `name:sha256.hex`. */
function splitTags(text: string): { path: string; tags: string } {
  const digest = /^([^@:]+)@(sha256):(.*)$/i.exec(text)
  if (digest) return { path: digest[1] ?? '', tags: `sha256.${digest[3] ?? ''}` }
  const colon = text.indexOf(':')
  return colon < 0 ? { path: text, tags: '' } : { path: text.slice(0, colon), tags: text.slice(colon + 1) }
}

function parseTags(text: string): Result<Pick<LibraryReference, 'tags' | 'tagTyped' | 'hash'>> {
  if (text === '') return ok({ tags: ['latest'], tagTyped: false, hash: null })
  if (looksLikeHash(text)) {
    if (/^sha(?!256[.:])\d+[.:]/i.test(text)) {
      return fail(appError('REFERENCE_DIGEST_UNSUPPORTED', { algorithm: text.split(/[.:]/)[0] ?? text }))
    }
    const hash = text.toLowerCase().replace(/^sha256:/, 'sha256.')
    return isLibraryHash(hash)
      ? ok({ tags: [hash], tagTyped: true, hash })
      : fail(appError('REFERENCE_DIGEST_MALFORMED', { digest: text }))
  }
  const [first = '', ...others] = text.split(',')
  for (const tag of [first, ...others]) {
    const issue = tagProblem(tag)
    if (issue) return fail(issue)
  }
  return ok({ tags: [first, ...others], tagTyped: true, hash: null })
}
