/**
 * The push of a SIF file to a registry: judged first as every push, then its blobs, then the manifest under its
 * tag. A push that is cut off leaves the tag as it was; what the registry has already is not sent again.
 */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { PushParams } from '../../../../src-shared/contract/push.ts'
import type { PushPlan, PushResult } from '../../../../src-shared/model/push.ts'
import { pinnedReference, printReference, type RegistryReference } from '../../../../src-shared/reference/index.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { imageTags } from '../../oci/missing.ts'
import type { OciService } from '../../oci/oci.ts'
import { sifManifest } from '../../oci/sif-manifest.ts'
import { putManifest, sendBlob } from '../../oci/upload.ts'
import { hashFile } from '../../platform/hashing/index.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { withSif } from '../../sif/read.ts'
import { type CheckFile, judgeFile } from './judge-file.ts'
import type { PlanNeeds } from './plan.ts'

export interface OrasPushDeps {
  readonly registries: Pick<OciService, 'registry' | 'hasLogin'>
  readonly signatures: { readonly check: CheckFile }
  readonly retryPausesMs?: readonly number[]
}

const readAtOnceBytes = 1024 * 1024

/** @throws AppFailure those of `judgeFile`, `sendBlob` and `putManifest`; PUSH_TO_DIGEST */
export async function pushToRegistry(
  deps: OrasPushDeps,
  reference: RegistryReference,
  params: PushParams,
  handle: JobHandle,
): Promise<PushResult> {
  const { signal } = handle
  const { repository, tag } = reference
  if (tag === null) throw failure('PUSH_TO_DIGEST')
  const path = resolve(params.path)
  const { sizeBytes, architecture, verification } = await judgeFile(
    deps.signatures.check,
    path,
    params.allowUnsigned,
    handle,
  )
  handle.phase('hashing', sizeBytes)
  const { hex } = await hashFile(path, 'sha256', { signal, onProgress: (bytes) => handle.advance(bytes) })
  const digest = `sha256:${hex}`

  handle.phase('connecting')
  const { connection } = deps.registries.registry(reference.registry)
  const manifest = sifManifest({ digest, sizeBytes }, basename(path), params.description)
  const retries = deps.retryPausesMs === undefined ? {} : { retryPausesMs: deps.retryPausesMs }
  let shown = -1
  const bytesUploaded = await sendBlob(
    connection,
    repository,
    {
      descriptor: { digest, sizeBytes },
      open: (start) => createReadStream(path, { start, end: sizeBytes - 1, highWaterMark: readAtOnceBytes }),
    },
    {
      signal,
      onPosition(bytes) {
        if (shown < 0 || bytes < shown) {
          handle.phase('uploading', sizeBytes)
          handle.skip(bytes)
        } else handle.advance(bytes - shown)
        shown = bytes
      },
      ...retries,
    },
  )
  const { config } = manifest
  async function* configBytes(from: number) {
    yield config.bytes.subarray(from)
  }
  await sendBlob(connection, repository, { descriptor: config, open: configBytes }, { signal, ...retries })
  handle.phase('tagging')
  await putManifest(connection, repository, tag, manifest, signal)

  const printed = printReference(reference)
  return {
    reference: printed,
    pinned: pinnedReference(reference, manifest.digest) ?? printed,
    digest,
    sizeBytes,
    architecture,
    bytesUploaded,
    created: [],
    quota: null,
    page: null,
    verdict: verification.verdict,
  }
}

/** What is there and what a push would make; only reads. */
export async function planPushToRegistry(
  deps: OrasPushDeps & { readonly signatures: PlanNeeds },
  reference: RegistryReference,
  path: string,
  signal: AbortSignal,
): Promise<PushPlan> {
  const { repository, tag } = reference
  if (tag === null) throw failure('PUSH_TO_DIGEST')
  const info = await stat(path)
  const architecture = await withSif(path, async (file) => file.structure.header.architecture)
  const registry = deps.registries.registry(reference.registry)
  const tags = await registry.tags(repository, signal)
  const isThere = tags?.includes(tag) ?? false
  const found = isThere ? await registry.manifest(repository, tag, signal).catch(() => null) : null
  const document = found?.document
  const checked = deps.signatures.latest(path, { sizeBytes: info.size, modifiedMs: info.mtimeMs })
  const digest = document?.kind === 'manifest' ? (document.layers[0]?.digest ?? null) : (found?.digest ?? null)
  return {
    reference: printReference(reference),
    remote: reference.registry,
    isLoggedIn: await deps.registries.hasLogin(reference.registry, repository),
    file: {
      name: basename(path),
      sizeBytes: info.size,
      architecture,
      verdict: checked?.verdict ?? null,
      sentence: checked?.sentence ?? null,
    },
    places: [{ kind: 'container', name: repository, exists: tags !== null }],
    tags: [{ name: tag, state: isThere ? 'moves' : 'new', digest }],
    quota: null,
    knownTags: imageTags(tags ?? []),
  }
}
