/** Searches a library and gathers what it answers by container, whichever of its lists a server fills. */
import type { LibraryContainer, LibrarySearch } from '../../../src-shared/model/library.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { machineFirst } from '../platform/architecture.ts'
import type { LibraryApi, SearchQuery } from './api.ts'
import { mapParallel } from './parallel.ts'
import type { ContainerRecord, ImageRecord } from './records.ts'
import { compareTags } from './tags.ts'

/** Containers whose newest image the search did not show: so many are asked for one by one. */
const maximumLookUps = 30

/**
 * The words to search for; a reference that was pasted becomes its path.
 * @throws AppFailure SEARCH_TOO_SHORT
 */
export function searchWords(text: string): string {
  const words = text
    .trim()
    .replace(/^library:(?:\/\/)?/i, '')
    .replace(/:[^/]*$/, '')
  if ([...words].length < 3) throw failure('SEARCH_TOO_SHORT')
  return words
}

/** What one server found; without its name, which the caller knows. */
export async function searchLibrary(
  api: LibraryApi,
  remote: string,
  query: SearchQuery,
  signal?: AbortSignal,
): Promise<Pick<LibrarySearch, 'users' | 'collections' | 'containers'>> {
  const found = await api.search(query, signal)
  const byPath = new Map<string, Gathered>()
  const gather = (names: readonly (string | null)[]): Gathered | null => {
    if (names.some((part) => part === null)) return null
    const path = names.join('/')
    const known = byPath.get(path) ?? { path, record: null, images: [] }
    byPath.set(path, known)
    return known
  }
  for (const record of found.container) {
    const entry = gather([record.entityName, record.collectionName, record.name])
    if (entry) entry.record = record
  }
  for (const image of found.image)
    gather([image.entityName, image.collectionName, image.containerName])?.images.push(image)

  const candidates = [...byPath.values()].filter((entry) => fits(entry, query))
  const unknown = candidates.filter(({ images }) => images.length === 0).slice(0, maximumLookUps)
  await mapParallel(unknown, 6, (entry) => lookUpNewest(api, entry, query.architecture, signal))
  const containers = candidates
    .map((entry) => toContainer(entry, remote))
    .filter((container) => !query.signedOnly || container.signed)
  return {
    users: found.entity.map(({ name, description }) => ({ remote, name, description })),
    collections: found.collection.map((record) => ({
      remote,
      path: `${record.entityName}/${record.name}`,
      description: record.description,
      containers: record.size,
    })),
    containers: sortByFit(containers, query.value.toLowerCase()),
  }
}

interface Gathered {
  readonly path: string
  record: ContainerRecord | null
  readonly images: ImageRecord[]
}

/** Architecture restricts the images of an answer only, so containers are checked here. */
function fits({ record, images }: Gathered, { architecture }: SearchQuery): boolean {
  if (architecture === null || images.some((image) => image.arch === architecture)) return true
  const known = Object.keys(record?.archTags ?? {})
  return images.length === 0 && (known.length === 0 || known.includes(architecture))
}

/** A container without images is still a container: what cannot be looked up stays unknown. */
async function lookUpNewest(
  api: LibraryApi,
  entry: Gathered,
  architecture: string | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  const archTags = entry.record?.archTags ?? {}
  const [arch] = architecture === null ? machineFirst(Object.keys(archTags)) : [architecture]
  const tags = Object.keys(archTags[arch ?? ''] ?? {}).sort(compareTags)
  const tag = tags.find((name) => name === 'latest') ?? tags[0]
  if (arch === undefined || tag === undefined) return
  const image = await api.image(`${entry.path}:${tag}`, arch, signal).catch(() => null)
  if (image) entry.images.push({ ...image, tags: image.tags.length === 0 ? [tag] : image.tags })
}

function toContainer({ path, record, images }: Gathered, remote: string): LibraryContainer {
  const byDate = [...images].sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1))
  const newest = byDate[0]
  const recordTags = Object.values(record?.archTags ?? {}).flatMap((tags) => Object.keys(tags))
  const tags = [...new Set([...byDate.flatMap((image) => image.tags), ...recordTags])]
  const architectures = [...Object.keys(record?.archTags ?? {}), ...images.map((image) => image.arch ?? '')]
  return {
    remote,
    path,
    reference: `library://${path}`,
    description: record?.description || newest?.containerDescription || newest?.description || '',
    tags,
    newestTag: [...(newest?.tags ?? recordTags)].sort(compareTags)[0] ?? null,
    architectures: machineFirst(architectures.filter((name) => name !== '')),
    sizeBytes: newest?.sizeBytes ?? null,
    signed: newest?.signed ?? (newest?.fingerprints.length ?? 0) > 0,
    fingerprints: newest?.fingerprints ?? [],
    updatedAt: newest?.createdAt ?? record?.updatedAt ?? null,
    stars: record?.stars ?? newest?.containerStars ?? null,
    downloads: record?.downloadCount ?? newest?.containerDownloads ?? null,
    digest: newest?.digest ?? null,
    alsoOn: [],
  }
}

/** Containers of which nobody searched: each with its newest image. */
export async function shownContainers(
  api: LibraryApi,
  remote: string,
  records: readonly ContainerRecord[],
  signal?: AbortSignal,
): Promise<readonly LibraryContainer[]> {
  const entries = records.flatMap((record): readonly Gathered[] => {
    const { entityName, collectionName, name } = record
    return entityName === null || collectionName === null
      ? []
      : [{ path: `${entityName}/${collectionName}/${name}`, record, images: [] }]
  })
  await mapParallel(entries.slice(0, maximumLookUps * 4), 6, (entry) => lookUpNewest(api, entry, null, signal))
  return entries.map((entry) => toContainer(entry, remote)).sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The same bytes on several remotes are one find: the first one's, which names the others. */
export function mergeByDigest(containers: readonly LibraryContainer[]): readonly LibraryContainer[] {
  const merged: LibraryContainer[] = []
  const places = new Map<string, number>()
  for (const container of containers) {
    const place = container.digest === null ? undefined : places.get(container.digest)
    const first = place === undefined ? undefined : merged[place]
    if (place === undefined || first === undefined || first.remote === container.remote) {
      if (container.digest !== null && place === undefined) places.set(container.digest, merged.length)
      merged.push(container)
      continue
    }
    const { remote, path } = container
    merged[place] = { ...first, alsoOn: [...first.alsoOn, { remote, path }] }
  }
  return merged
}

/** The very name first, then names that begin with it, then the most pulled. */
function sortByFit(containers: readonly LibraryContainer[], words: string): readonly LibraryContainer[] {
  const rank = ({ path }: LibraryContainer): number => {
    const name = path.split('/').at(-1) ?? ''
    return name === words ? 0 : name.startsWith(words) ? 1 : name.includes(words) ? 2 : 3
  }
  return [...containers].sort(
    (a, b) => rank(a) - rank(b) || (b.downloads ?? 0) - (a.downloads ?? 0) || (a.path < b.path ? -1 : 1),
  )
}
