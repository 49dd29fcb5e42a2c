/**
 * The calls of the library API that this application makes to read. One function for each; records
 * come back checked. "Not there" is null, everything else that is wrong is thrown.
 * Source: services reference, 2.2 to 2.10.
 */
import type { z } from 'zod'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readJson, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient, HttpResponse } from '../platform/http/client.ts'
import { serviceUrl } from '../remotes/address.ts'
import {
  type ArchTags,
  archTagMap,
  type ContainerRecord,
  collectionList,
  collectionRecord,
  containerList,
  containerRecord,
  entityRecord,
  envelope,
  type ImageRecord,
  imageRecord,
  plainTagMap,
  type RedirectRecord,
  redirectRecord,
  type SearchRecord,
  searchRecord,
} from './records.ts'

/** A library server and how it may be asked. */
export interface LibraryAccess {
  /** Address of the library service, without a slash at the end. */
  readonly base: string
  readonly insecure: boolean
  /** Null for servers that a reference names itself: tokens belong to the remote's own. */
  readonly authorization: string | null
}

export interface LibraryApi {
  readonly access: LibraryAccess
  /** Host and port, for messages. */
  readonly host: string
  /** @param named `path:tag` or `path:sha256.hex` */
  image(named: string, architecture: string | null, signal?: AbortSignal): Promise<ImageRecord | null>
  container(path: string, signal?: AbortSignal): Promise<ContainerRecord | null>
  entity(name: string, signal?: AbortSignal): Promise<z.output<typeof entityRecord> | null>
  /** @param path `entity/collection` */
  collection(path: string, signal?: AbortSignal): Promise<z.output<typeof collectionRecord> | null>
  /** All collections of an entity; null where the server does not list them. */
  collectionsOf(entity: string, signal?: AbortSignal): Promise<z.output<typeof collectionList> | null>
  /** All containers of a collection; null where the server does not list them. */
  containersOf(collection: string, signal?: AbortSignal): Promise<z.output<typeof containerList> | null>
  /** Tags for each architecture; null when this server has no such call. */
  archTags(containerId: string, signal?: AbortSignal): Promise<ArchTags | null>
  /** Tags without regard to architecture, of older servers. */
  tags(containerId: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>> | null>
  search(query: SearchQuery, signal?: AbortSignal): Promise<SearchRecord>
  /** Where the registry behind the library is; null where there is none, whatever the status was. */
  redirect(namespace: string, signal?: AbortSignal, access?: 'pull' | 'pull,push'): Promise<RedirectRecord | null>
}

export interface SearchQuery {
  readonly value: string
  readonly architecture: string | null
  readonly signedOnly: boolean
}

export function createLibraryApi(http: HttpClient, access: LibraryAccess): LibraryApi {
  const host = new URL(access.base).host

  const get = (
    path: string,
    query: Readonly<Record<string, string | undefined>>,
    signal?: AbortSignal,
  ): Promise<HttpResponse> =>
    http.request({
      url: serviceUrl(access.base, path, query),
      headers: { accept: 'application/json' },
      authorization: access.authorization,
      insecure: access.insecure,
      ...(signal ? { signal } : {}),
    })

  const read = async <Schema extends z.ZodType>(schema: Schema, response: HttpResponse): Promise<z.output<Schema>> => {
    const parsed = schema.safeParse(await readJson(response))
    if (!parsed.success) throw failure('ANSWER_MALFORMED', { host }, { detail: parsed.error.issues[0]?.message ?? '' })
    return parsed.data
  }

  /** What stands in the envelope. */
  const data = async <Schema extends z.ZodType>(schema: Schema, response: HttpResponse): Promise<z.output<Schema>> => {
    const parsed = schema.safeParse((await read(envelope, response)).data)
    if (!parsed.success) throw failure('ANSWER_MALFORMED', { host }, { detail: parsed.error.issues[0]?.message ?? '' })
    return parsed.data
  }

  const orNull = async <Schema extends z.ZodType>(
    schema: Schema,
    response: HttpResponse,
  ): Promise<z.output<Schema> | null> => {
    if (response.status === 200) return data(schema, response)
    if (response.status !== 404) return unexpectedStatus(response)
    await response.discard()
    return null
  }

  /** Lists are no part of what every server has: any refusal means that there is none. */
  const listed = async <Schema extends z.ZodType>(
    schema: Schema,
    response: HttpResponse,
  ): Promise<z.output<Schema> | null> => {
    if (response.status === 200) return data(schema, response)
    await response.discard()
    return null
  }

  return {
    access,
    host,
    image: async (named, architecture, signal) =>
      orNull(imageRecord, await get(`v1/images/${named}`, { arch: architecture ?? undefined }, signal)),
    container: async (path, signal) => orNull(containerRecord, await get(`v1/containers/${path}`, {}, signal)),
    entity: async (name, signal) => orNull(entityRecord, await get(`v1/entities/${name}`, {}, signal)),
    collection: async (path, signal) => orNull(collectionRecord, await get(`v1/collections/${path}`, {}, signal)),
    collectionsOf: async (entity, signal) => listed(collectionList, await get(`v1/collections/${entity}`, {}, signal)),
    containersOf: async (path, signal) => listed(containerList, await get(`v1/containers/${path}`, {}, signal)),
    archTags: async (containerId, signal) => orNull(archTagMap, await get(`v2/tags/${containerId}`, {}, signal)),
    tags: async (containerId, signal) => orNull(plainTagMap, await get(`v1/tags/${containerId}`, {}, signal)),
    async search({ value, architecture, signedOnly }, signal) {
      const query = { value, arch: architecture ?? undefined, signed: signedOnly ? 'true' : undefined }
      const response = await get('v1/search', query, signal)
      return response.status === 200 ? data(searchRecord, response) : unexpectedStatus(response)
    },
    async redirect(namespace, signal, accessTypes = 'pull') {
      const response = await get('v1/oci-redirect', { accessTypes, mapped: '1', namespace }, signal)
      if (response.status === 200) return read(redirectRecord, response)
      await response.discard()
      return null
    },
  }
}
