/** The library API but its files: records, tags, search, deletion. Routes: services reference, 2.6, 2.8, 2.10. */
import {
  type Answer,
  dataAnswer,
  errorAnswer,
  jsonBody,
  type Service,
  type ServiceRequest,
  textMember,
} from './answer.ts'
import {
  archTagsRecord,
  collectionRecord,
  containerRecord,
  entityRecord,
  imageRecord,
  imageTagsRecord,
} from './records.ts'
import type { LibraryStore, StoredImage } from './store.ts'

export interface LibraryOptions {
  readonly store: LibraryStore
  /** Whether a request carries an accepted token. */
  isLoggedIn(request: ServiceRequest): boolean
  readonly searchNeedsLogin: boolean
  /** False: collections and containers are found by searching only. */
  readonly lists?: boolean
}

const notAllowed = errorAnswer(401, 'unauthorized', { 'www-authenticate': 'Bearer realm="library"' })

/**
 * The image that `path:tag` or `path:sha256.hex` names for an architecture; private ones are hidden from strangers.
 * @returns why there is none, as text
 */
export function findImage(options: LibraryOptions, request: ServiceRequest, named: string): StoredImage | string {
  const { store } = options
  const colon = named.indexOf(':')
  const path = colon < 0 ? named : named.slice(0, colon)
  const tag = colon < 0 ? 'latest' : named.slice(colon + 1)
  const container = store.findContainer(path)
  if (!container || (container.collection.private && !options.isLoggedIn(request))) return `container ${path} not found`
  const arch = request.query.get('arch')
  const images = [...store.images.values()].filter((image) => image.container === container)
  if (/^(?:sha256|sif)\./.test(tag)) {
    return (
      images.find((image) => image.hash === tag) ?? `image with hash ${tag} not found in container ${container.name}`
    )
  }
  const tags =
    arch === null ? [...container.archTags.values()] : [container.archTags.get(arch) ?? new Map<string, string>()]
  const id = tags.map((byTag) => byTag.get(tag)).find((found) => found !== undefined)
  return (
    images.find((image) => image.id === id) ??
    `tag ${tag} for architecture ${arch ?? 'any'} on container ${path} not found`
  )
}

export function createLibraryService(options: LibraryOptions): Service {
  const { store } = options
  const routes: readonly (readonly [string, RegExp, (request: ServiceRequest, rest: string) => Answer])[] = [
    [
      'GET',
      /^\/v1\/entities\/([^/]+)$/,
      (_request, name) => found(store.findEntity(name), (entity) => entityRecord(entity, store)),
    ],
    // Lists, as one of the servers has them.
    [
      'GET',
      /^\/v1\/collections\/([^/]+)$/,
      (request, name) =>
        listOf(request, store.findEntity(name), (entity) =>
          [...store.collections.values()]
            .filter((one) => one.entity === entity && (!one.private || options.isLoggedIn(request)))
            .map((one) => collectionRecord(one, store)),
        ),
    ],
    [
      'GET',
      /^\/v1\/containers\/([^/:]+\/[^/:]+)$/,
      (request, path) => {
        const [entity = '', name = ''] = path.split('/')
        return listOf(request, store.findCollection(entity, name), (collection) =>
          collection.private && !options.isLoggedIn(request)
            ? []
            : [...store.containers.values()]
                .filter((one) => one.collection === collection)
                .map((one) => containerRecord(one, store)),
        )
      },
    ],
    [
      'GET',
      /^\/v1\/collections\/([^/]+\/[^/]+)$/,
      (_request, path) => {
        const [entity = '', name = ''] = path.split('/')
        return found(store.findCollection(entity, name), (collection) => collectionRecord(collection, store))
      },
    ],
    [
      'GET',
      /^\/v1\/containers\/([^:]+)$/,
      (request, path) => {
        const container = store.findContainer(path)
        const hidden = container?.collection.private && !options.isLoggedIn(request)
        return found(hidden ? null : container, (visible) => containerRecord(visible, store))
      },
    ],
    [
      'GET',
      /^\/v1\/images\/(.+)$/,
      (request, named) => {
        const image = findImage(options, request, named)
        return typeof image === 'string' ? errorAnswer(404, image) : dataAnswer(imageRecord(image, store))
      },
    ],
    ['DELETE', /^\/v1\/images\/(.+)$/, loggedIn(remove)],
    ['GET', /^\/v1\/tags\/([^/]+)$/, (_request, id) => found(store.containers.get(id) ?? null, imageTagsRecord)],
    ['GET', /^\/v2\/tags\/([^/]+)$/, (_request, id) => found(store.containers.get(id) ?? null, archTagsRecord)],
    ['POST', /^\/v([12])\/tags\/[^/]+$/, loggedIn(tag)],
    ['POST', /^\/v1\/(entities|collections|containers|images)$/, loggedIn(create)],
    ['GET', /^\/v1\/search()$/, search],
  ]

  function loggedIn(work: (request: ServiceRequest, rest: string) => Answer) {
    return (request: ServiceRequest, rest: string) => (options.isLoggedIn(request) ? work(request, rest) : notAllowed)
  }

  function listOf<Place>(_request: ServiceRequest, place: Place | null, list: (place: Place) => unknown): Answer {
    return options.lists === false ? errorAnswer(404, 'not found') : found(place, list)
  }

  /** Deletes the image a tag points to, with all its tags. */
  function remove(request: ServiceRequest, named: string): Answer {
    const image = findImage(options, request, named)
    if (typeof image === 'string') return errorAnswer(404, image)
    store.images.delete(image.id)
    for (const tags of image.container.archTags.values()) {
      for (const [name, id] of tags) if (id === image.id) tags.delete(name)
    }
    return dataAnswer({})
  }

  function tag(request: ServiceRequest, version: string): Answer {
    const container = store.containers.get(request.path.split('/').at(-1) ?? '')
    const body = jsonBody(request)
    if (!container || !body)
      return errorAnswer(container ? 400 : 404, container ? 'malformed tag' : 'container not found')
    const image = store.images.get(textMember(body, 'ImageID'))
    const name = textMember(body, 'Tag')
    const arch = version === '1' ? (image?.arch ?? 'amd64') : textMember(body, 'Arch')
    if (!image || image.container !== container || arch === '' || !/^[A-Za-z0-9._-]+$/.test(name)) {
      return errorAnswer(400, 'malformed tag')
    }
    const tags = container.archTags.get(arch) ?? new Map<string, string>()
    tags.set(name, image.id)
    container.archTags.set(arch, tags)
    return dataAnswer(version === '1' ? imageTagsRecord(container) : archTagsRecord(container))
  }

  function create(request: ServiceRequest, kind: string): Answer {
    const body = jsonBody(request)
    if (!body) return errorAnswer(400, 'malformed record')
    const name = textMember(body, 'name')
    const description = textMember(body, 'description') || 'No description'
    if (kind !== 'images' && !/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name)) return errorAnswer(400, 'malformed name')
    switch (kind) {
      case 'entities':
        return store.findEntity(name)
          ? errorAnswer(409, 'entity exists')
          : dataAnswer(entityRecord(store.addEntity(name, description), store), 201)
      case 'collections': {
        const entity = store.entities.get(textMember(body, 'entity'))
        if (!entity) return errorAnswer(404, 'entity not found')
        const isPrivate = body.private === true
        return dataAnswer(collectionRecord(store.addCollection(entity, name, description, isPrivate), store), 201)
      }
      case 'containers': {
        const collection = store.collections.get(textMember(body, 'collection'))
        if (!collection) return errorAnswer(404, 'collection not found')
        return dataAnswer(containerRecord(store.addContainer(collection, name, description), store), 201)
      }
      default: {
        const container = store.containers.get(textMember(body, 'container'))
        const hash = textMember(body, 'hash')
        if (!container) return errorAnswer(404, 'container not found')
        if (!/^sha256\.[0-9a-f]{64}$/.test(hash)) return errorAnswer(400, 'malformed hash')
        return dataAnswer(imageRecord(store.addImage(container, hash, textMember(body, 'description')), store), 201)
      }
    }
  }

  /** Architecture and signature restrict images only, as in the real service. */
  function search(request: ServiceRequest): Answer {
    if (options.searchNeedsLogin && !options.isLoggedIn(request)) return notAllowed
    const value = (request.query.get('value') ?? '').toLowerCase()
    if (value.length < 3) return errorAnswer(400, 'search for at least 3 characters')
    const architectures = request.query.get('arch')?.split(',') ?? null
    const signed = request.query.get('signed')
    const matches = (...texts: readonly string[]) => texts.some((text) => text.toLowerCase().includes(value))
    const isVisible = (isPrivate: boolean) => !isPrivate || options.isLoggedIn(request)
    const containers = [...store.containers.values()].filter(
      (container) => isVisible(container.collection.private) && matches(container.name, container.description),
    )
    const images = [...store.images.values()].filter(
      (image) =>
        image.file !== null &&
        isVisible(image.container.collection.private) &&
        matches(image.container.name, image.container.description, image.description, ...store.tagsOf(image)) &&
        (architectures === null || architectures.includes(image.arch ?? '')) &&
        (signed === null || (signed === 'true') === image.fingerprints.length > 0),
    )
    const collections = [...store.collections.values()].filter(
      (collection) => isVisible(collection.private) && matches(collection.name, collection.description),
    )
    const entities = [...store.entities.values()].filter((entity) => matches(entity.name, entity.description))
    return dataAnswer({
      entity: entities.map((entity) => entityRecord(entity, store)),
      collection: collections.map((collection) => collectionRecord(collection, store)),
      container: containers.map((container) => containerRecord(container, store)),
      image: images.map((image) => imageRecord(image, store)),
    })
  }

  return (request) => {
    for (const [method, pattern, work] of routes) {
      const match = request.method === method ? pattern.exec(request.path) : null
      if (match) return work(request, match[1] ?? '')
    }
    return null
  }
}

function found<Value>(value: Value | null, record: (value: Value) => unknown): Answer {
  return value === null ? errorAnswer(404, 'not found') : dataAnswer(record(value))
}
