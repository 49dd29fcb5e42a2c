/**
 * Makes an OCI-SIF: the image as it is, its layers squashed into one squashfs, with configuration, manifest and
 * index as objects. Nothing of a container program is put into the root. Source: build reference, 3.9.
 */
import type { FileHandle } from 'node:fs/promises'
import { packImage } from '../files/pack/pack-image.ts'
import { digestOf, mediaTypes } from '../oci/documents.ts'
import { hashSegments } from '../platform/hashing/index.ts'
import { version } from '../platform/version.ts'
import { firstDataOffset, writeSif } from '../sif/create.ts'
import { type Assembled, type AssembleOptions, besideTarget } from './assemble.ts'
import { goJson, type JsonValue } from './container/go-json.ts'
import { packLayer } from './convert.ts'
import type { OciSource, Platform } from './sources/source.ts'

/** Slots in the table of these files. */
const capacity = 12
const layerType = 'application/vnd.sylabs.image.layer.v1.squashfs'
const configType = 'application/vnd.oci.image.config.v1+json'
const { ociManifest: manifestType, ociIndex: indexType } = mediaTypes

export type OciSifOptions = Pick<
  AssembleOptions,
  'target' | 'owners' | 'imageTime' | 'signal' | 'onProgress' | 'warn'
> & {
  readonly platform: Platform
}

/** @throws AppFailure those of `packImage`; whatever it is, no file is left */
export async function assembleOciSif(source: OciSource, options: OciSifOptions): Promise<Assembled> {
  return besideTarget(options.target, (handle, path) => make(handle, path, source, options))
}

async function make(handle: FileHandle, path: string, source: OciSource, options: OciSifOptions): Promise<Assembled> {
  const { target, owners, signal, onProgress, warn } = options
  const offset = firstDataOffset(capacity)
  const pack = await packImage({
    into: handle,
    offset,
    shownAs: target,
    layers: source.layers.map(packLayer),
    owners,
    // Directories without an entry have no time, as in the files of the program.
    time: { seconds: 0, clampTimes: false },
    signal,
    onProgress,
  })
  onProgress({ phase: 'metadata' })
  if (pack.xattrsLeftOut > 0) warn('xattrsLeftOut', { count: String(pack.xattrsLeftOut) })
  const layer = { digest: await digestOfPart(path, offset, pack.sizeBytes, signal), size: pack.sizeBytes }
  const config = document(configOf(source, layer.digest, options))
  const manifest = document({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: configType, size: config.bytes.length, digest: config.digest },
    layers: [{ mediaType: layerType, ...layer }],
  })
  const index = document({
    schemaVersion: 2,
    mediaType: indexType,
    manifests: [
      { mediaType: manifestType, size: manifest.bytes.length, digest: manifest.digest, artifactType: configType },
    ],
  })
  await writeSif(handle, path, {
    deterministic: true,
    capacity,
    objects: [
      { type: 'OCIBlob', data: { offset, sizeBytes: layer.size, digest: layer.digest } },
      { type: 'OCIBlob', data: config.bytes },
      { type: 'OCIBlob', data: manifest.bytes },
      { type: 'OCIRootIndex', data: index.bytes },
    ],
  })
  const { size } = await handle.stat()
  return { path, sizeBytes: size, architecture: source.config.architecture ?? options.platform.architecture, pack }
}

/** The configuration of the image with the one layer it has now. */
function configOf({ config, manifestDigest }: OciSource, layer: string, options: OciSifOptions): JsonValue {
  const from = manifestDigest === null ? '' : ` created from ${manifestDigest.replace(/^sha256:/, '')}`
  return {
    architecture: config.architecture ?? options.platform.architecture,
    created: config.created ?? undefined,
    history: [
      {
        created: new Date(options.imageTime.seconds * 1000).toISOString(),
        created_by: `sif-desktop ${version}`,
        comment: `oci-sif${from}`,
      },
    ],
    os: config.os ?? 'linux',
    rootfs: { type: 'layers', diff_ids: [layer] },
    config: JSON.parse(config.stored),
    variant: config.variant ?? undefined,
  }
}

function document(value: JsonValue): { readonly bytes: Buffer; readonly digest: string } {
  const bytes = Buffer.from(goJson(value))
  return { bytes, digest: digestOf(bytes) }
}

async function digestOfPart(path: string, offset: number, lengthBytes: number, signal: AbortSignal): Promise<string> {
  const plan = { hashes: ['sha256'], segments: [{ offset, lengthBytes, feeds: [0] }] }
  const { hex } = await hashSegments(path, plan, { signal })
  return `sha256:${hex[0] ?? ''}`
}
