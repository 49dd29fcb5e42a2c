/** The page of a user or a collection: its record, its room, and what is in it: listed where a server does that, else searched. */
import type { LibraryCollection, LibraryContainer, LibraryPlacePage } from '../../../src-shared/model/library.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { LibraryPlace } from './places.ts'
import { searchLibrary, shownContainers } from './search.ts'

const name = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/

/** @throws AppFailure REFERENCE_PATH_MALFORMED, PLACE_NOT_FOUND, those of the network */
export async function placePage(place: LibraryPlace, path: string, signal: AbortSignal): Promise<LibraryPlacePage> {
  const parts = path.split('/')
  const [entity = '', collection] = parts
  if (parts.length > 2 || !parts.every((part) => name.test(part))) throw failure('REFERENCE_PATH_MALFORMED', { path })
  return collection === undefined ? userPage(place, entity, signal) : collectionPage(place, path, signal)
}

async function userPage(place: LibraryPlace, entity: string, signal: AbortSignal): Promise<LibraryPlacePage> {
  const { api } = place
  const remote = place.remote ?? api.host
  const record = await api.entity(entity, signal)
  if (record === null) throw failure('PLACE_NOT_FOUND', { path: entity, host: api.host })
  const listed = await api.collectionsOf(entity, signal)
  const collections = (listed ?? []).map((one): LibraryCollection => {
    return { remote, path: `${one.entityName}/${one.name}`, description: one.description, containers: one.size }
  })
  const found = listed === null ? await searched(place, entity, signal) : { collections, containers: [] }
  const { size, quota } = record
  return {
    kind: 'user',
    remote,
    path: entity,
    description: record.description,
    private: false,
    quota: size === null && quota === null ? null : { usedBytes: size ?? 0, totalBytes: quota ?? 0 },
    ...found,
    isComplete: listed !== null,
  }
}

async function collectionPage(place: LibraryPlace, path: string, signal: AbortSignal): Promise<LibraryPlacePage> {
  const { api } = place
  const remote = place.remote ?? api.host
  const record = await api.collection(path, signal)
  if (record === null) throw failure('PLACE_NOT_FOUND', { path, host: api.host })
  const listed = await api.containersOf(path, signal)
  const found =
    listed === null
      ? await searched(place, path, signal)
      : { collections: [], containers: await shownContainers(api, remote, listed, signal) }
  return {
    kind: 'collection',
    remote,
    path,
    description: record.description,
    private: record.private,
    quota: null,
    ...found,
    isComplete: listed !== null,
  }
}

/** What a search for the last name finds below a path: libraries search names, not places. */
async function searched(
  { api, remote }: LibraryPlace,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly collections: readonly LibraryCollection[]; readonly containers: readonly LibraryContainer[] }> {
  const value = path.split('/').at(-1) ?? path
  if (value.length < 3) return { collections: [], containers: [] }
  const query = { value, architecture: null, signedOnly: false }
  const found = await searchLibrary(api, remote ?? api.host, query, signal)
  return {
    collections: found.collections.filter((one) => one.path.startsWith(`${path}/`)),
    containers: found.containers.filter((one) => one.path.startsWith(`${path}/`)),
  }
}
