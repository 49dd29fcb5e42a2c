/** An image in a registry as a source: its layers come as streams that are compared with their digests. */
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { OciImage } from '../../oci/image.ts'
import { readImageConfig } from '../container/oci-config.ts'
import { checkArchives, checkCount } from './manifests.ts'
import type { OciSource } from './source.ts'

/** @throws AppFailure OCI_NO_LAYERS, OCI_LAYER_UNSUPPORTED, OCI_LAYERS_DIFFER, OCI_CONFIG_MALFORMED */
export function registrySource(image: OciImage, shownAs: string): OciSource {
  const { manifest, reference } = image
  if (image.config === null) throw failure('OCI_NO_LAYERS', { image: shownAs })
  checkArchives(manifest.layers, shownAs)
  const config = readImageConfig(image.config, shownAs)
  const { diffIds } = config
  checkCount(manifest.layers.length, diffIds, shownAs)
  const name = `${image.host}/${image.repository}`
  return {
    shownAs,
    manifestDigest: image.manifestDigest,
    config,
    layers: manifest.layers.map((layer, index) => ({
      source: { kind: 'stream', open: (signal) => image.openBlob(layer, { signal }) },
      // Compared where it arrives; the archive in it is compared where it is merged.
      digest: null,
      diffId: diffIds[index] ?? null,
      sizeBytes: layer.sizeBytes,
    })),
    registryBase: {
      name: reference.digest === null ? `${name}:${reference.tag ?? 'latest'}` : `${name}@${reference.digest}`,
      digest: image.index?.digest ?? image.manifestDigest,
    },
    close: async () => undefined,
  }
}
