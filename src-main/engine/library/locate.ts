/** Finds the image that a library reference means, for showing it and for pulling it. */
import { type LibraryReference, namedDigest } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { machineArchitecture } from '../platform/architecture.ts'
import type { HttpClient } from '../platform/http/client.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { explainMissing } from './missing.ts'
import { type FullNames, fullNames, type LibraryPlace, placeOf, typedPath } from './places.ts'
import type { ImageRecord } from './records.ts'

export interface LocateOptions {
  /** This computer's when left out; then a reference that names a digest may be of any. */
  readonly architecture?: string | undefined
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
  /** Of the image, as the library says; what was asked for where it says nothing. */
  readonly architecture: string
}

/**
 * @throws AppFailure DIGEST_DIFFERS, the explanations of `explainMissing`; ARCHITECTURE_NOT_FOUND also when the server
 *   hands out a record of another architecture, which some do
 */
export async function locateImage(
  deps: { readonly http: HttpClient; readonly remotes: RemotesService },
  reference: LibraryReference,
  options: LocateOptions,
): Promise<LocatedImage> {
  const { signal } = options
  const architecture = options.architecture ?? machineArchitecture()
  // A digest decides by itself; only somebody who asked for an architecture is told that it is another.
  const isAny = options.architecture === undefined && reference.hash !== null
  const place = await placeOf(deps, reference.host, options.remote, options.insecure ?? false, signal)
  const tag = reference.tags[0]
  const named = `${typedPath(reference)}:${tag}`
  const ask = (wanted: string | null) => place.api.image(named, wanted, signal)
  const answered = (await ask(architecture)) ?? (isAny ? await ask(null) : null)
  if (!answered) throw await explainMissing(place, reference, architecture, deps.remotes, signal)
  // A reference that names a digest means that and nothing else, whatever the server makes of it.
  const asked = namedDigest(reference)
  if (asked !== null && answered.digest !== null && answered.digest !== asked) {
    throw failure('DIGEST_DIFFERS', { host: place.api.host })
  }
  const record = asked === null ? answered : { ...answered, digest: asked }
  const found = record.arch === null || record.arch === 'unknown' ? architecture : record.arch
  if (found !== architecture && !isAny) {
    const path = typedPath(reference)
    throw failure('ARCHITECTURE_NOT_FOUND', { path, tag, architecture, architectures: [found] })
  }
  const names = await fullNames(place, reference, record, deps.remotes, signal)
  return { place, named, record, names, architecture: found }
}
