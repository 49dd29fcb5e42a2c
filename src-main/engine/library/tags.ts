/** Which images a container has, tag by tag and architecture by architecture. */

import { machineFirst } from '../platform/architecture.ts'
import type { LibraryApi } from './api.ts'
import { mapParallel } from './parallel.ts'
import type { ArchTags, ContainerRecord, ImageRecord } from './records.ts'

const parallelRequests = 6
/** Containers with more different images than this show the tags of the first ones only. */
const maximumImages = 400

export interface TagFacts {
  readonly tag: string
  readonly architecture: string
  readonly image: ImageRecord
}

/** `entity/collection/container` of a record, or the path it was asked by where the server does not say. */
export function pathOfContainer(record: ContainerRecord, askedPath: string): string {
  const { entityName, collectionName, name } = record
  return entityName !== null && collectionName !== null ? `${entityName}/${collectionName}/${name}` : askedPath
}

/** Tags for each architecture by whichever call the server has; the key `''` stands for "not known". */
export async function archTagsOf(api: LibraryApi, record: ContainerRecord, signal?: AbortSignal): Promise<ArchTags> {
  if (Object.values(record.archTags).some((tags) => Object.keys(tags).length > 0)) return record.archTags
  if (record.id === '') return {}
  const byArchitecture = await api.archTags(record.id, signal)
  if (byArchitecture && Object.keys(byArchitecture).length > 0) return byArchitecture
  const plain = await api.tags(record.id, signal)
  return plain && Object.keys(plain).length > 0 ? { '': plain } : {}
}

/**
 * Asks for the image behind every tag, each image once.
 * @returns newest first; tags of one image stand together, this computer's architecture first
 */
export async function tagFacts(
  api: LibraryApi,
  path: string,
  archTags: ArchTags,
  signal?: AbortSignal,
): Promise<readonly TagFacts[]> {
  const wanted = new Map<string, { readonly tag: string; readonly architecture: string; readonly id: string }>()
  const rows = Object.entries(archTags).flatMap(([architecture, tags]) =>
    Object.entries(tags).map(([tag, id]) => ({ tag, architecture, id })),
  )
  for (const row of rows) {
    const key = `${row.architecture} ${row.id}`
    if (!wanted.has(key) && wanted.size < maximumImages) wanted.set(key, row)
  }
  const found = await mapParallel([...wanted], parallelRequests, async ([key, { tag, architecture }]) => {
    const record = await api.image(`${path}:${tag}`, architecture === '' ? null : architecture, signal)
    return [key, record] as const
  })
  const images = new Map(found)
  const facts = rows.flatMap(({ tag, architecture, id }): readonly TagFacts[] => {
    const image = images.get(`${architecture} ${id}`)
    return image ? [{ tag, architecture: image.arch ?? architecture, image }] : []
  })
  return sortNewestFirst(facts)
}

function sortNewestFirst(facts: readonly TagFacts[]): readonly TagFacts[] {
  const order = machineFirst(facts.map(({ architecture }) => architecture))
  return [...facts].sort(
    (a, b) =>
      compareText(b.image.createdAt ?? '', a.image.createdAt ?? '') ||
      order.indexOf(a.architecture) - order.indexOf(b.architecture) ||
      compareTags(a.tag, b.tag),
  )
}

/** Versions first, higher ones before lower; then words, and `latest` last, which says nothing about an image. */
export function compareTags(a: string, b: string): number {
  const rank = (tag: string) => (/^v?\d/.test(tag) ? 0 : tag === 'latest' ? 2 : 1)
  return rank(a) - rank(b) || b.localeCompare(a, 'en', { numeric: true })
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
