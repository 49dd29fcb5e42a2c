/**
 * Where a reference leads: which server, with which credentials, and what a short path means there.
 * A server that a reference names itself never gets a token.
 */
import type { LibraryReference } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { HttpClient } from '../platform/http/client.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { createLibraryApi, type LibraryApi } from './api.ts'
import type { ImageRecord } from './records.ts'

export interface LibraryPlace {
  readonly api: LibraryApi
  /** Name of the remote; null when the reference named its server. */
  readonly remote: string | null
  readonly defaults: { readonly entity: string | null; readonly collection: string | null }
}

/** The names of a container as the server knows it. */
export interface FullNames {
  readonly entity: string
  readonly collection: string
  readonly container: string
}

export function joinNames({ entity, collection, container }: FullNames): string {
  return `${entity}/${collection}/${container}`
}

/** The path as it was typed, which the server completes. */
export function typedPath(reference: LibraryReference): string {
  const entity = reference.collection === null ? null : reference.entity
  return [entity, reference.collection, reference.container].filter((part) => part !== null).join('/')
}

/**
 * @param insecure only for servers that the reference names: allows plain http
 * @throws AppFailure SERVICE_NOT_OFFERED and those of connecting to a remote
 */
export async function placeOf(
  deps: { readonly http: HttpClient; readonly remotes: RemotesService },
  host: string | null,
  remoteName: string | undefined,
  insecure: boolean,
  signal?: AbortSignal,
): Promise<LibraryPlace> {
  if (host !== null) {
    const base = `${insecure || isLoopbackHost(host) ? 'http' : 'https'}://${host}`
    const api = createLibraryApi(deps.http, { base, insecure, authorization: null })
    return { api, remote: null, defaults: { entity: null, collection: null } }
  }
  const remote = await deps.remotes.connect(remoteName, signal)
  const base = remote.services.library
  if (base === null) throw failure('SERVICE_NOT_OFFERED', { remote: remote.name, service: 'library' })
  const api = createLibraryApi(deps.http, { base, insecure: remote.insecure, authorization: remote.authorization })
  return { api, remote: remote.name, defaults: remote.defaults }
}

function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host)
}

/**
 * Finds the full names of a container: typed in full, said by its record, said by the redirect to its
 * registry, or known of this server. What was learnt of the defaults is remembered.
 * @returns null when nobody says
 */
export async function fullNames(
  place: LibraryPlace,
  reference: Pick<LibraryReference, 'entity' | 'collection' | 'container'>,
  record: ImageRecord | null,
  remotes: RemotesService,
  signal?: AbortSignal,
): Promise<FullNames | null> {
  const { entity, collection, container } = reference
  if (entity !== null && collection !== null) return { entity, collection, container }
  const said = namesOfRecord(record) ?? (await namesOfRedirect(place, reference, signal))
  if (said && said.container === container && (collection === null || said.collection === collection)) {
    if (place.remote !== null && collection === null) remotes.learnDefaults(place.remote, said.entity, said.collection)
    return said
  }
  const { defaults } = place
  const filled = { entity: defaults.entity, collection: collection ?? defaults.collection }
  return filled.entity !== null && filled.collection !== null
    ? { entity: filled.entity, collection: filled.collection, container }
    : null
}

function namesOfRecord(record: ImageRecord | null): FullNames | null {
  const entity = record?.entityName ?? null
  const collection = record?.collectionName ?? null
  const container = record?.containerName ?? null
  return entity !== null && collection !== null && container !== null ? { entity, collection, container } : null
}

async function namesOfRedirect(
  place: LibraryPlace,
  { collection, container }: Pick<LibraryReference, 'collection' | 'container'>,
  signal?: AbortSignal,
): Promise<FullNames | null> {
  const namespace = collection === null ? container : `${collection}/${container}`
  const redirect = await place.api.redirect(namespace, signal).catch(() => null)
  const [entity, collectionName, name, ...more] = redirect?.name.split('/') ?? []
  return entity !== undefined && collectionName !== undefined && name !== undefined && more.length === 0
    ? { entity, collection: collectionName, container: name }
    : null
}
