/**
 * The push to an OCI-backed library: the file and what is said of it go to the registry behind the library, then a
 * manifest, then each tag. A tag keeps what it has for other architectures, which the reference client drops.
 * Source: services reference, 2.7 A and 2.8 A.
 */
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { RegistryBehind } from '../../library/registry-behind.ts'
import { digestOf, mediaTypes } from '../../oci/documents.ts'
import { type BlobToSend, putManifest, sendBlob } from '../../oci/upload.ts'
import { readBytes, readJson, unexpectedStatus } from '../../platform/http/answers.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { withSif } from '../../sif/read.ts'

export interface OciBackedPush {
  readonly path: string
  readonly sizeBytes: number
  /** Hex. */
  readonly sha256: string
  readonly architecture: string
  readonly description: string
  readonly tags: readonly string[]
  readonly retryPausesMs?: readonly number[]
}

/** Entries are kept as they are, with members that are not known here. */
const entry = z.looseObject({
  digest: z.string(),
  mediaType: z.string().optional(),
  platform: z.looseObject({ architecture: z.string() }).optional().catch(undefined),
})
const index = z.looseObject({ manifests: z.array(entry).max(1000) })
const manifest = z.looseObject({ config: z.looseObject({ digest: z.string() }) })
const config = z.looseObject({ architecture: z.string() })
type Entry = z.infer<typeof entry>

const readAtOnceBytes = 1024 * 1024
const mostDocumentBytes = 4 * 1024 * 1024

interface Document {
  readonly bytes: Uint8Array
  readonly digest: string
  readonly mediaType: string
}

function documentOf(mediaType: string, value: unknown): Document & { readonly sizeBytes: number } {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return { bytes, digest: digestOf(bytes), mediaType, sizeBytes: bytes.length }
}

/**
 * @returns how many bytes were sent; 0 when the registry had the file
 * @throws AppFailure those of `sendBlob` and `putManifest`, PUSH_NOT_FOUND_AFTERWARDS, those of the network
 */
export async function pushBehind(behind: RegistryBehind, push: OciBackedPush, handle: JobHandle): Promise<number> {
  const { connection, repository } = behind
  const { signal } = handle
  const retries = push.retryPausesMs === undefined ? {} : { retryPausesMs: push.retryPausesMs }
  const file = { digest: `sha256:${push.sha256}`, sizeBytes: push.sizeBytes }
  let shown = -1
  const sent = await sendBlob(
    connection,
    repository,
    {
      descriptor: file,
      open: (start) => createReadStream(push.path, { start, end: push.sizeBytes - 1, highWaterMark: readAtOnceBytes }),
    },
    {
      signal,
      onPosition(bytes) {
        if (shown < 0 || bytes < shown) {
          handle.phase('uploading', push.sizeBytes)
          handle.skip(bytes)
        } else handle.advance(bytes - shown)
        shown = bytes
      },
      ...retries,
    },
  )
  const about = documentOf(mediaTypes.sifConfig, await configOf(push, file.digest))
  await sendBlob(connection, repository, blobOf(about), { signal, ...retries })
  const image = documentOf(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: { mediaType: mediaTypes.sifConfig, digest: about.digest, size: about.sizeBytes },
    layers: [{ mediaType: mediaTypes.sifLayer, digest: file.digest, size: file.sizeBytes }],
  })
  // Under the form of the digest that libraries have for tags: it is how clients ask for a pinned image.
  await putManifest(connection, repository, `sha256.${push.sha256}`, image, signal)
  handle.phase('tagging')
  const own: Entry = {
    mediaType: mediaTypes.ociManifest,
    digest: image.digest,
    size: image.sizeBytes,
    platform: { architecture: push.architecture, os: 'linux' },
  }
  for (const tag of push.tags) {
    const others = await othersUnder(behind, tag, push.architecture, signal)
    const manifests = [...others, own]
    const document = documentOf(mediaTypes.ociIndex, { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests })
    await putManifest(connection, repository, tag, document, signal)
  }
  return sent
}

function blobOf({ bytes, digest, sizeBytes }: ReturnType<typeof documentOf>): BlobToSend {
  return {
    descriptor: { digest, sizeBytes },
    async *open(from) {
      yield bytes.subarray(from)
    },
  }
}

/** What the registry is told of the file; names of the members are those of the reference client. */
async function configOf(push: OciBackedPush, digest: string): Promise<unknown> {
  const objects = await withSif(push.path, async ({ structure }) => structure.objects)
  const isEncrypted = objects.some(
    ({ detail }) =>
      detail.kind === 'partition' && ['EncryptedSquashfs', 'GocryptfsSquashfs'].includes(detail.fileSystem),
  )
  return {
    architecture: push.architecture,
    os: 'linux',
    rootfs: digest,
    description: push.description,
    signed: objects.some(({ type }) => type === 'Signature'),
    encrypted: isEncrypted,
  }
}

/** What a tag leads to for other architectures, to be kept. */
async function othersUnder(
  behind: RegistryBehind,
  tag: string,
  architecture: string,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const found = await documentUnder(behind, tag, signal)
  if (found === null) return []
  const listed = index.safeParse(found.value)
  if (listed.success) return listed.data.manifests.filter(({ platform }) => platform?.architecture !== architecture)
  // A tag of an older client leads to one manifest, which says in its configuration what it is for.
  const single = manifest.safeParse(found.value)
  if (!single.success) throw failure('ANSWER_MALFORMED', { host: behind.connection.host })
  const other = await architectureOf(behind, single.data.config.digest, signal)
  if (other === null || other === architecture) return []
  const { mediaType, digest, sizeBytes } = found
  return [{ mediaType, digest, size: sizeBytes, platform: { architecture: other, os: 'linux' } }]
}

async function documentUnder({ connection, repository }: RegistryBehind, tag: string, signal: AbortSignal) {
  const response = await connection.request({
    path: `v2/${repository}/manifests/${tag}`,
    repository,
    actions: 'pull,push',
    headers: { accept: [mediaTypes.ociIndex, mediaTypes.ociManifest].join(', ') },
    signal,
  })
  if (response.status === 404) {
    await response.discard()
    return null
  }
  if (response.status !== 200) return unexpectedStatus(response)
  const mediaType = (response.header('content-type') ?? '').split(';')[0]?.trim() ?? ''
  const bytes = await readBytes(response, mostDocumentBytes)
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return { value, mediaType, digest: digestOf(bytes), sizeBytes: bytes.length }
  } catch {
    throw failure('ANSWER_MALFORMED', { host: connection.host })
  }
}

async function architectureOf(
  { connection, repository }: RegistryBehind,
  digest: string,
  signal: AbortSignal,
): Promise<string | null> {
  const response = await connection.request({
    path: `v2/${repository}/blobs/${digest}`,
    repository,
    actions: 'pull,push',
    signal,
  })
  if (response.status !== 200) {
    await response.discard()
    return null
  }
  return config.safeParse(await readJson(response)).data?.architecture ?? null
}
