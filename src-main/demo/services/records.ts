/** Records as the library API writes them. Field names: services reference, 2.5. */
import type { Collection, Container, Entity, LibraryStore, StoredImage } from './store.ts'

const zeroTime = '0001-01-01T00:00:00Z'

function audit(createdAt: string): Readonly<Record<string, unknown>> {
  return {
    deleted: false,
    createdBy: 'demo',
    createdAt,
    updatedBy: '',
    updatedAt: createdAt,
    deletedBy: '',
    deletedAt: zeroTime,
    owner: 'demo',
    customData: '',
  }
}

export function entityRecord(entity: Entity, store: LibraryStore): unknown {
  const collections = [...store.collections.values()].filter((collection) => collection.entity === entity)
  return {
    ...audit(store.now()),
    id: entity.id,
    name: entity.name,
    description: entity.description,
    collections: collections.map(({ id }) => id),
    size: store.usedBytes(entity),
    quota: entity.quota,
    defaultPrivate: false,
  }
}

export function collectionRecord(collection: Collection, store: LibraryStore): unknown {
  const containers = [...store.containers.values()].filter((container) => container.collection === collection)
  return {
    ...audit(store.now()),
    id: collection.id,
    name: collection.name,
    description: collection.description,
    entity: collection.entity.id,
    entityName: collection.entity.name,
    containers: containers.map(({ id }) => id),
    size: containers.length,
    private: collection.private,
  }
}

/** Architecture → tag → image id, as plain objects. */
export function archTagsRecord(container: Container): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries([...container.archTags].map(([arch, tags]) => [arch, Object.fromEntries(tags)]))
}

/** Tag → image id over all architectures; the first architecture wins, as the older API cannot say more. */
export function imageTagsRecord(container: Container): Readonly<Record<string, string>> {
  return Object.assign({}, ...[...container.archTags.values()].reverse().map((tags) => Object.fromEntries(tags)))
}

export function containerRecord(container: Container, store: LibraryStore): unknown {
  const images = [...store.images.values()].filter((image) => image.container === container)
  const { collection } = container
  return {
    ...audit(container.createdAt),
    id: container.id,
    name: container.name,
    description: container.description,
    fullDescription: container.fullDescription,
    collection: collection.id,
    collectionName: collection.name,
    entity: collection.entity.id,
    entityName: collection.entity.name,
    images: images.map(({ id }) => id),
    imageTags: imageTagsRecord(container),
    archTags: archTagsRecord(container),
    size: images.length,
    downloadCount: container.downloads,
    stars: container.stars,
    private: collection.private,
    readOnly: false,
  }
}

export function imageRecord(image: StoredImage, store: LibraryStore): unknown {
  const { container } = image
  const { collection } = container
  return {
    ...audit(image.createdAt),
    id: image.id,
    hash: image.hash,
    description: image.description,
    container: container.id,
    containerName: container.name,
    collection: collection.id,
    collectionName: collection.name,
    entity: collection.entity.id,
    entityName: collection.entity.name,
    blob: null,
    size: image.file?.length ?? 0,
    uploaded: image.file !== null,
    signed: image.fingerprints.length > 0,
    arch: image.arch,
    fingerprints: image.fingerprints,
    encrypted: image.encrypted,
    tags: store.tagsOf(image),
    containerDescription: container.description,
    containerStars: container.stars,
    containerDownloads: container.downloads,
  }
}
