/**
 * OCI images on this computer: a layout in a folder or in an archive. Every small blob is compared with its
 * digest before it is believed; layers are compared while they are merged.
 */
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { digestOf } from '../../oci/documents.ts'
import { satisfies } from '../../oci/platform.ts'
import { readImageConfig } from '../container/oci-config.ts'
import { archiveStore, type FileStore, folderStore, type StoredFile } from './file-store.ts'
import {
  checkArchives,
  checkCount,
  chooseForPlatform,
  type Descriptor,
  isIndex,
  onlyImage,
  platformText,
  readIndex,
  readManifest,
} from './manifests.ts'
import type { OciLayer, OciSource, OpenSourceOptions } from './source.ts'

const maxDocumentBytes = 16 << 20
/** Indexes below indexes that are followed. */
const maxDepth = 4

/**
 * `oci:DIR`.
 * @param digest of one image of several; null when there is only one
 * @throws AppFailure those of {@link openStore}
 */
export function openLayout(folder: string, digest: string | null, options: OpenSourceOptions): Promise<OciSource> {
  return openStore(folderStore(folder), digest, options)
}

/** `oci-archive:FILE`: the tar archive of a layout, compressed or not. */
export async function openOciArchive(
  path: string,
  digest: string | null,
  options: OpenSourceOptions,
): Promise<OciSource> {
  return openStore(await archiveStore(path, options), digest, options)
}

/**
 * @throws AppFailure OCI_NO_LAYOUT, OCI_NO_IMAGE, OCI_SEVERAL_IMAGES, OCI_PLATFORM_MISSING, OCI_PLATFORM_DIFFERS,
 *   OCI_BLOB_MISSING, OCI_BLOB_CHANGED, OCI_MANIFEST_MALFORMED, OCI_CONFIG_MALFORMED, OCI_NO_LAYERS
 */
async function openStore(store: FileStore, digest: string | null, options: OpenSourceOptions): Promise<OciSource> {
  try {
    const index = await store.find('index.json')
    if (index === null) throw failure('OCI_NO_LAYOUT', { image: store.shownAs })
    const entries = readIndex(await document(store, index, 'index.json'), store.shownAs)
    const found = digest === null ? onlyImage(entries, store.shownAs) : await findByDigest(store, entries, digest)
    const chosen = await followIndexes(store, found, options, 0)
    const manifest = readManifest(await blobDocument(store, chosen), store.shownAs)
    const config = readImageConfig(await blobDocument(store, manifest.config), store.shownAs)
    checkPlatform(config, options, store.shownAs)
    const layers = await layersOf(store, manifest.layers, config.diffIds)
    return {
      shownAs: store.shownAs,
      manifestDigest: chosen.digest,
      config,
      layers,
      registryBase: null,
      close: () => store.close(),
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** An image that the layout lists, or that an index in the list does. */
async function findByDigest(store: FileStore, entries: readonly Descriptor[], digest: string): Promise<Descriptor> {
  const direct = entries.find((entry) => entry.digest === digest)
  if (direct) return direct
  for (const entry of entries.filter(isIndex)) {
    const below = readIndex(await blobDocument(store, entry), store.shownAs)
    const found = below.find((inner) => inner.digest === digest)
    if (found) return found
  }
  throw failure('OCI_NO_SUCH_IMAGE', { image: store.shownAs, digest })
}

async function followIndexes(
  store: FileStore,
  found: Descriptor,
  options: OpenSourceOptions,
  depth: number,
): Promise<Descriptor> {
  if (!isIndex(found)) return found
  if (depth >= maxDepth)
    throw failure('OCI_MANIFEST_MALFORMED', { image: store.shownAs }, { detail: 'too many indexes' })
  const entries = readIndex(await blobDocument(store, found), store.shownAs)
  const nested = entries.filter(isIndex)
  const images = entries.filter((entry) => !isIndex(entry))
  const next = images.length === 0 ? onlyImage(nested, store.shownAs) : null
  return followIndexes(store, next ?? chooseForPlatform(images, options.platform, store.shownAs), options, depth + 1)
}

/** @throws AppFailure OCI_PLATFORM_DIFFERS when an image says it is for something else than what is wanted */
export function checkPlatform(
  config: { readonly architecture: string | null; readonly os: string | null; readonly variant: string | null },
  { platform, anyPlatform }: OpenSourceOptions,
  shownAs: string,
): void {
  const { architecture, os, variant } = config
  if (anyPlatform || architecture === null || architecture === '') return
  const offered = { architecture, os: os ?? 'linux', variant: variant || null }
  if (satisfies(offered, { os: 'linux', ...platform })) return
  throw failure('OCI_PLATFORM_DIFFERS', {
    image: shownAs,
    found: platformText(offered),
    wanted: platformText({ os: 'linux', ...platform }),
    architecture,
  })
}

async function layersOf(
  store: FileStore,
  descriptors: readonly Descriptor[],
  diffIds: readonly string[],
): Promise<readonly OciLayer[]> {
  checkArchives(descriptors, store.shownAs)
  checkCount(descriptors.length, diffIds, store.shownAs)
  return Promise.all(
    descriptors.map(async ({ digest, size }, index) => {
      const file = await blob(store, digest, size)
      return { source: file.source, digest, diffId: diffIds[index] ?? null, sizeBytes: size }
    }),
  )
}

/** A blob of the size that is announced. */
async function blob(store: FileStore, digest: string, sizeBytes: number): Promise<StoredFile> {
  const file = await store.find(`blobs/${digest.replace(':', '/')}`)
  if (file === null) throw failure('OCI_BLOB_MISSING', { image: store.shownAs, digest })
  if (file.sizeBytes !== sizeBytes) throw failure('OCI_BLOB_CHANGED', { image: store.shownAs, digest })
  return file
}

async function blobDocument(store: FileStore, { digest, size }: Descriptor): Promise<Buffer> {
  const bytes = await document(store, await blob(store, digest, size), digest)
  if (digestOf(bytes) !== digest) throw failure('OCI_BLOB_CHANGED', { image: store.shownAs, digest })
  return bytes
}

async function document(store: FileStore, file: StoredFile, name: string): Promise<Buffer> {
  if (file.sizeBytes > maxDocumentBytes) throw failure('OCI_DOCUMENT_TOO_LARGE', { image: store.shownAs, name })
  return file.head(maxDocumentBytes)
}
