/**
 * The calls of the library API that change something: records, files, tags. One function for each.
 * "This server has no such call" is null where the reference client goes on another way; everything
 * else that is wrong is thrown. Source: services reference, 2.6 and 2.8.
 */
import { z } from 'zod'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readJson, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../platform/http/client.ts'
import { serviceUrl } from '../remotes/address.ts'
import type { LibraryAccess } from './api.ts'
import { envelope } from './records.ts'

const id = z.union([z.string().min(1).max(200), z.number().transform(String)])
const bytes = z.number().int().nonnegative()
const address = z.string().url().max(16_384)

export const entityFacts = z.object({ id, size: bytes.catch(0), quota: bytes.catch(0) })
export type EntityFacts = z.infer<typeof entityFacts>
const created = z.object({ id, private: z.boolean().optional().catch(undefined) })
export type CreatedRecord = z.infer<typeof created>

const uploadStart = z.object({ uploadURL: address })
const partsStart = z.object({
  uploadID: z.string().min(1).max(2000),
  totalParts: z.number().int().min(1).max(100_000),
  partSize: z.number().int().min(1),
  options: z.object({ s3compliant: z.string().optional() }).partial().nullish().catch(null),
})
const partStart = z.object({ presignedURL: address })
const completion = z
  .object({
    quota: z.object({ quotaTotal: bytes, quotaUsage: bytes }).nullish().catch(null),
    containerUrl: z.string().max(2000).nullish().catch(null),
  })
  .nullish()
  .catch(null)

export type RecordKind = 'entities' | 'collections' | 'containers' | 'images'

/** An upload in parts, as the server wants it cut. */
export interface PartsPlan {
  readonly uploadId: string
  readonly totalParts: number
  readonly partSizeBytes: number
  /** Whether the storage wants the digest of each part, as object stores do. */
  readonly wantsDigests: boolean
}

/** What a server says once a file has arrived. */
export interface UploadOutcome {
  /** Bytes; a total of 0 means without a limit. Null where the server does not say. */
  readonly quota: { readonly totalBytes: number; readonly usedBytes: number } | null
  /** Path of the container's page at the front end. */
  readonly containerPath: string | null
}

export interface CompletedPart {
  readonly partNumber: number
  readonly token: string
}

export interface UploadApi {
  /** Host and port, for messages. */
  readonly host: string
  entity(name: string, signal: AbortSignal): Promise<EntityFacts | null>
  /** @param path of a collection (`entity/collection`) or container (`entity/collection/container`) */
  record(kind: 'collections' | 'containers', path: string, signal: AbortSignal): Promise<CreatedRecord | null>
  create(
    kind: RecordKind,
    fields: Readonly<Record<string, string | boolean>>,
    signal: AbortSignal,
  ): Promise<CreatedRecord>
  /** @returns where the file may be put; null when the server only knows the old way */
  startUpload(
    imageId: string,
    file: { readonly filesize: number; readonly sha256sum: string; readonly md5sum: string },
    signal: AbortSignal,
  ): Promise<string | null>
  completeUpload(imageId: string, signal: AbortSignal): Promise<UploadOutcome>
  startParts(imageId: string, sizeBytes: number, signal: AbortSignal): Promise<PartsPlan | null>
  /** @returns where the part may be put; null when the server has forgotten the upload */
  startPart(
    imageId: string,
    part: {
      readonly partSize: number
      readonly uploadID: string
      readonly partNumber: number
      readonly sha256sum: string
    },
    signal: AbortSignal,
  ): Promise<string | null>
  completeParts(
    imageId: string,
    uploadId: string,
    parts: readonly CompletedPart[],
    signal: AbortSignal,
  ): Promise<UploadOutcome>
  abortParts(imageId: string, uploadId: string): Promise<void>
  /** Sends the file to the library itself, as older servers want it. */
  uploadLegacy(imageId: string, sizeBytes: number, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>
  /**
   * Deletes the image that `path:tag` or `path:sha256.hex` leads to; some servers delete it with all its tags.
   * @returns false when it is not there
   */
  deleteImage(named: string, architecture: string | null, signal: AbortSignal): Promise<boolean>
  /** Points a tag to an image. Servers without architectures get the older form. */
  setTag(
    containerId: string,
    tag: { readonly architecture: string; readonly tag: string; readonly imageId: string },
    signal: AbortSignal,
  ): Promise<void>
}

/** Uploads may take their time before the server answers. */
const slowAnswerMs = 120_000

export function createUploadApi(http: HttpClient, access: LibraryAccess): UploadApi {
  const host = new URL(access.base).host

  const ask = (
    method: NonNullable<HttpRequest['method']>,
    path: string,
    signal: AbortSignal | undefined,
    body?: unknown,
  ): Promise<HttpResponse> =>
    http.request({
      url: serviceUrl(access.base, path),
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      authorization: access.authorization,
      insecure: access.insecure,
      timeoutMs: slowAnswerMs,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })

  const data = async <Schema extends z.ZodType>(schema: Schema, response: HttpResponse): Promise<z.output<Schema>> => {
    if (response.status !== 200 && response.status !== 201) return unexpectedStatus(response)
    const parsed = schema.safeParse(envelope.safeParse(await readJson(response)).data?.data)
    if (!parsed.success) throw failure('ANSWER_MALFORMED', { host }, { detail: parsed.error.issues[0]?.message ?? '' })
    return parsed.data
  }

  const orNull = async <Schema extends z.ZodType>(
    schema: Schema,
    response: HttpResponse,
  ): Promise<z.output<Schema> | null> => {
    if (response.status !== 404) return data(schema, response)
    await response.discard()
    return null
  }

  /** The answer to a completion; some servers send no body. */
  const outcome = async (response: HttpResponse): Promise<UploadOutcome> => {
    if (response.status !== 200 && response.status !== 201) return unexpectedStatus(response)
    const answer = await readJson(response).catch(() => null)
    const said = completion.parse(envelope.safeParse(answer).data?.data)
    const quota = said?.quota ?? null
    return {
      quota: quota === null ? null : { totalBytes: quota.quotaTotal, usedBytes: quota.quotaUsage },
      containerPath: said?.containerUrl || null,
    }
  }

  return {
    host,
    entity: async (name, signal) => orNull(entityFacts, await ask('GET', `v1/entities/${name}`, signal)),
    record: async (kind, path, signal) => orNull(created, await ask('GET', `v1/${kind}/${path}`, signal)),
    create: async (kind, fields, signal) => data(created, await ask('POST', `v1/${kind}`, signal, fields)),
    async startUpload(imageId, file, signal) {
      const started = await orNull(uploadStart, await ask('POST', `v2/imagefile/${imageId}`, signal, file))
      return started?.uploadURL ?? null
    },
    completeUpload: async (imageId, signal) =>
      outcome(await ask('PUT', `v2/imagefile/${imageId}/_complete`, signal, {})),
    async startParts(imageId, filesize, signal) {
      const path = `v2/imagefile/${imageId}/_multipart`
      const plan = await orNull(partsStart, await ask('POST', path, signal, { filesize }))
      return plan === null
        ? null
        : {
            uploadId: plan.uploadID,
            totalParts: plan.totalParts,
            partSizeBytes: plan.partSize,
            wantsDigests: plan.options?.s3compliant !== 'false',
          }
    },
    async startPart(imageId, part, signal) {
      const path = `v2/imagefile/${imageId}/_multipart`
      const started = await orNull(partStart, await ask('PUT', path, signal, part))
      return started?.presignedURL ?? null
    },
    completeParts: async (imageId, uploadID, completedParts, signal) =>
      outcome(await ask('PUT', `v2/imagefile/${imageId}/_multipart_complete`, signal, { uploadID, completedParts })),
    async abortParts(imageId, uploadID) {
      const response = await ask('PUT', `v2/imagefile/${imageId}/_multipart_abort`, AbortSignal.timeout(10_000), {
        uploadID,
      })
      await response.discard()
    },
    async uploadLegacy(imageId, sizeBytes, body, signal) {
      const response = await http.request({
        url: serviceUrl(access.base, `v1/imagefile/${imageId}`),
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(sizeBytes) },
        authorization: access.authorization,
        insecure: access.insecure,
        timeoutMs: slowAnswerMs,
        transfer: 'stream',
        body,
        signal,
      })
      if (response.status !== 200) return unexpectedStatus(response)
      await response.discard()
    },
    async deleteImage(named, architecture, signal) {
      const path = `v1/images/${named}`
      const response = await http.request({
        url: serviceUrl(access.base, path, { arch: architecture ?? undefined }),
        method: 'DELETE',
        headers: { accept: 'application/json' },
        authorization: access.authorization,
        insecure: access.insecure,
        signal,
      })
      if (response.status === 200 || response.status === 204) {
        await response.discard()
        return true
      }
      if (response.status !== 404) return unexpectedStatus(response)
      await response.discard()
      return false
    },
    async setTag(containerId, { architecture, tag, imageId }, signal) {
      const newer = await ask('POST', `v2/tags/${containerId}`, signal, {
        Arch: architecture,
        Tag: tag,
        ImageID: imageId,
      })
      if (newer.status === 200 || newer.status === 201) return newer.discard()
      if (newer.status !== 404) return unexpectedStatus(newer)
      await newer.discard()
      const older = await ask('POST', `v1/tags/${containerId}`, signal, { Tag: tag, ImageID: imageId })
      if (older.status !== 200 && older.status !== 201) return unexpectedStatus(older)
      await older.discard()
    },
  }
}
