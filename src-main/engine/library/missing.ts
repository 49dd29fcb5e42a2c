/**
 * Explains a 404. A library answers the same for a missing container, tag and architecture; this
 * asks on until it knows which, and what there is instead.
 */
import type { LibraryReference } from '../../../src-shared/reference/index.ts'
import { type AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { machineFirst } from '../platform/architecture.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { fullNames, joinNames, type LibraryPlace, typedPath } from './places.ts'
import { archTagsOf, pathOfContainer, type TagFacts, tagFacts } from './tags.ts'

const maximumSuggestions = 8
const maximumTags = 50

/**
 * @param reference what was asked for and is not there
 * @returns CONTAINER_ELSEWHERE, CONTAINER_NOT_FOUND, TAG_NOT_FOUND, TAGS_NONE, ARCHITECTURE_NOT_FOUND or DIGEST_NOT_FOUND.
 *   TAG_NOT_FOUND has parallel lists `tags`, `tagDates` and `tagArchitectures`, newest first
 */
export async function explainMissing(
  place: LibraryPlace,
  reference: LibraryReference,
  architecture: string,
  remotes: RemotesService,
  signal?: AbortSignal,
): Promise<AppFailure> {
  const { api } = place
  const names = await fullNames(place, reference, null, remotes, signal)
  const asked = names ? joinNames(names) : typedPath(reference)
  const container = await api.container(asked, signal)
  if (!container) return missingContainer(place, reference, asked, signal)
  const path = pathOfContainer(container, asked)
  const tag = reference.tags[0]
  if (reference.hash !== null) {
    return failure('DIGEST_NOT_FOUND', { path, digest: reference.hash.replace('sha256.', 'sha256:'), architecture })
  }
  const facts = await tagFacts(api, path, await archTagsOf(api, container, signal), signal)
  if (facts.length === 0) return failure('TAGS_NONE', { path })
  const sameTag = facts.filter((fact) => fact.tag === tag)
  if (sameTag.length > 0) {
    const architectures = machineFirst(sameTag.map((fact) => fact.architecture))
    return failure('ARCHITECTURE_NOT_FOUND', { path, tag, architecture, architectures })
  }
  const rows = oneRowPerTag(facts).slice(0, maximumTags)
  return failure('TAG_NOT_FOUND', {
    path,
    tag,
    architecture,
    tags: rows.map((row) => row.tag),
    tagDates: rows.map((row) => row.createdAt ?? ''),
    tagArchitectures: rows.map((row) => row.architectures.join(' ')),
  })
}

interface TagRow {
  readonly tag: string
  readonly createdAt: string | null
  readonly architectures: readonly string[]
}

/** A tag that exists for several architectures becomes one row with the newest date. */
function oneRowPerTag(facts: readonly TagFacts[]): readonly TagRow[] {
  const rows = new Map<string, TagRow>()
  for (const { tag, architecture, image } of facts) {
    const known = rows.get(tag)
    rows.set(tag, {
      tag,
      createdAt: known?.createdAt ?? image.createdAt,
      architectures: machineFirst([...(known?.architectures ?? []), architecture]),
    })
  }
  return [...rows.values()]
}

async function missingContainer(
  place: LibraryPlace,
  reference: LibraryReference,
  path: string,
  signal?: AbortSignal,
): Promise<AppFailure> {
  const { api } = place
  const suggestions = await containersNamed(place, reference.container, signal)
  const params = { path, host: api.host }
  return suggestions.length === 0
    ? failure('CONTAINER_NOT_FOUND', params)
    : failure('CONTAINER_ELSEWHERE', { ...params, suggestions })
}

/** Containers of that name elsewhere, the same name first; empty when the search cannot be asked. */
async function containersNamed(place: LibraryPlace, name: string, signal?: AbortSignal): Promise<readonly string[]> {
  if (name.length < 3) return []
  const found = await place.api.search({ value: name, architecture: null, signedOnly: false }, signal).catch(() => null)
  const paths = [
    ...(found?.container ?? []).map((record) => [record.entityName, record.collectionName, record.name]),
    ...(found?.image ?? []).map((record) => [record.entityName, record.collectionName, record.containerName]),
  ].filter((names): names is string[] => names.every((part) => part !== null))
  const sameFirst = paths.sort((a, b) => Number(b[2] === name) - Number(a[2] === name))
  return [...new Set(sameFirst.map((names) => names.join('/')))].slice(0, maximumSuggestions)
}
