/** The files of the library API: download, upload in one piece or in parts, and the storage behind both. */
import { createHash, randomUUID } from 'node:crypto'
import {
  type Answer,
  bytesAnswer,
  dataAnswer,
  errorAnswer,
  jsonBody,
  redirectAnswer,
  type Service,
  type ServiceRequest,
  textAnswer,
  textMember,
} from './answer.ts'
import { findImage, type LibraryOptions } from './library.ts'
import { hashOf, pathOf, type StoredImage } from './store.ts'

export interface FilesOptions extends LibraryOptions {
  /** How a download is answered: at once, or by sending the client to the storage. */
  downloads(): 'direct' | 'storage303' | 'storage302'
  /** Origin of the storage, another server. */
  storageOrigin(): string
  /** Bytes of one part of an upload in parts. */
  readonly partSizeBytes: number
}

interface Upload {
  readonly image: StoredImage
  /** Null: the whole file in one piece. */
  readonly uploadId: string | null
  readonly part: number
  readonly sizeBytes: number | null
  readonly sha256: string
}

interface Multipart {
  readonly image: StoredImage
  readonly totalParts: number
  readonly parts: Map<number, { readonly bytes: Buffer; readonly token: string }>
}

/** The storage keeps downloads under keys that end after some minutes; a key that has ended answers 403. */
export interface Files {
  readonly library: Service
  readonly storage: Service
  /** Makes every presigned address handed out so far invalid. */
  expireAddresses(): void
}

const ok = textAnswer(200, 'ok', { 'content-type': 'text/html; charset=utf-8' })

export function createFiles(options: FilesOptions): Files {
  const { store } = options
  const uploads = new Map<string, Upload>()
  const waiting = new Map<string, Buffer>()
  const multiparts = new Map<string, Multipart>()
  const downloads = new Map<string, StoredImage>()

  const uploadUrl = (request: ServiceRequest, upload: Upload): string => {
    const key = randomUUID()
    uploads.set(key, upload)
    return `${request.origin}/v2/imagefile/_upload/${key}?X-Amz-SignedHeaders=host%3Bx-amz-content-sha256`
  }

  const download = (request: ServiceRequest, named: string): Answer => {
    const image = findImage(options, request, named)
    if (typeof image === 'string' || image.file === null) return errorAnswer(404, 'image file not found')
    image.container.downloads++
    const how = options.downloads()
    if (how !== 'direct') {
      const key = randomUUID()
      downloads.set(key, image)
      return redirectAnswer(
        how === 'storage303' ? 303 : 302,
        `${options.storageOrigin()}/bucket/${key}?X-Amz-Signature=${key.slice(0, 8)}`,
      )
    }
    return bytesAnswer(image.file, {
      etag: `"${image.hash.slice(7)}"`,
      'content-disposition': `inline; filename=${image.hash}.sif`,
    })
  }

  const start = (request: ServiceRequest, image: StoredImage): Answer => {
    const body = jsonBody(request)
    const sizeBytes = body?.filesize
    if (!body || typeof sizeBytes !== 'number') return errorAnswer(400, 'malformed upload request')
    const { quota } = image.container.collection.entity
    if (quota > 0 && store.usedBytes(image.container.collection.entity) + sizeBytes > quota) {
      return errorAnswer(507, 'the quota would be exceeded')
    }
    if (request.path.endsWith('/_multipart')) {
      const uploadID = randomUUID()
      const totalParts = Math.max(1, Math.ceil(sizeBytes / options.partSizeBytes))
      multiparts.set(uploadID, { image, totalParts, parts: new Map() })
      return dataAnswer({ uploadID, totalParts, partSize: options.partSizeBytes, options: {} })
    }
    const sha256 = textMember(body, 'sha256sum')
    return dataAnswer({ uploadURL: uploadUrl(request, { image, uploadId: null, part: 0, sizeBytes, sha256 }) })
  }

  const put = (request: ServiceRequest, key: string): Answer => {
    const upload = uploads.get(key)
    if (!upload)
      return textAnswer(403, '<Error><Code>AccessDenied</Code></Error>', { 'content-type': 'application/xml' })
    const sha256 = createHash('sha256').update(request.body).digest('hex')
    const wrongSize = upload.sizeBytes !== null && upload.sizeBytes !== request.body.length
    if (wrongSize || (upload.sha256 !== '' && upload.sha256 !== sha256)) return textAnswer(400, 'content differs')
    uploads.delete(key)
    const token = `"${createHash('md5').update(request.body).digest('hex')}"`
    const parts = upload.uploadId === null ? null : multiparts.get(upload.uploadId)?.parts
    if (parts) parts.set(upload.part, { bytes: request.body, token })
    else waiting.set(upload.image.id, request.body)
    return { ...ok, headers: { ...ok.headers, etag: token } }
  }

  const part = (request: ServiceRequest, image: StoredImage): Answer => {
    const body = jsonBody(request)
    const uploadId = body ? textMember(body, 'uploadID') : ''
    const multipart = multiparts.get(uploadId)
    const number = body?.partNumber
    const sizeBytes = body?.partSize
    if (!body || !multipart || typeof number !== 'number' || number < 1 || number > multipart.totalParts) {
      return errorAnswer(404, 'no such upload')
    }
    const upload = {
      image,
      uploadId,
      part: number,
      sizeBytes: typeof sizeBytes === 'number' ? sizeBytes : null,
      sha256: textMember(body, 'sha256sum'),
    }
    return dataAnswer({ presignedURL: uploadUrl(request, upload) })
  }

  const finishMultipart = (request: ServiceRequest): Answer => {
    const body = jsonBody(request)
    const id = body ? textMember(body, 'uploadID') : ''
    const multipart = multiparts.get(id)
    if (!body || !multipart) return errorAnswer(404, 'no such upload')
    const completed = Array.isArray(body.completedParts) ? (body.completedParts as unknown[]) : []
    const inOrder = [...multipart.parts].sort(([a], [b]) => a - b)
    const expected = inOrder.map(([partNumber, { token }]) => ({ partNumber, token }))
    if (inOrder.length !== multipart.totalParts || JSON.stringify(completed) !== JSON.stringify(expected)) {
      return errorAnswer(400, 'parts are missing or differ')
    }
    multiparts.delete(id)
    return complete(multipart.image, Buffer.concat(inOrder.map(([, { bytes }]) => bytes)))
  }

  const complete = (image: StoredImage, file: Buffer | undefined): Answer => {
    waiting.delete(image.id)
    if (!file) return errorAnswer(400, 'nothing was uploaded')
    if (hashOf(file) !== image.hash) return errorAnswer(400, 'the file is not the one that was announced')
    store.fill(image, file)
    const { entity } = image.container.collection
    return dataAnswer({
      quota: { quotaTotal: entity.quota, quotaUsage: store.usedBytes(entity) },
      containerUrl: `library/${pathOf(image.container)}`,
    })
  }

  const onImage = (request: ServiceRequest): Answer | null => {
    const match = /^\/v[12]\/imagefile\/([0-9A-Za-z]+)(\/_[a-z_]+)?$/.exec(request.path)
    if (!match || !['POST', 'PUT'].includes(request.method)) return null
    if (!options.isLoggedIn(request)) return errorAnswer(401, 'unauthorized')
    const image = store.images.get(match[1] ?? '')
    if (!image) return errorAnswer(404, 'image not found')
    const route = `${request.method} ${request.path.slice(0, 3)}${match[2] ?? ''}`
    switch (route) {
      case 'POST /v1': {
        const answer = complete(image, request.body)
        return answer.status === 200 ? ok : answer
      }
      case 'POST /v2':
      case 'POST /v2/_multipart':
        return start(request, image)
      case 'PUT /v2/_complete':
        return complete(image, waiting.get(image.id))
      case 'PUT /v2/_multipart':
        return part(request, image)
      case 'PUT /v2/_multipart_complete':
        return finishMultipart(request)
      case 'PUT /v2/_multipart_abort':
        multiparts.delete(textMember(jsonBody(request) ?? {}, 'uploadID'))
        return dataAnswer({})
      default:
        return null
    }
  }

  return {
    library(request) {
      const upload = request.method === 'PUT' ? /^\/v2\/imagefile\/_upload\/([0-9a-f-]{36})$/.exec(request.path) : null
      if (upload) return put(request, upload[1] ?? '')
      const file = request.method === 'GET' ? /^\/v1\/imagefile\/(.+)$/.exec(request.path) : null
      return file ? download(request, file[1] ?? '') : onImage(request)
    },
    storage(request) {
      const key = /^\/bucket\/([0-9a-f-]{36})$/.exec(request.path)?.[1]
      if (key === undefined) return null
      const image = downloads.get(key)
      return image?.file
        ? bytesAnswer(image.file, { etag: `"${image.hash.slice(7)}"` })
        : textAnswer(403, '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>', {
            'content-type': 'application/xml',
          })
    },
    expireAddresses() {
      downloads.clear()
    },
  }
}
