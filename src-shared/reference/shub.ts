/** Reads `shub://` references of the old Singularity Hub. */
import { fail, ok, type Result } from '../model/result.ts'
import { appError } from '../text/errors/index.ts'
import { hostProblem } from './names.ts'
import type { ShubReference } from './types.ts'

const defaultRegistry = 'singularity-hub.org'

/** More than two parts of the path make everything before the last two the registry. */
export function parseShub(rest: string): Result<ShubReference> {
  const text = rest.replace(/^\/\//, '')
  const [named = '', ...digests] = text.split('@')
  const digest = digests[0] ?? null
  if (digests.length > 1 || (digest !== null && !/^(?:[0-9a-f]{32}|[0-9a-f]{40})$/i.test(digest))) {
    return fail(appError('REFERENCE_DIGEST_MALFORMED', { digest: digests.join('@') }))
  }
  const parts = named.split('/')
  const last = parts.at(-1) ?? ''
  const user = parts.at(-2) ?? ''
  const colon = last.indexOf(':')
  const container = colon < 0 ? last : last.slice(0, colon)
  const typedTag = colon < 0 ? null : last.slice(colon + 1)
  if (typedTag !== null && !/^[A-Za-z0-9._-]{1,64}$/.test(typedTag)) {
    return fail(appError('REFERENCE_TAG_MALFORMED', { tag: typedTag }))
  }
  if (!/^[A-Za-z0-9._-]{1,39}$/.test(user) || !/^[A-Za-z0-9._-]{1,64}$/.test(container)) {
    return fail(appError('REFERENCE_PATH_MALFORMED', { path: rest }))
  }
  const registry = parts.slice(0, -2).join('/')
  const registryTyped = parts.length > 2
  const hostIssue = registryTyped ? hostProblem(registry.split('/')[0] ?? '') : null
  if (hostIssue) return fail(hostIssue)
  if (registryTyped && !/^[-.a-zA-Z0-9/:]{1,64}$/.test(registry)) {
    return fail(appError('REFERENCE_HOST_MALFORMED', { host: registry }))
  }
  return ok({
    transport: 'shub',
    registry: registryTyped ? registry : defaultRegistry,
    registryTyped,
    user,
    container,
    tag: typedTag ?? (digest === null ? 'latest' : null),
    tagTyped: typedTag !== null,
    digest,
  })
}
