/**
 * Manifests and indexes: reading the JSON documents of registries, and saying what they are. Everything a
 * registry writes is checked here, once; bytes are compared with their digest before they are read.
 * Source: image specification 1.1, services reference 6.3, 6.6 and 6.7.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { OciDescriptor, OciKind } from '../../../src-shared/model/oci.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'

export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  sifConfig: 'application/vnd.sylabs.sif.config.v1+json',
  sifLayer: 'application/vnd.sylabs.sif.layer.v1.sif',
} as const

/** All kinds that are read, best first. Without them a registry may answer an old schema, or nothing. */
export const manifestAccept = [
  mediaTypes.ociIndex,
  mediaTypes.dockerIndex,
  mediaTypes.ociManifest,
  mediaTypes.dockerManifest,
].join(', ')

/** Layers that hold a SIF file: the type in use, and the misspelt one of old pushes. */
const sifLayers: ReadonlySet<string> = new Set([mediaTypes.sifLayer, 'appliciation/vnd.sylabs.sif.layer.tar'])
const ociSifLayers: ReadonlySet<string> = new Set([
  'application/vnd.sylabs.image.layer.v1.squashfs',
  'application/vnd.sylabs.image.layer.v1.ext3',
])
const imageConfigs: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
])
/** Tar archives, compressed or not, also those of foreign layers. */
const imageLayer =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar)(?:[.+](?:gzip|zstd))?$/

const maximumEntries = 1000

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/)
const mediaType = z.string().max(255)
const annotations = z.record(z.string().max(1000), z.string().max(65_536)).nullish()

const platformSchema = z
  .object({
    os: z.string().max(64),
    architecture: z.string().max(64),
    variant: z.string().max(64).nullish(),
  })
  .transform(({ os, architecture, variant }) => ({ os, architecture, variant: variant ? variant : null }))

const descriptorSchema = z
  .object({
    mediaType,
    digest,
    size: z.number().int().nonnegative(),
    annotations,
    artifactType: mediaType.nullish(),
    platform: platformSchema.nullish(),
    urls: z.array(z.string().max(2000)).max(20).nullish(),
  })
  .transform(
    (raw): OciDescriptor => ({
      mediaType: raw.mediaType,
      digest: raw.digest,
      sizeBytes: raw.size,
      annotations: raw.annotations ?? {},
      artifactType: raw.artifactType || null,
      platform: raw.platform ?? null,
      urls: raw.urls ?? [],
    }),
  )

const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: mediaType.nullish(),
  artifactType: mediaType.nullish(),
  config: descriptorSchema,
  layers: z
    .array(descriptorSchema)
    .max(maximumEntries)
    .nullish()
    .transform((layers) => layers ?? []),
  subject: descriptorSchema.nullish(),
  annotations,
})

const indexSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: mediaType.nullish(),
  artifactType: mediaType.nullish(),
  manifests: z
    .array(descriptorSchema)
    .max(maximumEntries)
    .nullish()
    .transform((manifests) => manifests ?? []),
  annotations,
})

export interface OciManifest {
  readonly kind: 'manifest'
  readonly mediaType: string
  readonly artifactType: string | null
  readonly config: OciDescriptor
  readonly layers: readonly OciDescriptor[]
  readonly annotations: Readonly<Record<string, string>>
}

export interface OciIndex {
  readonly kind: 'index'
  readonly mediaType: string
  readonly artifactType: string | null
  readonly manifests: readonly OciDescriptor[]
  readonly annotations: Readonly<Record<string, string>>
}

export type OciDocument = OciManifest | OciIndex

/** `sha256:` and the hex digits of some bytes; `sha512` for a digest of that kind. */
export function digestOf(bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

export function algorithmOf(digestText: string): 'sha256' | 'sha512' {
  return digestText.startsWith('sha512:') ? 'sha512' : 'sha256'
}

/**
 * Reads a manifest or an index. What it is decides its shape; `contentType` is only believed about the old
 * schema, whose documents have neither shape.
 * @param host for messages
 * @throws AppFailure MANIFEST_SCHEMA_OLD, MANIFEST_MALFORMED
 */
export function readDocument(bytes: Uint8Array, contentType: string, host: string): OciDocument {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const value = parseJson(bytes, host)
  if (isOldSchema(value, type)) throw failure('MANIFEST_SCHEMA_OLD', { host })
  const members = new Set(typeof value === 'object' && value !== null ? Object.keys(value) : [])
  const isIndex = members.has('manifests')
  // A document that is both would be one thing for its checker and another for its user.
  if (isIndex && (members.has('layers') || members.has('config') || members.has('fsLayers')))
    throw malformed(host, 'it is an index and a manifest at once')
  if (isIndex) {
    const parsed = indexSchema.safeParse(value)
    if (!parsed.success) throw malformed(host, problemOf(parsed.error))
    const { manifests, artifactType } = parsed.data
    return {
      kind: 'index',
      mediaType: parsed.data.mediaType ?? (type === '' ? mediaTypes.ociIndex : type),
      artifactType: artifactType || null,
      manifests,
      annotations: parsed.data.annotations ?? {},
    }
  }
  const parsed = manifestSchema.safeParse(value)
  if (!parsed.success) throw malformed(host, problemOf(parsed.error))
  const { config, layers, artifactType } = parsed.data
  return {
    kind: 'manifest',
    mediaType: parsed.data.mediaType ?? (type === '' ? mediaTypes.ociManifest : type),
    artifactType: artifactType || null,
    config,
    layers,
    annotations: parsed.data.annotations ?? {},
  }
}

function parseJson(bytes: Uint8Array, host: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    throw malformed(host, 'it is no JSON')
  }
}

function isOldSchema(value: unknown, type: string): boolean {
  if (/^application\/vnd\.docker\.distribution\.manifest\.v1\+(?:json|prettyjws)$/.test(type)) return true
  return typeof value === 'object' && value !== null && 'schemaVersion' in value && value.schemaVersion === 1
}

function problemOf(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`
}

function malformed(host: string, detail: string) {
  return failure('MANIFEST_MALFORMED', { host }, { detail })
}

/** What a manifest holds. Decided by its layers, because configurations of SIF artifacts differ between writers. */
export function kindOf(manifest: OciManifest): OciKind {
  const types = manifest.layers.map((layer) => layer.mediaType)
  if (types.some((type) => sifLayers.has(type))) return 'sif'
  if (types.length > 0 && types.every((type) => ociSifLayers.has(type))) return 'ociSif'
  if (imageConfigs.has(manifest.config.mediaType) && types.every(isArchiveLayer)) return 'image'
  return 'artifact'
}

/** Whether a media type is that of a layer that is an archive to be unpacked. */
export function isArchiveLayer(type: string): boolean {
  return imageLayer.test(type)
}

/** Whether a media type is that of a layer with a SIF file in it. */
export function isSifLayer(type: string): boolean {
  return sifLayers.has(type)
}
