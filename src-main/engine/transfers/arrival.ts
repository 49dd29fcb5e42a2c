/**
 * Where an image comes from, found before the first byte: a library, or a registry that holds SIF files. After
 * this, all images are brought in alike.
 */
import type { PullParams } from '../../../src-shared/contract/transfers.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import {
  type LibraryReference,
  printReference,
  pullFileName,
  type RegistryReference,
  type ShubReference,
  type WebReference,
} from '../../../src-shared/reference/index.ts'
import type { LibraryService } from '../library/library.ts'
import type { OciService } from '../oci/oci.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { type ArrivingFile, libraryFile } from './fetch-image.ts'
import { hubImageUrl, webFile, webUrl } from './web-source.ts'

export interface Arrival {
  readonly file: ArrivingFile
  /** The whole reference, with one tag or digest. */
  readonly resolved: string
  /** Name of the remote; null for registries and for servers that the reference names. */
  readonly remote: string | null
  /** Whether the reference follows a tag, which is then remembered. */
  readonly isTagged: boolean
  /** What the file must be for; null where its own header is the only word about that. */
  readonly architecture: string | null
  readonly fileName: string
  /** When the source says it got these bytes; null where it does not. ISO 8601. */
  readonly publishedAt: string | null
}

export interface ArrivalDeps {
  readonly http: HttpClient
  readonly library: LibraryService
  readonly registries: Pick<OciService, 'sif'>
}

/** What leads to a SIF file as it is, wherever that lies. */
export type FileReferenceElsewhere = LibraryReference | RegistryReference | ShubReference | WebReference

/** @throws AppFailure those of locating an image in a library, a registry, a hub or at a web address */
export async function findArrival(
  deps: ArrivalDeps,
  reference: FileReferenceElsewhere,
  params: PullParams,
  signal: AbortSignal,
): Promise<Arrival> {
  switch (reference.transport) {
    case 'library':
      return inLibrary(deps, reference, params, signal)
    case 'docker':
    case 'oras':
      return inRegistry(deps, reference, params, signal)
    case 'shub':
    case 'http':
    case 'https':
      return onTheWeb(deps, reference, params, signal)
    default:
      return assertNever(reference)
  }
}

/** Who types `http://` has been told by the address itself that it is not encrypted; the signatures are what counts. */
async function onTheWeb(
  { http }: ArrivalDeps,
  reference: ShubReference | WebReference,
  { architecture, insecure }: PullParams,
  signal: AbortSignal,
): Promise<Arrival> {
  const isHub = reference.transport === 'shub'
  const options = { insecure: insecure || reference.transport === 'http', signal }
  const url = isHub ? await hubImageUrl(http, reference, options) : webUrl(reference)
  const { file, publishedAt } = await webFile(http, url, options)
  // What follows the path may be a key to it, and is not kept.
  const shown = isHub ? reference : { ...reference, path: reference.path.replace(/\?.*$/s, '') }
  return {
    file,
    resolved: printReference(shown),
    remote: null,
    isTagged: isHub && reference.digest === null,
    architecture: architecture ?? null,
    fileName: pullFileName(reference),
    publishedAt,
  }
}

async function inLibrary(
  deps: ArrivalDeps,
  reference: LibraryReference,
  params: PullParams,
  signal: AbortSignal,
): Promise<Arrival> {
  const { architecture: asked, remote, insecure } = params
  const image = await deps.library.locate(reference, { architecture: asked, remote, insecure, signal })
  const names = image.names ?? { entity: null, collection: null }
  return {
    file: libraryFile(deps.http, image, image.architecture),
    resolved: printReference({ ...reference, tags: [reference.tags[0]] }, names),
    remote: image.place.remote,
    isTagged: reference.hash === null,
    architecture: image.architecture,
    fileName: pullFileName(reference),
    publishedAt: image.record.createdAt,
  }
}

/** @param reference one of SIF files, `oras://` */
async function inRegistry(
  deps: ArrivalDeps,
  reference: RegistryReference,
  { architecture, insecure }: PullParams,
  signal: AbortSignal,
): Promise<Arrival> {
  const { image, layer, peek } = await deps.registries.sif(reference, { architecture, insecure, signal })
  const source = image.blobSource(layer)
  return {
    file: {
      host: image.host,
      digest: layer.digest,
      sizeBytes: layer.sizeBytes,
      async *sources() {
        yield source
      },
    },
    resolved: printReference(reference),
    remote: null,
    isTagged: reference.digest === null,
    architecture: architecture === undefined ? null : (peek?.architecture ?? architecture),
    fileName: pullFileName(reference),
    publishedAt: null,
  }
}
