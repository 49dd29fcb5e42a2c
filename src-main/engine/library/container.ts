/** The page of one container: what it is, and every tag with its image for each architecture. */
import type { LibraryContainerPage, LibraryTag } from '../../../src-shared/model/library.ts'
import type { LibraryReference } from '../../../src-shared/reference/index.ts'
import { machineArchitecture, machineFirst } from '../platform/architecture.ts'
import { toAppError } from '../platform/failures.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { explainMissing } from './missing.ts'
import { fullNames, joinNames, type LibraryPlace, typedPath } from './places.ts'
import type { TagMemory } from './tag-memory.ts'
import { archTagsOf, compareTags, pathOfContainer, type TagFacts, tagFacts } from './tags.ts'

export interface PageDeps {
  readonly remotes: RemotesService
  readonly memory: TagMemory
  /** Whether an image with this digest is in the local library. */
  hasDigest(digest: string): boolean
}

/**
 * @param reference of the container; its tag does not matter
 * @throws AppFailure CONTAINER_NOT_FOUND, CONTAINER_ELSEWHERE and those of the network
 */
export async function containerPage(
  place: LibraryPlace,
  reference: LibraryReference,
  deps: PageDeps,
  signal?: AbortSignal,
): Promise<LibraryContainerPage> {
  const { api } = place
  const names = await fullNames(place, reference, null, deps.remotes, signal)
  const asked = names ? joinNames(names) : typedPath(reference)
  const record = await api.container(asked, signal)
  if (!record) throw await explainMissing(place, reference, machineArchitecture(), deps.remotes, signal)
  const path = pathOfContainer(record, asked)
  const facts = await tagFacts(api, path, await archTagsOf(api, record, signal), signal)
  const newest = facts[0]
  const sameImage = facts.filter((fact) => fact.image.id === newest?.image.id).map(({ tag }) => tag)
  const prefix = `library://${reference.host === null ? '' : `${reference.host}/`}${path}`
  return {
    container: {
      remote: place.remote ?? api.host,
      path,
      reference: prefix,
      description: record.description,
      tags: [...new Set(facts.map(({ tag }) => tag))],
      newestTag: sameImage.sort(compareTags)[0] ?? null,
      architectures: machineFirst(facts.map(({ architecture }) => architecture)),
      sizeBytes: newest?.image.sizeBytes ?? null,
      signed: newest?.image.signed ?? (newest?.image.fingerprints.length ?? 0) > 0,
      fingerprints: newest?.image.fingerprints ?? [],
      updatedAt: newest?.image.createdAt ?? record.updatedAt,
      stars: record.stars,
      downloads: record.downloadCount,
      digest: newest?.image.digest ?? null,
      alsoOn: [],
    },
    fullDescription: record.fullDescription || record.description,
    private: record.private,
    quota: await quotaOf(place, path, signal),
    tags: facts.flatMap((fact) => toTag(fact, prefix, place.remote, deps)),
  }
}

/** The room that the owner has and uses; only told where somebody may know. */
async function quotaOf(
  { api }: LibraryPlace,
  path: string,
  signal?: AbortSignal,
): Promise<LibraryContainerPage['quota']> {
  const [entity = ''] = path.split('/')
  const record = await api.entity(entity, signal).catch((error: unknown) => {
    if (toAppError(error).kind === 'cancelled') throw error
    return null
  })
  return record === null || record.size === null ? null : { usedBytes: record.size, totalBytes: record.quota ?? 0 }
}

/** Images without a digest that can be read are left out: nothing could be said about them. */
function toTag(
  { tag, architecture, image }: TagFacts,
  prefix: string,
  remote: string | null,
  { memory, hasDigest }: PageDeps,
): readonly LibraryTag[] {
  if (image.digest === null) return []
  const key = { remote, reference: `${prefix}:${tag}`, architecture }
  const before = memory.lastPulled(key)
  memory.seen(key, image.digest)
  return [
    {
      tag,
      architecture,
      digest: image.digest,
      sizeBytes: image.sizeBytes ?? 0,
      createdAt: image.createdAt,
      signed: image.signed ?? image.fingerprints.length > 0,
      fingerprints: image.fingerprints,
      movedFrom: before !== null && before !== image.digest ? before : null,
      here: hasDigest(image.digest),
    },
  ]
}
