/**
 * Looks what the tags of the images on this computer mean now, so that lists can say which have moved. Each tag is
 * asked for once, and a server that does not answer is not asked for the rest. Remembers, changes nothing else.
 */

import type { AppError } from '../../../src-shared/model/error.ts'
import type { TagsLookedAt } from '../../../src-shared/model/library.ts'
import { parseReference } from '../../../src-shared/reference/index.ts'
import { toAppError } from '../platform/failures.ts'
import type { JobHandle } from '../platform/jobs.ts'
import type { KnownImage } from './changes.ts'
import { mapParallel } from './parallel.ts'
import type { TagKey, TagMemory } from './tag-memory.ts'

const parallelRequests = 4

export interface LookDeps {
  readonly memory: TagMemory
  localImages(): readonly KnownImage[]
  /** The digest that a tag leads to now; null where the source does not say. */
  digestOf(key: TagKey, signal: AbortSignal): Promise<string | null>
}

/** @param paths of the images; all when null. @throws AppFailure CANCELLED */
export async function lookAtTags(
  deps: LookDeps,
  paths: ReadonlySet<string> | null,
  handle: JobHandle,
): Promise<TagsLookedAt> {
  const { signal } = handle
  const images = deps.localImages().filter(({ path }) => paths === null || paths.has(path))
  const tags = new Map<string, TagKey>()
  for (const { reference, remote, architecture } of images) {
    if (reference === null || !followsTag(reference)) continue
    tags.set(JSON.stringify([remote, reference, architecture]), { remote, reference, architecture })
  }
  handle.phase('askingLibraries', tags.size)
  const silent = new Set<string>()
  let failed = 0
  let first: AppError | null = null
  await mapParallel([...tags.values()], parallelRequests, async (key) => {
    signal.throwIfAborted()
    const source = key.remote ?? ''
    if (!silent.has(source)) {
      try {
        const digest = await deps.digestOf(key, signal)
        if (digest !== null) deps.memory.seen(key, digest)
      } catch (error) {
        const told = toAppError(error)
        if (told.kind === 'cancelled') throw error
        if (told.kind === 'offline') silent.add(source)
        failed += 1
        first ??= told
        handle.log(`${key.reference}: ${told.message}`)
      }
    } else failed += 1
    handle.advance(1)
  })
  const moved = images.flatMap(({ path, reference, remote, architecture, digest }) =>
    reference !== null && digest !== null && deps.memory.hasMoved({ remote, reference, architecture }, digest) === true
      ? [path]
      : [],
  )
  return { looked: tags.size - failed, failed, moved, error: first }
}

/** Images that were made when they were pulled have no tag to compare with, nor have pinned ones. */
function followsTag(reference: string): boolean {
  const parsed = parseReference(reference)
  if (!parsed.ok) return false
  const { value } = parsed
  return (value.transport === 'library' && value.hash === null) || (value.transport === 'oras' && value.digest === null)
}
