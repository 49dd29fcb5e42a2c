/** `docker-archive:FILE`: what `docker save` writes, compressed or not, with one image or several. */
import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { digestOf } from '../../oci/documents.ts'
import { readImageConfig } from '../container/oci-config.ts'
import { archiveStore, type FileStore } from './file-store.ts'
import { checkPlatform } from './layout.ts'
import { checkCount } from './manifests.ts'
import type { OciLayer, OciSource, OpenSourceOptions } from './source.ts'

const maxDocumentBytes = 16 << 20

const manifestSchema = z.array(
  z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullish(), Layers: z.array(z.string()).nullish() }),
)
type Entry = z.output<typeof manifestSchema>[number]

/**
 * @param reference path, with `:name:tag` behind it where there are several images
 * @throws AppFailure OCI_NO_DOCKER_ARCHIVE, OCI_NO_IMAGE, OCI_SEVERAL_TAGS, OCI_BLOB_MISSING, OCI_BLOB_CHANGED,
 *   OCI_CONFIG_MALFORMED, OCI_PLATFORM_DIFFERS, OCI_NO_LAYERS, and those of {@link archiveStore}
 */
export async function openDockerArchive(reference: string, options: OpenSourceOptions): Promise<OciSource> {
  const { path, tag } = await pathAndTag(reference)
  const store = await archiveStore(path, options)
  try {
    const entry = chooseEntry(await readEntries(store), tag, store.shownAs)
    const bytes = await readDocument(store, entry.Config)
    const named = /([0-9a-f]{64})(?:\.json)?$/.exec(entry.Config)?.[1]
    if (named !== undefined && digestOf(bytes) !== `sha256:${named}`) {
      throw failure('OCI_BLOB_CHANGED', { image: store.shownAs, digest: `sha256:${named}` })
    }
    const config = readImageConfig(bytes, store.shownAs)
    checkPlatform(config, options, store.shownAs)
    const layers = await layersOf(store, entry.Layers ?? [], config.diffIds)
    const close = () => store.close()
    return { shownAs: store.shownAs, manifestDigest: null, config, layers, registryBase: null, close }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The longest beginning of a reference that is a file; what stands behind its colon is a tag. */
async function pathAndTag(reference: string): Promise<{ readonly path: string; readonly tag: string | null }> {
  const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null
  if (await isThere(reference)) return { path: reference, tag: null }
  for (let colon = reference.lastIndexOf(':'); colon > 0; colon = reference.lastIndexOf(':', colon - 1)) {
    const path = reference.slice(0, colon)
    if (await isThere(path)) return { path, tag: reference.slice(colon + 1) }
  }
  return { path: reference, tag: null }
}

async function readEntries(store: FileStore): Promise<readonly Entry[]> {
  const file = await store.find('manifest.json')
  if (file === null) throw failure('OCI_NO_DOCKER_ARCHIVE', { path: store.shownAs })
  let value: unknown
  try {
    value = JSON.parse((await file.head(maxDocumentBytes)).toString('utf8'))
  } catch {
    throw failure('OCI_MANIFEST_MALFORMED', { image: store.shownAs })
  }
  const parsed = manifestSchema.safeParse(value)
  if (!parsed.success) throw failure('OCI_MANIFEST_MALFORMED', { image: store.shownAs })
  return parsed.data
}

function chooseEntry(entries: readonly Entry[], tag: string | null, shownAs: string): Entry {
  const [first] = entries
  if (first === undefined) throw failure('OCI_NO_IMAGE', { image: shownAs })
  const fitting = tag === null ? entries : entries.filter(({ RepoTags }) => (RepoTags ?? []).some(means(tag)))
  const [chosen] = fitting
  if (chosen !== undefined && fitting.length === 1) return chosen
  const tags = entries.flatMap(({ RepoTags }) => RepoTags ?? [])
  throw failure('OCI_SEVERAL_TAGS', { path: shownAs, tags: tags.length === 0 ? ['none of them has a name'] : tags })
}

function means(typed: string): (name: string) => boolean {
  const withTag = /:[^/]*$/.test(typed) ? typed : `${typed}:latest`
  return (name) => name === withTag
}

async function layersOf(
  store: FileStore,
  names: readonly string[],
  diffIds: readonly string[],
): Promise<readonly OciLayer[]> {
  if (names.length === 0) throw failure('OCI_NO_LAYERS', { image: store.shownAs })
  checkCount(names.length, diffIds, store.shownAs)
  return Promise.all(
    names.map(async (name, index) => {
      const file = await store.find(name)
      if (file === null) throw failure('OCI_BLOB_MISSING', { image: store.shownAs, digest: name })
      // Newer archives hold the blobs of a layout, whose names are their digests.
      const digest = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(name)?.[1]
      return {
        source: file.source,
        digest: digest === undefined ? null : `sha256:${digest}`,
        diffId: diffIds[index] ?? null,
        sizeBytes: file.sizeBytes,
      }
    }),
  )
}

async function readDocument(store: FileStore, name: string): Promise<Buffer> {
  const file = await store.find(name)
  if (file === null) throw failure('OCI_BLOB_MISSING', { image: store.shownAs, digest: name })
  if (file.sizeBytes > maxDocumentBytes) throw failure('OCI_DOCUMENT_TOO_LARGE', { image: store.shownAs, name })
  return file.head(maxDocumentBytes)
}
