/** Images for tests, made by umoci and pushed by skopeo, and an index of several of them. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestRegistry } from './index.ts'

export interface MadeImages {
  /** OCI layout with a tag for each architecture. */
  readonly layout: string
  remove(): void
}

const execute = promisify(execFile)

/** Not blocking: services that the program asks may run in this process. */
const run = async (program: string, ...args: readonly string[]): Promise<void> => {
  await execute(program, [...args], { timeout: 60_000 })
}

/** @returns a layout with images `amd64`, `arm64` and `386`, each with two small layers */
export async function makeImages(): Promise<MadeImages> {
  const folder = mkdtempSync(join(tmpdir(), 'sif-desktop-images-'))
  const layout = join(folder, 'layout')
  await run('umoci', 'init', '--layout', layout)
  for (const architecture of ['amd64', 'arm64', '386']) {
    const image = `${layout}:${architecture}`
    await run('umoci', 'new', '--image', image)
    for (const layer of ['one', 'two']) {
      const files = join(folder, `${architecture}-${layer}`)
      mkdirSync(files)
      writeFileSync(join(files, 'file'), `${architecture} ${layer}\n`.repeat(2000))
      await run('umoci', 'insert', '--image', image, files, `/opt/${layer}`)
    }
    await run('umoci', 'config', '--image', image, '--architecture', architecture, '--config.cmd', '/bin/sh')
  }
  return { layout, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Pushes one image. @param format of the manifest: OCI, or Docker's second schema */
export async function pushImage(
  registry: TestRegistry,
  images: MadeImages,
  architecture: string,
  target: string,
  format: 'oci' | 'v2s2' = 'oci',
): Promise<void> {
  const to = `docker://${registry.host}/${target}`
  await run(
    'skopeo',
    'copy',
    '--quiet',
    '--format',
    format,
    ...registry.skopeo,
    `oci:${images.layout}:${architecture}`,
    to,
  )
}

/** Puts a document under a tag or digest of a registry that asks nobody. @returns its digest */
export async function putManifest(
  registry: TestRegistry,
  repository: string,
  tag: string,
  document: object,
  mediaType: string,
): Promise<string> {
  const body = JSON.stringify(document)
  const response = await fetch(`${registry.url}/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body,
  })
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
  return `sha256:${createHash('sha256').update(body).digest('hex')}`
}

/** Digest and size of what is under a tag. */
export async function manifestUnder(registry: TestRegistry, repository: string, tag: string) {
  const response = await fetch(`${registry.url}/v2/${repository}/manifests/${tag}`, {
    headers: {
      accept: 'application/vnd.oci.image.manifest.v1+json,application/vnd.docker.distribution.manifest.v2+json',
    },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const mediaType = response.headers.get('content-type') ?? ''
  return { mediaType, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size: bytes.length }
}
