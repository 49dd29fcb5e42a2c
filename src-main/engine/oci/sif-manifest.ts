/**
 * The manifest of a SIF file as an artifact: the same bytes that SingularityCE writes, so that pushing a file
 * with either program makes the same artifact. Source: services reference 6.6 and recorded pushes.
 */
import { digestOf, mediaTypes } from './documents.ts'

const emptyConfig = new TextEncoder().encode('{}')

export interface SifManifest {
  readonly bytes: Uint8Array
  readonly digest: string
  readonly mediaType: string
  readonly config: { readonly bytes: Uint8Array; readonly digest: string; readonly sizeBytes: number }
}

/** @param title name of the file, without folders */
export function sifManifest(
  layer: { readonly digest: string; readonly sizeBytes: number },
  title: string,
  description: string,
): SifManifest {
  const config = { bytes: emptyConfig, digest: digestOf(emptyConfig), sizeBytes: emptyConfig.length }
  const document = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: { mediaType: mediaTypes.sifConfig, size: config.sizeBytes, digest: config.digest },
    layers: [
      {
        mediaType: mediaTypes.sifLayer,
        size: layer.sizeBytes,
        digest: layer.digest,
        annotations: { 'org.opencontainers.image.title': title },
      },
    ],
    ...(description === '' ? {} : { annotations: { 'org.opencontainers.image.description': description } }),
  }
  const bytes = new TextEncoder().encode(JSON.stringify(document))
  return { bytes, digest: digestOf(bytes), mediaType: mediaTypes.ociManifest, config }
}
