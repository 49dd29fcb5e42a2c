/** Small OCI layouts of a test's own making, one layer each. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { padding, type TarEntry, tarEnd, tarHeader } from '../../../../src-main/engine/build/definition/tar-writer.ts'

/** An entry; text is the contents of a file, and a target makes a link. */
export type LayerEntry = Partial<TarEntry> & { readonly path: string; readonly text?: string }

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** @returns the path of the layout */
export async function makeLayout(folder: string, entries: readonly LayerEntry[], config: object): Promise<string> {
  const layout = join(folder, 'layout')
  await mkdir(join(layout, 'blobs/sha256'), { recursive: true })
  const put = async (bytes: Buffer) => {
    const digest = digestOf(bytes)
    await writeFile(join(layout, 'blobs', digest.replace(':', '/')), bytes)
    return { digest, size: bytes.length }
  }
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
  const archive = Buffer.concat([...entries.map(entryBytes), tarEnd])
  const layer = await put(archive)
  const rootfs = { type: 'layers', diff_ids: [digestOf(archive)] }
  const image = await put(json({ architecture: 'amd64', os: 'linux', config, rootfs }))
  const manifest = await put(
    json({
      schemaVersion: 2,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...image },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
    }),
  )
  const manifests = [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', ...manifest }]
  await writeFile(join(layout, 'index.json'), json({ schemaVersion: 2, manifests }))
  await writeFile(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  return layout
}

function entryBytes({ text, ...given }: LayerEntry): Buffer {
  const contents = Buffer.from(text ?? '')
  const type = given.target !== undefined ? 'symlink' : text === undefined ? 'dir' : 'file'
  const mode = type === 'file' ? 0o644 : 0o755
  const entry: TarEntry = { type, mode, uid: 0, gid: 0, mtime: 1_577_836_800, ...given, sizeBytes: contents.length }
  return Buffer.concat([tarHeader(entry), contents, padding(contents.length)])
}
