/**
 * Indexes and manifests: checked shapes, and the choice of one image among several. It reads nothing by
 * itself. Source: OCI image specification; build reference, 3.1, 3.2 and 3.9.
 */
import { z } from 'zod'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { isArchiveLayer, mediaTypes } from '../../oci/documents.ts'
import { satisfies } from '../../oci/platform.ts'
import type { Platform } from './source.ts'

const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const sizeSchema = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)

const descriptorSchema = z.object({
  mediaType: z.string().default(''),
  digest: digestSchema,
  size: sizeSchema,
  platform: z.object({ architecture: z.string(), os: z.string(), variant: z.string().nullish() }).nullish(),
  annotations: z.record(z.string(), z.string()).nullish(),
})
export type Descriptor = z.output<typeof descriptorSchema>

const indexSchema = z.object({ manifests: z.array(descriptorSchema) })
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema).nullish() })

export interface Manifest {
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

const indexTypes: ReadonlySet<string> = new Set([mediaTypes.ociIndex, mediaTypes.dockerIndex])

export function isIndex(descriptor: Descriptor): boolean {
  return indexTypes.has(descriptor.mediaType)
}

/** @throws AppFailure OCI_MANIFEST_MALFORMED */
export function readIndex(bytes: Uint8Array, shownAs: string): readonly Descriptor[] {
  return parse(indexSchema, bytes, shownAs).manifests
}

/** @throws AppFailure OCI_MANIFEST_MALFORMED */
export function readManifest(bytes: Uint8Array, shownAs: string): Manifest {
  const { config, layers } = parse(manifestSchema, bytes, shownAs)
  return { config, layers: layers ?? [] }
}

function parse<Schema extends z.ZodType>(schema: Schema, bytes: Uint8Array, shownAs: string): z.output<Schema> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8').decode(bytes))
  } catch {
    throw failure('OCI_MANIFEST_MALFORMED', { image: shownAs })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw failure('OCI_MANIFEST_MALFORMED', { image: shownAs }, { detail: `${issue?.path.join('.')}: ${issue?.message}` })
}

/** @throws AppFailure OCI_NO_LAYERS, OCI_LAYER_UNSUPPORTED when not all layers are archives to be unpacked */
export function checkArchives(layers: readonly { readonly mediaType: string }[], shownAs: string): void {
  if (!layers.some(({ mediaType }) => isArchiveLayer(mediaType))) throw failure('OCI_NO_LAYERS', { image: shownAs })
  const odd = layers.find(({ mediaType }) => !isArchiveLayer(mediaType))
  if (odd) throw failure('OCI_LAYER_UNSUPPORTED', { image: shownAs, mediaType: odd.mediaType })
}

/** @throws AppFailure OCI_LAYERS_DIFFER when a configuration lists other layers than there are */
export function checkCount(layers: number, diffIds: readonly string[], shownAs: string): void {
  if (diffIds.length === 0 || diffIds.length === layers) return
  throw failure('OCI_LAYERS_DIFFER', { image: shownAs, layers, listed: diffIds.length })
}

/** Statements about an image that lie beside it in an index; nothing that runs. */
function isAttestation({ platform, annotations }: Descriptor): boolean {
  return platform?.os === 'unknown' || annotations?.['vnd.docker.reference.type'] === 'attestation-manifest'
}

/**
 * The entry of an index that is for a platform: the first that says so, or the only one that says nothing.
 * @throws AppFailure OCI_PLATFORM_MISSING
 */
export function chooseForPlatform(entries: readonly Descriptor[], wanted: Platform, shownAs: string): Descriptor {
  const images = entries.filter((entry) => !isAttestation(entry))
  const fitting = images.find(
    ({ platform }) =>
      platform && satisfies({ ...platform, variant: platform.variant || null }, { os: 'linux', ...wanted }),
  )
  if (fitting) return fitting
  const [only] = images
  if (only !== undefined && images.length === 1 && !only.platform) return only
  const offered = images.flatMap(({ platform }) => (platform ? [platformText(platform)] : []))
  throw failure('OCI_PLATFORM_MISSING', {
    image: shownAs,
    wanted: platformText({ os: 'linux', ...wanted }),
    offered: offered.length === 0 ? ['nothing that says what it is for'] : offered,
  })
}

/**
 * The one image of a layout.
 * @throws AppFailure OCI_SEVERAL_IMAGES with their digests, OCI_NO_IMAGE
 */
export function onlyImage(entries: readonly Descriptor[], shownAs: string): Descriptor {
  const images = entries.filter((entry) => !isAttestation(entry))
  const [first] = images
  if (first === undefined) throw failure('OCI_NO_IMAGE', { image: shownAs })
  if (images.length > 1) {
    throw failure('OCI_SEVERAL_IMAGES', { image: shownAs, digests: images.map(({ digest }) => digest) })
  }
  return first
}

export function platformText(platform: {
  readonly architecture: string
  readonly os: string
  readonly variant?: string | null | undefined
}): string {
  const variant = platform.variant ? `/${platform.variant}` : ''
  return `${platform.os}/${platform.architecture}${variant}`
}
