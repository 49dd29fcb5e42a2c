/**
 * From a `docker://` or `oras://` reference to one manifest, its configuration and its layers, for one
 * platform. Everything but the layers has been read and has the digest it was named by. Converts nothing.
 *
 *     const image = await oci.image(reference, { platform: readPlatform('arm64') })
 *     image.manifest.layers            // descriptors, lowest layer first
 *     image.config                     // bytes of the configuration, checked
 *     for await (const chunk of image.openBlob(layer)) …   // checked, gone on with after cuts
 */
import type { OciDescriptor, OciKind, OciPlatform } from '../../../src-shared/model/oci.ts'
import type { RegistryReference } from '../../../src-shared/reference/types.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { machineFirst } from '../platform/architecture.ts'
import { type BlobOptions, type BlobSource, blobStream, readBlob } from './blob-stream.ts'
import { kindOf, type OciIndex, type OciManifest } from './documents.ts'
import { explainMissing } from './missing.ts'
import { choosePlatform, isCandidate, printPlatform, satisfies, type WantedPlatform } from './platform.ts'
import type { FetchedDocument, Registry } from './registry.ts'

export interface ImageOptions {
  /** The platform to choose from an index, and that a single manifest must be for. */
  readonly platform: WantedPlatform
  /** True when the platform is only a default: then a manifest that the reference names by digest may be for any. */
  readonly isDefaultPlatform?: boolean
  readonly signal?: AbortSignal | undefined
}

export interface OciImage {
  readonly reference: RegistryReference
  readonly host: string
  readonly repository: string
  readonly kind: OciKind
  /** Of the manifest of the chosen platform. */
  readonly manifestDigest: string
  readonly manifest: OciManifest
  /** The exact bytes of the manifest. */
  readonly manifestBytes: Uint8Array
  /** What the tag points to, when that is an index. */
  readonly index: { readonly digest: string; readonly document: OciIndex } | null
  /** From the index or from the configuration; null where neither says. */
  readonly platform: OciPlatform | null
  /** Bytes of the configuration; null for artifacts whose configuration is no JSON worth reading. */
  readonly config: Uint8Array | null
  /** Bytes of one layer or other blob, checked while they come. See `blobStream`. */
  openBlob(descriptor: OciDescriptor, options?: BlobOptions): AsyncGenerator<Uint8Array, void, undefined>
  /** One blob as ranges can be asked of it, for downloads into a file. */
  blobSource(descriptor: OciDescriptor): BlobSource
}

const maximumDepth = 3
const maximumConfigBytes = 4 * 1024 * 1024

/** Fetches documents; the caller decides what is remembered. */
export type FetchDocument = (
  repository: string,
  named: string,
  signal: AbortSignal | undefined,
) => Promise<FetchedDocument | null>

/**
 * @throws AppFailure CONTAINER_NOT_FOUND, TAG_NOT_FOUND, TAGS_NONE, DIGEST_NOT_FOUND, ARCHITECTURE_NOT_FOUND,
 *   MANIFEST_MALFORMED, MANIFEST_SCHEMA_OLD, DIGEST_DIFFERS, SIZE_DIFFERS, those of logins and of the network
 */
export async function findImage(
  registry: Registry,
  fetchDocument: FetchDocument,
  reference: RegistryReference,
  options: ImageOptions,
): Promise<OciImage> {
  const { signal, platform: wanted } = options
  const { repository } = reference
  const { host } = registry
  const named = reference.digest ?? reference.tag ?? 'latest'
  let fetched = await fetchDocument(repository, named, signal)
  if (fetched === null) throw await explainMissing(registry, reference, printPlatform(wanted), signal)

  let index: OciImage['index'] = null
  let platform: OciPlatform | null = null
  for (let depth = 0; fetched.document.kind === 'index'; depth++) {
    if (depth >= maximumDepth)
      throw failure('MANIFEST_MALFORMED', { host }, { detail: 'indexes in indexes without end' })
    const { document, digest } = fetched
    index ??= { digest, document }
    const entry = entryFor(document, wanted)
    if (entry === null) throw missingPlatform(reference, document, wanted)
    platform = entry.platform ?? platform
    fetched = await fetchDocument(repository, entry.digest, signal)
    if (fetched === null) throw failure('FILE_NOT_ON_SERVER', { host })
  }

  const manifest = fetched.document
  const kind = kindOf(manifest)
  const isImage = kind === 'image' || kind === 'ociSif'
  const source = (descriptor: OciDescriptor): BlobSource => sourceOf(registry, repository, descriptor)
  const config = isImage ? await readBlob(source(manifest.config), manifest.config, maximumConfigBytes, signal) : null
  const own = config === null ? null : platformOfConfig(config)
  const mayBeAny = options.isDefaultPlatform === true && reference.digest !== null
  if (index === null && own !== null && !mayBeAny && !satisfies(own, wanted)) {
    throw failure('ARCHITECTURE_NOT_FOUND', {
      path: repository,
      tag: reference.tag ?? named,
      architecture: printPlatform(wanted),
      architectures: [printPlatform(own)],
    })
  }
  return {
    reference,
    host,
    repository,
    kind,
    manifestDigest: fetched.digest,
    manifest,
    manifestBytes: fetched.bytes,
    index,
    platform: platform ?? own,
    config,
    openBlob: (descriptor, blobOptions) => blobStream(source(descriptor), descriptor, blobOptions),
    blobSource: source,
  }
}

/** The entry for a platform; the only one of an index that names no platforms at all; or an index that may have it. */
function entryFor(index: OciIndex, wanted: WantedPlatform): OciDescriptor | null {
  const chosen = choosePlatform(index.manifests, wanted)
  if (chosen !== null) return chosen
  const [only, ...others] = index.manifests.filter((entry) => entry.platform === null)
  const isAlone = only !== undefined && others.length === 0
  return isAlone && !index.manifests.some(isCandidate) ? only : null
}

function missingPlatform(reference: RegistryReference, index: OciIndex, wanted: WantedPlatform) {
  const there = index.manifests.filter(isCandidate).map(({ platform }) => printPlatform(platform))
  return failure('ARCHITECTURE_NOT_FOUND', {
    path: reference.repository,
    tag: reference.tag ?? reference.digest ?? '',
    architecture: printPlatform(wanted),
    architectures: machineFirst(there),
  })
}

/** What a configuration says it is for; null where it says nothing that can be read. */
export function platformOfConfig(config: Uint8Array): OciPlatform | null {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(config))
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { os, architecture, variant } = value as Readonly<Record<string, unknown>>
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === '' || architecture === '') return null
  return { os, architecture, variant: typeof variant === 'string' && variant !== '' ? variant : null }
}

function sourceOf(registry: Registry, repository: string, descriptor: OciDescriptor): BlobSource {
  return {
    host: registry.host,
    open: (range, signal, options) => registry.blob(repository, descriptor.digest, range, signal, options),
  }
}
