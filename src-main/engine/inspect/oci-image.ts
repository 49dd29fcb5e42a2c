/**
 * Finds the image inside an OCI-SIF: root index, manifest, configuration. Layers are never read.
 * Every blob is hashed before it is believed, and the number of blobs followed is bounded.
 * Source: SIF reference, chapter 12.
 */
import { createHash } from 'node:crypto'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { objectName } from '../../../src-shared/text/image-problems.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import {
  isJsonObject,
  type JsonObject,
  member,
  parseJsonObject,
  type Reading,
  readMetadata,
  stringRecord,
} from './metadata-objects.ts'

/** Indexes within indexes that are followed. */
const maxDepth = 4
/** Entries of all indexes together that are looked at. */
const maxEntries = 256
/** Indexes that are followed at all, so that many names for few large blobs cost little. */
const maxIndexes = 16
/** Registries take no larger manifest either. */
const maxBlobBytes = 4 * 1024 * 1024

export interface OciImage {
  /** The `config` member of the image's configuration, or null. */
  readonly config: JsonObject | null
  readonly labels: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
}

/** Under which name the environment of an OCI image is shown, as it comes from no file. */
const environmentName = 'config.Env'
const noImage: OciImage = { config: null, labels: {}, environment: {} }

/** @param roots the root index objects; only a single one can be followed */
export async function readOciImage(reading: Reading, roots: readonly SifObject[]): Promise<OciImage> {
  const [root, second] = roots
  if (root === undefined) return noImage
  if (second !== undefined) {
    reading.problems.add('OCI_INDEX_REPEATED', objectName(second.id))
    return noImage
  }
  const index = await readBlob(reading, root, 'OCI root index')
  if (index === null) return noImage
  const found = await findManifests(reading, index)
  const [manifest] = found
  if (manifest === undefined) {
    reading.problems.add('OCI_IMAGE_NONE', objectName(root.id))
    return noImage
  }
  if (found.length > 1) reading.problems.add('OCI_IMAGE_SEVERAL', objectName(root.id), { count: found.length })
  return readConfiguration(reading, manifest)
}

async function readConfiguration(reading: Reading, manifest: JsonObject): Promise<OciImage> {
  const parent = await follow(reading, manifest, 'OCI manifest')
  const descriptor = parent === null ? undefined : member(parent.json, 'config')
  if (!isJsonObject(descriptor)) return noImage
  const configuration = await follow(reading, descriptor, 'OCI configuration')
  if (configuration === null) return noImage
  const config = member(configuration.json, 'config')
  if (!isJsonObject(config)) return noImage
  const at = objectName(configuration.object.id)
  const variables = member(config, 'Env')
  const lines = Array.isArray(variables) ? variables.filter((line) => typeof line === 'string') : []
  return {
    config,
    labels: stringRecord(reading.problems, at, 'OCI configuration', 'config.Labels', member(config, 'Labels')),
    environment: lines.length === 0 ? {} : { [environmentName]: lines.join('\n') },
  }
}

/** Collects the entries that stand for images, in order, through nested indexes. */
async function findManifests(reading: Reading, root: JsonObject): Promise<JsonObject[]> {
  const found: JsonObject[] = []
  let looked = 0
  let followed = 0
  const visit = async (index: JsonObject, depth: number): Promise<void> => {
    const entries = member(index, 'manifests')
    for (const entry of Array.isArray(entries) ? entries : []) {
      looked += 1
      if (looked > maxEntries) return
      if (!isJsonObject(entry) || !isImageEntry(entry)) continue
      if (!isIndexType(member(entry, 'mediaType'))) found.push(entry)
      else if (depth < maxDepth && followed < maxIndexes) {
        followed += 1
        const nested = await follow(reading, entry, 'OCI index')
        if (nested !== null) await visit(nested.json, depth + 1)
      }
    }
  }
  await visit(root, 1)
  return found
}

function isIndexType(mediaType: unknown): boolean {
  return (
    mediaType === 'application/vnd.oci.image.index.v1+json' ||
    mediaType === 'application/vnd.docker.distribution.manifest.list.v2+json'
  )
}

/** Cosign material and build attestations are in the index too, but are no images. */
function isImageEntry(entry: JsonObject): boolean {
  const annotations = member(entry, 'annotations')
  const name = isJsonObject(annotations) ? member(annotations, 'org.opencontainers.image.ref.name') : undefined
  if (typeof name === 'string' && name.startsWith('_cosign')) return false
  const platform = member(entry, 'platform')
  return !(isJsonObject(platform) && member(platform, 'os') === 'unknown')
}

/** Reads the blob that an OCI descriptor names: the first object with that digest and size. */
async function follow(
  reading: Reading,
  descriptor: JsonObject,
  what: string,
): Promise<{ readonly json: JsonObject; readonly object: SifObject } | null> {
  const digest = member(descriptor, 'digest')
  const size = member(descriptor, 'size')
  const object = reading.file.structure.objects.find(
    ({ detail, sizeBytes }) => detail.kind === 'oci' && detail.digest === digest && sizeBytes === size,
  )
  if (object === undefined) {
    const shown = typeof digest === 'string' ? printable(digest.slice(0, 100)) : 'without a digest'
    reading.problems.add('OCI_BLOB_MISSING', 'OCI root index', { what, digest: shown })
    return null
  }
  const json = await readBlob(reading, object, what)
  return json === null ? null : { json, object }
}

async function readBlob(reading: Reading, object: SifObject, what: string): Promise<JsonObject | null> {
  const read = await readMetadata(reading, object, what, maxBlobBytes)
  if (read === null || !read.complete) return null
  const digest = `sha256:${createHash('sha256').update(read.bytes).digest('hex')}`
  if (object.detail.kind !== 'oci' || object.detail.digest !== digest) {
    const stored = object.detail.kind === 'oci' ? printable(object.detail.digest.slice(0, 100)) : ''
    reading.problems.add('OCI_BLOB_CHANGED', objectName(object.id), { what, digest: stored })
    return null
  }
  return parseJsonObject(reading, object, what, read.bytes)
}
