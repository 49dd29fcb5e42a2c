/** Says what a reference means: every default filled in and, when asked online, which bytes and whose signature. */
import type { ResolvedReference } from '../../../src-shared/model/reference.ts'
import {
  type LibraryDefaults,
  namedDigest,
  noDefaults,
  type ParsedReference,
  parseReference,
  pinnedReference,
  printReference,
  pullFileName,
  referenceParts,
} from '../../../src-shared/reference/index.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import type { OciService } from '../oci/oci.ts'
import { machineArchitecture } from '../platform/architecture.ts'
import type { HttpClient } from '../platform/http/client.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { locateImage } from './locate.ts'

export interface ResolveParams {
  readonly reference: string
  readonly architecture?: string | undefined
  readonly online: boolean
  readonly remote?: string | undefined
  readonly insecure?: boolean
}

/** @throws AppFailure those of reading references */
export function readReference(text: string): ParsedReference {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  return parsed.value
}

/**
 * Libraries and registries are asked; other sources are read and completed without asking anybody.
 * @throws AppFailure those of reading references and of locating an image
 */
export async function resolveReference(
  deps: {
    readonly http: HttpClient
    readonly remotes: RemotesService
    readonly registries: Pick<OciService, 'resolve'>
  },
  params: ResolveParams,
  signal?: AbortSignal,
): Promise<ResolvedReference> {
  const reference = readReference(params.reference)
  const architecture = params.architecture ?? machineArchitecture()
  const offline = complete(params.reference, reference, architecture, noDefaults)
  if (params.online && (reference.transport === 'docker' || reference.transport === 'oras')) {
    const { architecture: asked, insecure: plain = false } = params
    return {
      ...offline,
      ...(await deps.registries.resolve(reference, { architecture: asked, insecure: plain, signal })),
    }
  }
  if (reference.transport !== 'library') return offline
  if (!params.online) {
    const remote = reference.host === null ? deps.remotes.known(params.remote) : null
    const defaults = { entity: remote?.knowledge.entity ?? null, collection: remote?.knowledge.collection ?? null }
    return { ...complete(params.reference, reference, architecture, defaults), remote: remote?.name ?? null }
  }
  const { insecure = false } = params
  const options = { architecture: params.architecture, remote: params.remote, insecure, ...(signal ? { signal } : {}) }
  const { place, names, record, architecture: found } = await locateImage(deps, reference, options)
  const defaults = names ? { entity: names.entity, collection: names.collection } : place.defaults
  return {
    ...complete(params.reference, reference, found, defaults, record.digest),
    sizeBytes: record.sizeBytes,
    fingerprints: record.fingerprints,
    signed: record.signed ?? record.fingerprints.length > 0,
    remote: place.remote,
  }
}

function complete(
  input: string,
  reference: ParsedReference,
  architecture: string,
  defaults: LibraryDefaults,
  found: string | null = null,
): ResolvedReference {
  const digest = namedDigest(reference) ?? found
  return {
    input,
    transport: reference.transport,
    reference: printReference(reference, defaults),
    parts: referenceParts(reference, defaults),
    digest,
    pinned: digest === null ? null : pinnedReference(reference, digest, defaults),
    architecture,
    sizeBytes: null,
    fingerprints: [],
    signed: null,
    fileName: pullFileName(reference),
    remote: null,
  }
}
