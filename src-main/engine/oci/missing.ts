/** Explains a manifest that is not there: whether the repository, the tag or the digest is missing, and what there is. */
import type { RegistryReference } from '../../../src-shared/reference/types.ts'
import { type AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { compareTags } from '../library/tags.ts'
import { toAppError } from '../platform/failures.ts'
import type { Registry } from './registry.ts'

const maximumTags = 50

/** Tags that stand for something said about an image: signatures, attestations, lists of referrers. */
export function isSpokenAbout(tag: string): boolean {
  return /^sha256-[0-9a-f]{64}(?:\.(?:sig|att|sbom))?$/.test(tag)
}

/** Tags of images, versions first and higher ones before lower. */
export function imageTags(tags: readonly string[]): readonly string[] {
  return tags.filter((tag) => !isSpokenAbout(tag)).sort(compareTags)
}

/** @returns CONTAINER_NOT_FOUND, TAG_NOT_FOUND, TAGS_NONE, DIGEST_NOT_FOUND; what kept it from asking, otherwise */
export async function explainMissing(
  registry: Registry,
  reference: RegistryReference,
  architecture: string,
  signal?: AbortSignal,
): Promise<AppFailure> {
  const { repository: path, digest, tag } = reference
  const { host } = registry
  const noSuch = failure('CONTAINER_NOT_FOUND', { path, host })
  const tags = await registry.tags(path, signal).catch((error: unknown) => {
    const { kind } = toAppError(error)
    if (kind !== 'notPermitted' && kind !== 'notFound') throw error
    return null
  })
  if (tags === null) return noSuch
  if (digest !== null) return failure('DIGEST_NOT_FOUND', { path, digest, architecture })
  const images = imageTags(tags)
  if (images.length === 0) return failure('TAGS_NONE', { path })
  const shown = images.slice(0, maximumTags)
  return failure('TAG_NOT_FOUND', {
    path,
    tag,
    architecture,
    tags: shown,
    tagDates: shown.map(() => ''),
    tagArchitectures: shown.map(() => ''),
  })
}
