/** Reads `docker://` and `oras://` references: Docker Hub's defaults, ports, tags and digests. */
import { fail, ok, type Result } from '../model/result.ts'
import { appError } from '../text/errors/index.ts'
import { digestProblem, hostProblem, registryTagProblem } from './names.ts'
import type { RegistryReference } from './types.ts'

/** All names under which Docker Hub is typed; shown as the first. */
const dockerHub: readonly string[] = ['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']

/** The one name of a registry: Docker Hub has several. @param host in lower case, with a port or without */
export function canonicalRegistry(host: string): string {
  return dockerHub.includes(host) ? 'docker.io' : host
}

/**
 * The text before the first slash is a registry only if it has a dot or a colon, or is `localhost`;
 * a digest makes a tag meaningless, as the command lines have it.
 * @param rest what follows `docker://`
 */
export function parseRegistry(transport: 'docker' | 'oras', rest: string): Result<RegistryReference> {
  const text = rest.replace(/^\/\//, '')
  const at = text.indexOf('@')
  const digest = at < 0 ? null : text.slice(at + 1)
  const beforeDigest = at < 0 ? text : text.slice(0, at)
  const digestIssue = digest === null ? null : digestProblem(digest)
  if (digestIssue) {
    return fail(/^[^/]*@/.test(text) && text.includes('/') ? appError('REFERENCE_HAS_CREDENTIALS') : digestIssue)
  }

  const slash = beforeDigest.indexOf('/')
  const first = slash < 0 ? '' : beforeDigest.slice(0, slash)
  const registryTyped = first === 'localhost' || /[.:]/.test(first)
  const path = registryTyped ? beforeDigest.slice(slash + 1) : beforeDigest
  const registry = registryTyped ? first.toLowerCase() : 'docker.io'
  const hostIssue = hostProblem(registry)
  if (hostIssue) return fail(hostIssue)

  const colon = path.indexOf(':')
  const typedTag = colon < 0 ? null : path.slice(colon + 1)
  const repository = colon < 0 ? path : path.slice(0, colon)
  const tagIssue = typedTag === null ? null : registryTagProblem(typedTag)
  if (tagIssue) return fail(tagIssue)
  const repositoryIssue = repositoryProblem(repository)
  if (repositoryIssue) return fail(repositoryIssue)

  const onHub = canonicalRegistry(registry) === 'docker.io'
  const namespaceFilledIn = onHub && !repository.includes('/')
  return ok({
    transport,
    registry: canonicalRegistry(registry),
    registryTyped,
    repository: namespaceFilledIn ? `library/${repository}` : repository,
    namespaceFilledIn,
    tag: digest === null ? (typedTag ?? 'latest') : null,
    tagTyped: typedTag !== null,
    digest,
  })
}

function repositoryProblem(repository: string) {
  // No server has a folder called `..`, and an address with one would lead to another call.
  const isPath = !repository.split('/').some((part) => part === '' || part === '.' || part === '..')
  if (/^[a-z0-9_./-]{2,255}$/.test(repository) && isPath) return null
  const lower = repository.toLowerCase()
  return lower !== repository && /^[a-z0-9_./-]{2,255}$/.test(lower)
    ? appError('REFERENCE_NAME_UPPER_CASE', { name: repository, suggestion: lower })
    : appError('REFERENCE_NAME_MALFORMED', { name: repository })
}
