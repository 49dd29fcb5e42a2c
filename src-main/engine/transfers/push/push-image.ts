/**
 * The push: from a file on this computer to an image of a library that everybody can pull. Judged
 * first, then announced, sent, completed, and only then named by its tags: a push that is cut off
 * leaves every tag as it was. What the library has already is not sent again.
 */
import { resolve } from 'node:path'
import type { PushParams } from '../../../../src-shared/contract/push.ts'
import type { PushResult } from '../../../../src-shared/model/push.ts'
import { pinnedReference } from '../../../../src-shared/reference/index.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { registryBehind } from '../../library/registry-behind.ts'
import type { UploadOutcome } from '../../library/upload-api.ts'
import { hashSegments } from '../../platform/hashing/index.ts'
import type { HttpClient } from '../../platform/http/client.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import type { RemotesService } from '../../remotes/remotes.ts'
import type { BegunStore } from './begun-store.ts'
import { type CheckFile, judgeFile } from './judge-file.ts'
import { type PushReference, type PushTarget, pushTarget } from './place.ts'
import { pushBehind } from './push-oci-backed.ts'
import { type SentFile, sendFile } from './send.ts'

export interface PushDeps {
  readonly http: HttpClient
  readonly remotes: RemotesService
  readonly begun: BegunStore
  readonly signatures: { readonly check: CheckFile }
  /** Tests shorten waits and parts with these. */
  readonly retryPausesMs?: readonly number[]
  readonly singleLimitBytes?: number
}

/**
 * @throws AppFailure PUSH_NOT_SIGNED, PUSH_CHANGED, PUSH_NEEDS_LOGIN, PUSH_NOT_ALLOWED, PUSH_OVER_QUOTA,
 *   PUSH_DAMAGED, PUSH_ARCHITECTURE_UNKNOWN, and those of opening files and of the network
 */
export async function pushImage(
  deps: PushDeps,
  reference: PushReference,
  params: PushParams,
  handle: JobHandle,
): Promise<PushResult> {
  const { signal } = handle
  const path = resolve(params.path)
  const { sizeBytes, architecture, verification } = await judgeFile(
    deps.signatures.check,
    path,
    params.allowUnsigned,
    handle,
  )

  handle.phase('connecting')
  const target = await pushTarget(deps, reference, params.remote, signal)
  if (!target.isLoggedIn) throw failure('PUSH_NEEDS_LOGIN', { remote: target.remote })

  const names = `${target.entity}/${target.collection}/${target.container}`
  const behind = await registryBehind(deps.http, target.api, names, signal)

  handle.phase('hashing', sizeBytes)
  const file = await hashes(path, sizeBytes, handle)
  if (behind !== null) {
    const created = await missingPlaces(target, signal)
    const { description } = params
    const { retryPausesMs } = deps
    const pushed = { path, sizeBytes, sha256: file.sha256, architecture, description, tags: target.tags }
    const retries = retryPausesMs === undefined ? {} : { retryPausesMs }
    const bytesUploaded = await named(target, pushBehind(behind, { ...pushed, ...retries }, handle))
    return {
      reference: target.reference,
      pinned: pinnedReference({ ...reference, host: null }, `sha256:${file.sha256}`) ?? target.reference,
      digest: `sha256:${file.sha256}`,
      sizeBytes,
      architecture,
      bytesUploaded,
      created,
      quota: null,
      page: null,
      verdict: verification.verdict,
    }
  }

  handle.phase('announcing')
  const { containerId, imageId, isThere, created } = await announce(target, file, params.description, signal)
  for (const name of created) handle.log(`made ${name}`)

  const sent = isThere ? null : await send(deps, target, imageId, file, handle)
  handle.phase('tagging')
  for (const tag of target.tags)
    await named(target, target.uploads.setTag(containerId, { architecture, tag, imageId }, signal))
  await seeThatItIsThere(target, file, architecture, signal)

  const digest = `sha256:${file.sha256}`
  return {
    reference: target.reference,
    pinned: pinnedReference({ ...reference, host: null }, digest) ?? target.reference,
    digest,
    sizeBytes,
    architecture,
    bytesUploaded: isThere ? 0 : sizeBytes,
    created,
    quota: sent?.quota ?? null,
    page: await pageOf(deps, target, sent),
    verdict: verification.verdict,
  }
}

/** Places on the way that are not there yet; behind an OCI-backed library they come with the first tag. */
async function missingPlaces(target: PushTarget, signal: AbortSignal): Promise<readonly string[]> {
  const { uploads, entity } = target
  const collection = `${entity}/${target.collection}`
  const container = `${collection}/${target.container}`
  if ((await uploads.entity(entity, signal)) === null) return [entity, collection, container]
  if ((await uploads.record('collections', collection, signal)) === null) return [collection, container]
  return (await uploads.record('containers', container, signal)) === null ? [container] : []
}

/** Both digests that libraries want, in one reading. */
async function hashes(path: string, sizeBytes: number, handle: JobHandle): Promise<SentFile> {
  const plan = { hashes: ['sha256', 'md5'], segments: [{ offset: 0, lengthBytes: sizeBytes, feeds: [0, 1] }] }
  const { hex } = await hashSegments(path, plan, {
    signal: handle.signal,
    onProgress: (bytes) => handle.advance(bytes),
  })
  return { path, sizeBytes, sha256: hex[0] ?? '', md5: hex[1] ?? '' }
}

interface Announced {
  readonly containerId: string
  readonly imageId: string
  readonly isThere: boolean
  readonly created: readonly string[]
}

/** Finds the records on the way to the image and makes those that are missing. */
async function announce(
  target: PushTarget,
  file: SentFile,
  description: string,
  signal: AbortSignal,
): Promise<Announced> {
  const { uploads, api } = target
  const created: string[] = []
  const find = async (
    name: string,
    ask: () => Promise<{ readonly id: string } | null>,
    make: () => Promise<{ readonly id: string }>,
  ): Promise<string> => {
    const there = await named(target, ask())
    if (there !== null) return there.id
    const made = await named(target, make())
    created.push(name)
    return made.id
  }
  const about = { description: 'No description' }
  const collectionPath = `${target.entity}/${target.collection}`
  const containerPath = `${collectionPath}/${target.container}`
  const entity = await find(
    target.entity,
    () => uploads.entity(target.entity, signal),
    () => uploads.create('entities', { name: target.entity, ...about }, signal),
  )
  const collection = await find(
    collectionPath,
    () => uploads.record('collections', collectionPath, signal),
    () => uploads.create('collections', { name: target.collection, ...about, entity }, signal),
  )
  const containerId = await find(
    containerPath,
    () => uploads.record('containers', containerPath, signal),
    () => uploads.create('containers', { name: target.container, ...about, collection }, signal),
  )
  const hash = `sha256.${file.sha256}`
  const known = await named(target, api.image(`${containerPath}:${hash}`, null, signal))
  if (known !== null && known.id !== '')
    return { containerId, imageId: known.id, isThere: known.uploaded === true, created }
  const fields = { hash, description: description || 'No description', container: containerId }
  const image = await named(target, uploads.create('images', fields, signal))
  return { containerId, imageId: image.id, isThere: false, created }
}

async function send(
  deps: PushDeps,
  target: PushTarget,
  imageId: string,
  file: SentFile,
  handle: JobHandle,
): Promise<UploadOutcome | null> {
  const { begun } = deps
  const kept = begun.get(handle.id)
  const earlier = kept?.imageId === imageId && kept.sha256 === file.sha256 ? kept : null
  let sentBytes = 0
  const show = (bytes: number): void => {
    sentBytes = bytes
    handle.phase('uploading', file.sizeBytes)
    handle.skip(sentBytes)
  }
  show(earlier === null ? 0 : Math.min(file.sizeBytes, earlier.completed.length * earlier.plan.partSizeBytes))
  try {
    const outcome = await named(
      target,
      sendFile(
        {
          http: deps.http,
          api: target.uploads,
          insecure: target.insecure,
          signal: handle.signal,
          onBytes(bytes) {
            sentBytes += bytes
            handle.advance(bytes)
          },
          onRepeat: (bytes) => show(Math.max(0, sentBytes - bytes)),
          onBegun: (parts) => begun.save(handle.id, { ...parts, imageId, sha256: file.sha256 }),
          ...(deps.retryPausesMs === undefined ? {} : { retryPausesMs: deps.retryPausesMs }),
          ...(deps.singleLimitBytes === undefined ? {} : { singleLimitBytes: deps.singleLimitBytes }),
        },
        imageId,
        file,
        earlier,
      ),
    )
    begun.forget(handle.id)
    return outcome
  } catch (error) {
    await leave(deps, target, handle, error)
    throw error
  }
}

/** What was sent stays with the server only while this push can go on with it. */
async function leave(deps: PushDeps, target: PushTarget, handle: JobHandle, error: unknown): Promise<void> {
  const isPaused = ['pause', 'shutdown'].includes(handle.stopReason() ?? '')
  const isOffline = error instanceof AppFailure && error.error.kind === 'offline'
  const begun = deps.begun.get(handle.id)
  if (begun === null || isPaused || isOffline) return
  deps.begun.forget(handle.id)
  await target.uploads.abortParts(begun.imageId, begun.plan.uploadId).catch(() => undefined)
}

/** A tag must lead to what was sent, whatever the server answered on the way. */
async function seeThatItIsThere(
  target: PushTarget,
  file: SentFile,
  architecture: string,
  signal: AbortSignal,
): Promise<void> {
  const path = `${target.entity}/${target.collection}/${target.container}`
  const image = await target.api.image(`${path}:${target.tags[0] ?? 'latest'}`, architecture, signal)
  if (image?.digest !== `sha256:${file.sha256}`) throw failure('PUSH_NOT_FOUND_AFTERWARDS', { host: target.api.host })
}

async function pageOf(deps: PushDeps, target: PushTarget, sent: UploadOutcome | null): Promise<string | null> {
  if (sent === null || sent.containerPath === null) return null
  const { uri } = deps.remotes.known(target.remote)
  const path = sent.containerPath.replace(/^\/+/, '')
  return URL.canParse(`${uri}/${path}`) ? `${uri}/${path}` : null
}

/** Says what a status means when something is pushed. */
async function named<Value>(target: PushTarget, asked: Promise<Value>): Promise<Value> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error
    const { code, params, detail } = error.error
    const extra = detail === undefined ? {} : { detail }
    const { host } = target.api
    if (code === 'SERVER_FORBIDS') throw failure('PUSH_NOT_ALLOWED', { host, place: target.entity }, extra)
    const status = params.status
    if (status === 507 || status === 413) throw failure('PUSH_OVER_QUOTA', { host, place: target.entity }, extra)
    throw error
  }
}
