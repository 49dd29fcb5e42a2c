/**
 * The OCI registry behind an OCI-backed library: redirects with a token, manifests, blobs, uploads.
 * What the library has is served as if it had been pushed here; what is pushed here gets library records.
 * Protocol: services reference, 2.7 A and 2.8 A.
 */
import { createHash, randomUUID } from 'node:crypto'
import { bearerToken } from './accounts.ts'
import { type Answer, bareAnswer, bytesAnswer, errorAnswer, type Service, type ServiceRequest } from './answer.ts'
import { type Container, type LibraryStore, pathOf, type StoredImage } from './store.ts'

export interface RegistryOptions {
  readonly store: LibraryStore
  isLoggedIn(request: ServiceRequest): boolean
  /** Whether this library has a registry behind it at the moment. */
  isOciBacked(): boolean
}

const indexType = 'application/vnd.oci.image.index.v1+json'
const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const configType = 'application/vnd.sylabs.sif.config.v1+json'
const layerType = 'application/vnd.sylabs.sif.layer.v1.sif'

interface Document {
  readonly type: string
  readonly bytes: Buffer
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** The config and manifest that stand for an image of the library. */
function documentsOf(image: StoredImage, file: Buffer): { config: Buffer; manifest: Buffer } {
  const rootfs = image.hash.replace('sha256.', 'sha256:')
  const config = Buffer.from(
    JSON.stringify({
      architecture: image.arch,
      os: 'linux',
      rootfs,
      description: image.description,
      signed: image.fingerprints.length > 0,
      encrypted: image.encrypted,
    }),
  )
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: { mediaType: configType, digest: digestOf(config), size: config.length },
      layers: [{ mediaType: layerType, digest: rootfs, size: file.length }],
    }),
  )
  return { config, manifest }
}

export function createRegistry(options: RegistryOptions): Service {
  const { store } = options
  const tokens = new Set<string>()
  const blobs = new Map<string, Buffer>()
  const documents = new Map<string, Document>()
  const uploads = new Map<string, Buffer>()
  /** What was put under a tag, and what the library said of that tag then. */
  const named = new Map<string, { readonly document: Document; readonly seen: string | null }>()

  const redirect = (request: ServiceRequest): Answer => {
    if (!options.isOciBacked()) return errorAnswer(404, 'not found')
    const accessTypes = (request.query.get('accessTypes') ?? '').split(',')
    if (accessTypes.includes('push') && !options.isLoggedIn(request)) return errorAnswer(401, 'unauthorized')
    const namespace = request.query.get('namespace') ?? ''
    const container = store.findContainer(namespace)
    const token = randomUUID()
    tokens.add(token)
    return bareAnswer({ token, url: request.origin, name: container ? pathOf(container) : namespace })
  }

  /** Makes an image of the library available as blobs and documents; answers its manifest. */
  const offer = (image: StoredImage): Buffer | null => {
    if (image.file === null) return null
    const { config, manifest } = documentsOf(image, image.file)
    blobs.set(digestOf(config), config)
    blobs.set(image.hash.replace('sha256.', 'sha256:'), image.file)
    documents.set(digestOf(manifest), { type: manifestType, bytes: manifest })
    return manifest
  }

  const indexOf = (container: Container, tag: string): Buffer | null => {
    const manifests = [...container.archTags].flatMap(([architecture, tags]) => {
      const image = store.images.get(tags.get(tag) ?? '')
      const manifest = image ? offer(image) : null
      if (!manifest) return []
      return [
        {
          mediaType: manifestType,
          digest: digestOf(manifest),
          size: manifest.length,
          platform: { architecture, os: 'linux' },
        },
      ]
    })
    return manifests.length === 0 ? null : Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }))
  }

  /** Changes when the library itself lets a tag lead elsewhere. */
  const stateOf = (container: Container | null, tag: string): string | null => {
    const index = container === null ? null : indexOf(container, tag)
    return index === null ? null : digestOf(index)
  }

  const find = (container: Container | null, name: string, reference: string): Document | null => {
    if (reference.startsWith('sha256:')) return documents.get(reference) ?? null
    const put = named.get(`${name} ${reference}`)
    if (put && (reference.startsWith('sha256.') || put.seen === stateOf(container, reference))) return put.document
    if (!container) return null
    if (reference.startsWith('sha256.')) {
      const image = [...store.images.values()].find(
        (known) => known.hash === reference && known.container === container,
      )
      const manifest = image ? offer(image) : null
      return manifest && { type: manifestType, bytes: manifest }
    }
    const index = indexOf(container, reference)
    return index && { type: indexType, bytes: index }
  }

  const document = (request: ServiceRequest, name: string, reference: string): Answer => {
    const found = find(store.findContainer(name), name, reference)
    // An accepted type that is not what there is: unknown, as registries answer.
    const accept = request.headers.accept ?? '*/*'
    if (!found || !(accept.includes('*/*') || accept.includes(found.type))) {
      return ociError(404, 'MANIFEST_UNKNOWN', 'manifest unknown')
    }
    const headers = { 'content-type': found.type, 'docker-content-digest': digestOf(found.bytes) }
    return { status: 200, headers, body: found.bytes, ranged: false }
  }

  const put = (request: ServiceRequest, name: string, reference: string): Answer => {
    const type = request.headers['content-type'] ?? ''
    const digest = digestOf(request.body)
    documents.set(digest, { type, bytes: request.body })
    if (type === indexType && !record(name, reference, request.body)) {
      return ociError(400, 'MANIFEST_BLOB_UNKNOWN', 'the index names something that is not here')
    }
    const document = { type, bytes: request.body }
    named.set(`${name} ${reference}`, { document, seen: stateOf(store.findContainer(name), reference) })
    return {
      status: 201,
      headers: { 'docker-content-digest': digest, location: request.path },
      body: Buffer.alloc(0),
      ranged: false,
    }
  }

  /** A tag was set: the library gets records for what it now points to, and only for that. */
  const record = (name: string, tag: string, index: Buffer): boolean => {
    const listed = (JSON.parse(index.toString('utf8')) as { manifests?: { digest?: string }[] }).manifests ?? []
    const files = listed.map(({ digest }) => {
      const bytes = documents.get(digest ?? '')?.bytes
      const layers = bytes
        ? (JSON.parse(bytes.toString('utf8')) as { layers?: { digest?: string }[] }).layers
        : undefined
      const layer = layers?.[0]?.digest ?? ''
      return { hash: layer.replace('sha256:', 'sha256.'), file: blobs.get(layer) }
    })
    const [entityName = '', collectionName = '', containerName = ''] = name.split('/')
    if (containerName === '' || files.some(({ file }) => !file)) return false
    const entity = store.findEntity(entityName) ?? store.addEntity(entityName)
    const collection = store.findCollection(entityName, collectionName) ?? store.addCollection(entity, collectionName)
    const container = store.findContainer(name) ?? store.addContainer(collection, containerName)
    for (const tags of container.archTags.values()) tags.delete(tag)
    for (const { hash, file } of files) {
      if (!file) continue
      const known = [...store.images.values()].find((image) => image.hash === hash && image.container === container)
      const image = known ?? store.addImage(container, hash)
      store.fill(image, file)
      const arch = image.arch ?? 'unknown'
      const tags = container.archTags.get(arch) ?? new Map<string, string>()
      tags.set(tag, image.id)
      container.archTags.set(arch, tags)
    }
    return true
  }

  const upload = (request: ServiceRequest, name: string, id: string): Answer => {
    // With a query of its own, as real registries have: what a client adds has to come behind it.
    const where = (key: string) => `${request.origin}/v2/${name}/blobs/uploads/${key}?_state=${key.slice(0, 8)}`
    if (request.method === 'POST') {
      const key = randomUUID()
      uploads.set(key, Buffer.alloc(0))
      return { status: 202, headers: { location: where(key), range: '0-0' }, body: Buffer.alloc(0), ranged: false }
    }
    const before = uploads.get(id)
    if (!before) return ociError(404, 'BLOB_UPLOAD_UNKNOWN', 'no such upload')
    const now = Buffer.concat([before, request.body])
    if (request.method === 'PATCH') {
      const range = /^(\d+)-(\d+)$/.exec(request.headers['content-range'] ?? '')
      if (range && (Number(range[1]) !== before.length || Number(range[2]) !== now.length - 1)) {
        return ociError(416, 'BLOB_UPLOAD_INVALID', 'the range does not follow')
      }
      uploads.set(id, now)
      return {
        status: 202,
        headers: { location: where(id), range: `0-${now.length - 1}` },
        body: Buffer.alloc(0),
        ranged: false,
      }
    }
    const digest = request.query.get('digest') ?? ''
    if (digestOf(now) !== digest) return ociError(400, 'DIGEST_INVALID', 'the digest differs')
    uploads.delete(id)
    blobs.set(digest, now)
    return {
      status: 201,
      headers: { 'docker-content-digest': digest, location: `/v2/${name}/blobs/${digest}` },
      body: Buffer.alloc(0),
      ranged: false,
    }
  }

  return (request) => {
    if (request.path === '/v1/oci-redirect') return redirect(request)
    const match = /^\/v2\/(.+)\/(manifests|blobs)\/(uploads\/?)?([^/]*)$/.exec(request.path)
    if (!match || !options.isOciBacked()) return null
    if (!tokens.has(bearerToken(request) ?? '')) {
      const challenge = `Bearer realm="${request.origin}/auth",service="library"`
      const answer = ociError(401, 'UNAUTHORIZED', 'authentication required')
      return { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } }
    }
    const [, name = '', kind, isUpload, last = ''] = match
    if (kind === 'blobs' && isUpload) return upload(request, name, last)
    if (kind === 'manifests') {
      return request.method === 'PUT' ? put(request, name, last) : document(request, name, last)
    }
    const container = store.findContainer(name)
    for (const image of store.images.values()) if (image.container === container) offer(image)
    const blob = blobs.get(last)
    return blob
      ? bytesAnswer(blob, { 'docker-content-digest': last, etag: `"${last}"` })
      : ociError(404, 'BLOB_UNKNOWN', 'blob unknown')
  }
}

function ociError(status: number, code: string, message: string): Answer {
  return bareAnswer({ errors: [{ code, message }] }, status)
}
