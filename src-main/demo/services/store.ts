/** Everything the demo library has, in memory: entities, collections, containers, images, tags. Ids are strings. */
import { createHash } from 'node:crypto'
import { sifFacts } from './sif-facts.ts'

export interface Entity {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Bytes; 0 is without limit. */
  readonly quota: number
}

export interface Collection {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly entity: Entity
  readonly private: boolean
}

export interface Container {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly fullDescription: string
  readonly collection: Collection
  readonly createdAt: string
  /** Architecture → tag → image id. */
  readonly archTags: Map<string, Map<string, string>>
  downloads: number
  stars: number
}

export interface StoredImage {
  readonly id: string
  /** `sha256.` and 64 hex digits. */
  readonly hash: string
  readonly description: string
  readonly container: Container
  readonly createdAt: string
  /** Null until the upload is complete. */
  file: Buffer | null
  arch: string | null
  fingerprints: readonly string[]
  encrypted: boolean
}

export interface LibraryStore {
  readonly entities: Map<string, Entity>
  readonly collections: Map<string, Collection>
  readonly containers: Map<string, Container>
  readonly images: Map<string, StoredImage>
  nextId(): string
  now(): string
  addEntity(name: string, description?: string, quota?: number): Entity
  addCollection(entity: Entity, name: string, description?: string, isPrivate?: boolean): Collection
  addContainer(collection: Collection, name: string, description?: string, fullDescription?: string): Container
  addImage(container: Container, hash: string, description?: string, createdAt?: string): StoredImage
  /** Completes an upload: the image gets its bytes and what they say. */
  fill(image: StoredImage, file: Buffer): void
  findEntity(name: string): Entity | null
  findCollection(entity: string, name: string): Collection | null
  /** By `entity/collection/container`, or a shorter path that is completed with the defaults. */
  findContainer(path: string): Container | null
  tagsOf(image: StoredImage): readonly string[]
  usedBytes(entity: Entity): number
}

/** @param defaults what short paths mean here, like `library` and `default` */
export function createStore(
  defaults: { readonly entity: string; readonly collection: string },
  clock: () => Date = () => new Date(),
): LibraryStore {
  let lastId = 0
  const byName = <Value>(values: Iterable<Value>, test: (value: Value) => boolean): Value | null => {
    for (const value of values) if (test(value)) return value
    return null
  }
  const store: LibraryStore = {
    entities: new Map(),
    collections: new Map(),
    containers: new Map(),
    images: new Map(),
    nextId: () => `65a0c1d2e3f4a5b6${(++lastId).toString(16).padStart(8, '0')}`,
    now: () => clock().toISOString(),
    addEntity(name, description = 'No description', quota = 0) {
      return keep(store.entities, { id: store.nextId(), name, description, quota })
    },
    addCollection(entity, name, description = 'No description', isPrivate = false) {
      return keep(store.collections, { id: store.nextId(), name, description, entity, private: isPrivate })
    },
    addContainer(collection, name, description = 'No description', fullDescription = '') {
      return keep(store.containers, {
        id: store.nextId(),
        name,
        description,
        fullDescription,
        collection,
        createdAt: store.now(),
        archTags: new Map(),
        downloads: 0,
        stars: 0,
      })
    },
    addImage(container, hash, description = '', createdAt = store.now()) {
      const unfilled = { file: null, arch: null, fingerprints: [], encrypted: false }
      return keep(store.images, { id: store.nextId(), hash, description, container, createdAt, ...unfilled })
    },
    fill(image, file) {
      const facts = sifFacts(file)
      image.file = file
      image.arch = facts.architecture
      image.fingerprints = facts.fingerprints
      image.encrypted = facts.encrypted
    },
    findEntity: (name) => byName(store.entities.values(), (entity) => entity.name === name),
    findCollection: (entity, name) =>
      byName(store.collections.values(), (found) => found.name === name && found.entity.name === entity),
    findContainer(path) {
      const parts = path.split('/')
      if (parts.length > 3) return null
      const filled = [defaults.entity, defaults.collection].slice(0, 3 - parts.length)
      const [entity, collection, name] = [...filled, ...parts]
      return byName(
        store.containers.values(),
        (found) =>
          found.name === name && found.collection.name === collection && found.collection.entity.name === entity,
      )
    },
    tagsOf(image) {
      const tags = [...image.container.archTags.values()].flatMap((byTag) =>
        [...byTag].filter(([, id]) => id === image.id).map(([tag]) => tag),
      )
      return [...new Set(tags)]
    },
    usedBytes(entity) {
      let used = 0
      for (const image of store.images.values()) {
        if (image.container.collection.entity === entity) used += image.file?.length ?? 0
      }
      return used
    },
  }
  return store
}

function keep<Value extends { readonly id: string }>(values: Map<string, Value>, value: Value): Value {
  values.set(value.id, value)
  return value
}

/** `entity/collection/container`. */
export function pathOf(container: Container): string {
  return `${container.collection.entity.name}/${container.collection.name}/${container.name}`
}

/** `sha256.` and 64 hex digits of these bytes. */
export function hashOf(file: Buffer): string {
  return `sha256.${createHash('sha256').update(file).digest('hex')}`
}
