/** An OCI layout of layers that lie in files, for the tools that unpack such layouts. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const shaOf = (command: string): string =>
  execFileSync('sh', ['-c', `${command} | sha256sum`], { encoding: 'utf8' }).slice(0, 64)

/**
 * @param folder of the layout; made here, on the file system of the layers
 * @param layers gzip-compressed, from the lowest to the highest
 * @param tag name of the one image in it
 */
export function makeOciLayout(folder: string, layers: readonly string[], tag: string): void {
  const blobs = join(folder, 'blobs', 'sha256')
  mkdirSync(blobs, { recursive: true })
  const put = (value: unknown): { readonly digest: string; readonly size: number } => {
    const bytes = Buffer.from(JSON.stringify(value))
    const hex = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(blobs, hex), bytes)
    return { digest: `sha256:${hex}`, size: bytes.length }
  }
  const described = layers.map((layer) => {
    const hex = shaOf(`cat '${layer}'`)
    linkSync(layer, join(blobs, hex))
    const size = Number(execFileSync('stat', ['-c', '%s', layer], { encoding: 'utf8' }))
    return { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: `sha256:${hex}`, size }
  })
  const config = put({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${shaOf(`gzip -dc '${layer}'`)}`) },
  })
  const manifest = put({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: described,
  })
  const index = {
    schemaVersion: 2,
    manifests: [
      {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        ...manifest,
        annotations: { 'org.opencontainers.image.ref.name': tag },
      },
    ],
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index))
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
}
