/** What is said of an image in a registry: its kind, platforms with sizes, and what was pushed beside it. */
import type { OciDescriptor, OciFacts, OciPlatformChoice, OciReferrer } from '../../../src-shared/model/oci.ts'
import { mapParallel } from '../library/parallel.ts'
import type { FetchDocument, OciImage } from './image.ts'
import { isCandidate } from './platform.ts'
import type { Registry } from './registry.ts'

/** Indexes with more entries are listed without sizes: each size is a question of its own. */
const maximumSized = 16
const parallelRequests = 4

/** Compressed layers together. */
export function layersSize(layers: readonly OciDescriptor[]): number {
  return layers.reduce((sum, layer) => sum + layer.sizeBytes, 0)
}

/**
 * @param asksSizes whether the sizes of platforms that were not chosen are asked for; each answer may be
 *   counted as a pull
 */
export async function factsOf(
  registry: Registry,
  fetchDocument: FetchDocument,
  image: OciImage,
  asksSizes: boolean,
  signal: AbortSignal | undefined,
): Promise<OciFacts> {
  const candidates = image.index?.document.manifests.filter(isCandidate) ?? []
  const sizeOf = async (entry: OciDescriptor): Promise<number | null> => {
    if (entry.digest === image.manifestDigest) return layersSize(image.manifest.layers)
    if (!asksSizes || registry.pullLimit() !== null || candidates.length > maximumSized) return null
    const found = await fetchDocument(image.repository, entry.digest, signal).catch(() => null)
    return found?.document.kind === 'manifest' ? layersSize(found.document.layers) : null
  }
  const platforms = await mapParallel(candidates, parallelRequests, async (entry): Promise<OciPlatformChoice> => {
    return { platform: entry.platform, digest: entry.digest, sizeBytes: await sizeOf(entry) }
  })
  return {
    kind: image.kind,
    registry: image.host,
    repository: image.repository,
    manifestDigest: image.manifestDigest,
    mediaType: image.manifest.mediaType,
    platform: image.platform,
    platforms,
    layers: image.manifest.layers.length,
    fileDigest: null,
    pullLimit: registry.pullLimit(),
  }
}

const cosignKinds = ['sig', 'att', 'sbom'] as const

/**
 * What stands beside an image: referrers, and cosign's own tags. A registry that cannot say is as one that has none.
 * Nothing found here was checked.
 */
export async function spokenAbout(
  registry: Registry,
  repository: string,
  digests: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly OciReferrer[]> {
  const referrers = async (digest: string): Promise<readonly OciReferrer[]> => {
    const found = await registry.referrers(repository, digest, signal).catch(() => [])
    return found.map((entry) => ({
      artifactType: entry.artifactType ?? entry.mediaType,
      digest: entry.digest,
      sizeBytes: entry.sizeBytes,
      annotations: entry.annotations,
      tag: null,
    }))
  }
  const tagged = async (digest: string, kind: (typeof cosignKinds)[number]): Promise<readonly OciReferrer[]> => {
    const tag = `${digest.replace(':', '-')}.${kind}`
    const found = await registry.look(repository, tag, signal).catch(() => null)
    if (found === null || found.digest === null) return []
    return [{ artifactType: `cosign/${kind}`, digest: found.digest, sizeBytes: 0, annotations: {}, tag }]
  }
  const asked = digests.flatMap((digest) => [referrers(digest), ...cosignKinds.map((kind) => tagged(digest, kind))])
  return (await Promise.all(asked)).flat()
}
