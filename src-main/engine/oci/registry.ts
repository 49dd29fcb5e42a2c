/**
 * The calls of a registry that read. One function for each; documents come back checked against their
 * digests. "Not there" is null for a look, an error for a fetch. Source: distribution specification 1.1,
 * services reference 6.2 to 6.7.
 */
import { z } from 'zod'
import type { OciDescriptor, OciPullLimit } from '../../../src-shared/model/oci.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { toAppError } from '../platform/failures.ts'
import { readBytes, readJson, retryAfterSeconds, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpRequest, HttpResponse } from '../platform/http/client.ts'
import type { RegistryConnection } from './connection.ts'
import { algorithmOf, digestOf, manifestAccept, type OciDocument, readDocument } from './documents.ts'
import { readPullLimit } from './pull-limit.ts'

export interface FetchedDocument {
  readonly document: OciDocument
  /** The exact bytes, which have this digest. */
  readonly bytes: Uint8Array
  readonly digest: string
  readonly mediaType: string
}

export interface Look {
  /** Null where the registry does not say. */
  readonly digest: string | null
  readonly mediaType: string
}

/** Inclusive; null asks for everything from `start`. */
export interface BlobRange {
  readonly start: number
  readonly end: number | null
}

export interface Registry {
  readonly host: string
  readonly connection: RegistryConnection
  /** Asks for the headers of a manifest, which costs no pull. @param named a tag or a digest. @returns null when it is not there */
  look(repository: string, named: string, signal?: AbortSignal): Promise<Look | null>
  /**
   * @param named a tag or a digest
   * @returns null when it is not there
   * @throws AppFailure DIGEST_DIFFERS, MANIFEST_MALFORMED, MANIFEST_SCHEMA_OLD, REGISTRY_LOGIN_NEEDED, REGISTRY_DENIED, …
   */
  manifest(repository: string, named: string, signal?: AbortSignal): Promise<FetchedDocument | null>
  /** The answer as it comes, 200 or 206: who reads it checks range, size and digest. @throws AppFailure BLOB_NOT_FOUND, … */
  blob(
    repository: string,
    digest: string,
    range: BlobRange | null,
    signal?: AbortSignal,
    options?: Pick<HttpRequest, 'transfer'>,
  ): Promise<HttpResponse>
  /** All tags in the order of the registry; null when the repository is not there. */
  tags(repository: string, signal?: AbortSignal): Promise<readonly string[] | null>
  /** Names of repositories; null where the registry does not tell. */
  catalog(
    signal?: AbortSignal,
  ): Promise<{ readonly repositories: readonly string[]; readonly isComplete: boolean } | null>
  /** What was pushed about a manifest; by the referrers call, or by the tag that stands in for it. */
  referrers(repository: string, digest: string, signal?: AbortSignal): Promise<readonly OciDescriptor[]>
  /** What the last answer about a manifest said; null when it said nothing. */
  pullLimit(): OciPullLimit | null
}

const maximumManifestBytes = 8 * 1024 * 1024
const pageSize = 1000
/** A list longer than this is cut: nobody reads it, and it could be endless. */
const maximumPages = 50

const tagList = z.object({ tags: z.array(z.string().max(128)).max(100_000).nullish() })
const catalogList = z.object({ repositories: z.array(z.string().max(255)).max(100_000).nullish() })
const tagName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const repositoryName = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/

export function createRegistry(connection: RegistryConnection): Registry {
  const { host } = connection
  let limit: OciPullLimit | null = null

  const askManifest = async (
    method: 'GET' | 'HEAD',
    repository: string,
    named: string,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse | null> => {
    const response = await connection.request({
      method,
      path: `v2/${repository}/manifests/${named}`,
      repository,
      actions: 'pull',
      headers: { accept: manifestAccept },
      signal,
    })
    if (response.status === 200) {
      limit = readPullLimit(response) ?? limit
      return response
    }
    if (response.status === 404) {
      await response.discard()
      return null
    }
    if (response.status === 429) throw await tooMany(response, host)
    return unexpectedStatus(response)
  }

  /** Follows `Link` from page to page. */
  const pages = async <Schema extends z.ZodType>(
    schema: Schema,
    first: string,
    scope: { readonly repository: string | null; readonly actions: string },
    signal: AbortSignal | undefined,
  ): Promise<{ readonly pages: readonly z.output<Schema>[]; readonly isComplete: boolean } | null> => {
    const found: z.output<Schema>[] = []
    let path: string | null = first
    const seen = new Set<string>()
    while (path !== null && found.length < maximumPages && !seen.has(path)) {
      seen.add(path)
      const response: HttpResponse = await connection.request({ path, ...scope, signal })
      if (response.status === 404 && found.length === 0) {
        await response.discard()
        return null
      }
      if (response.status !== 200) return unexpectedStatus(response)
      const next = nextPage(response)
      const parsed = schema.safeParse(await readJson(response))
      if (!parsed.success) throw failure('ANSWER_MALFORMED', { host })
      found.push(parsed.data)
      path = next
    }
    return { pages: found, isComplete: path === null }
  }

  const registry: Registry = {
    host,
    connection,
    pullLimit: () => limit,
    async look(repository, named, signal) {
      const response = await askManifest('HEAD', repository, named, signal)
      if (response === null) return null
      await response.discard()
      return { digest: digestHeader(response), mediaType: response.header('content-type') ?? '' }
    },
    async manifest(repository, named, signal) {
      const response = await askManifest('GET', repository, named, signal)
      if (response === null) return null
      const bytes = await readBytes(response, maximumManifestBytes)
      const announced = named.includes(':') ? named : digestHeader(response)
      const digest = digestOf(bytes, announced === null ? 'sha256' : algorithmOf(announced))
      if (announced !== null && announced !== digest) throw failure('DIGEST_DIFFERS', { host })
      const mediaType = response.header('content-type') ?? ''
      return { document: readDocument(bytes, mediaType, host), bytes, digest, mediaType }
    },
    async blob(repository, digest, range, signal, options = {}) {
      const response = await connection.request({
        path: `v2/${repository}/blobs/${digest}`,
        repository,
        actions: 'pull',
        ...(range === null ? {} : { headers: { range: `bytes=${range.start}-${range.end ?? ''}` } }),
        signal,
        patient: false,
        ...options,
      })
      if (response.status === 200 || response.status === 206) return response
      if (response.status === 404) {
        await response.discard()
        throw failure('FILE_NOT_ON_SERVER', { host })
      }
      if (response.status === 416) {
        // Some servers announce a whole blob here and send a word: nothing is waited for.
        await response.discard()
        throw failure('SIZE_DIFFERS', { host })
      }
      return unexpectedStatus(response)
    },
    async tags(repository, signal) {
      const scope = { repository, actions: 'pull' }
      const found = await pages(tagList, `v2/${repository}/tags/list?n=${pageSize}`, scope, signal)
      const tags = found?.pages.flatMap((page) => page.tags ?? []).filter((tag) => tagName.test(tag))
      return tags === undefined ? null : [...new Set(tags)]
    },
    async catalog(signal) {
      const scope = { repository: null, actions: '*' }
      const found = await pages(catalogList, `v2/_catalog?n=${pageSize}`, scope, signal).catch((error: unknown) => {
        if (isRefusal(error)) return null
        throw error
      })
      if (found === null) return null
      const names = found.pages.flatMap((page) => page.repositories ?? []).filter((name) => repositoryName.test(name))
      return { repositories: [...new Set(names)], isComplete: found.isComplete }
    },
    async referrers(repository, digest, signal) {
      const response = await connection.request({
        path: `v2/${repository}/referrers/${digest}`,
        repository,
        actions: 'pull',
        headers: { accept: manifestAccept },
        signal,
      })
      if (response.status === 200) {
        const bytes = await readBytes(response, maximumManifestBytes)
        const document = readDocument(bytes, response.header('content-type') ?? '', host)
        return document.kind === 'index' ? document.manifests : []
      }
      await response.discard()
      // Registries without the call answer 404 or worse; their pushers keep a tag in its place.
      const stand = await registry.manifest(repository, digest.replace(':', '-'), signal)
      return stand?.document.kind === 'index' ? stand.document.manifests : []
    },
  }
  return registry
}

function digestHeader(response: HttpResponse): string | null {
  const text = response.header('docker-content-digest')
  return text !== null && /^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/.test(text) ? text : null
}

/** Path and query of the next page. An address elsewhere is the connection's to refuse. */
function nextPage(response: HttpResponse): string | null {
  const target = /<([^>]{1,4000})>\s*;[^,]*\brel="?next"?/i.exec(response.header('link') ?? '')?.[1]
  if (target === undefined || !URL.canParse(target, response.url.href)) return null
  const url = new URL(target, response.url.href)
  return url.host === response.url.host ? `${url.pathname}${url.search}` : url.href
}

async function tooMany(response: HttpResponse, host: string) {
  const seconds = retryAfterSeconds(response)
  if (seconds !== null) return unexpectedStatus(response)
  const remaining = readPullLimit(response)
  await response.discard()
  return failure('PULL_LIMIT_REACHED', { host, limit: remaining?.limit ?? null }, { retry: { afterSeconds: 3600 } })
}

function isRefusal(error: unknown): boolean {
  return [
    'REGISTRY_DENIED',
    'REGISTRY_LOGIN_NEEDED',
    'NOT_FOUND_ON_SERVER',
    'SERVER_REFUSED',
    'SERVER_FORBIDS',
  ].includes(toAppError(error).code)
}
