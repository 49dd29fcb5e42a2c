/** Finds the image that a library reference means, for showing it and for pulling it. */
import type { LibraryReference } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { HttpClient } from '../platform/http/client.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { explainMissing } from './missing.ts'
import { type FullNames, fullNames, type LibraryPlace, placeOf, typedPath } from './places.ts'
import type { ImageRecord } from './records.ts'

export interface LocateOptions {
  readonly architecture: string
  readonly remote?: string | undefined
  /** Plain http for a server that the reference names. */
  readonly insecure?: boolean
  readonly signal?: AbortSignal
}

export interface LocatedImage {
  readonly place: LibraryPlace
  /** `path:tag` as the server is asked, with the path as typed. */
  readonly named: string
  readonly names: FullNames | null
  readonly record: ImageRecord
}

/**
 * @throws AppFailure the explanations of `explainMissing`; ARCHITECTURE_NOT_FOUND also when the server
 *   hands out a record of another architecture, which some do
 */
export async function locateImage(
  deps: { readonly http: HttpClient; readonly remotes: RemotesService },
  reference: LibraryReference,
  options: LocateOptions,
): Promise<LocatedImage> {
  const { architecture, signal } = options
  const place = await placeOf(deps, reference.host, options.remote, options.insecure ?? false, signal)
  const tag = reference.tags[0]
  const named = `${typedPath(reference)}:${tag}`
  const record = await place.api.image(named, architecture, signal)
  if (!record) throw await explainMissing(place, reference, architecture, deps.remotes, signal)
  const isOther = record.arch !== null && record.arch !== 'unknown' && record.arch !== architecture
  if (isOther) {
    const path = typedPath(reference)
    throw failure('ARCHITECTURE_NOT_FOUND', { path, tag, architecture, architectures: [record.arch ?? ''] })
  }
  return { place, named, record, names: await fullNames(place, reference, record, deps.remotes, signal) }
}
