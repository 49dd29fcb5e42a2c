/** Fills the demo services: every image of the catalogue, and the keys of those signers who publish theirs. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mapParallel } from '../engine/library/parallel.ts'
import { type DemoContainer, type DemoImage, demoCatalogue, demoEntities } from './catalogue.ts'
import { makeDemoImage } from './make-image.ts'
import type { RunningServices } from './services/services.ts'
import { hashOf } from './services/store.ts'
import { publicKey } from './sign.ts'

export async function seedDemo(services: RunningServices): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-demo-'))
  try {
    // Made side by side, because each waits for the disk a few times; entered in order, so that ids stay the same.
    const files = new Map(
      await mapParallel(everyImage(), 8, async (entry) => {
        const file = await makeDemoImage(entry.container, entry.image, entry.architecture, folder)
        return [keyOf(entry), file] as const
      }),
    )
    for (const container of demoCatalogue) addContainer(services, container, files)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  for (const key of await publishedKeys()) await services.addKeys(key)
}

interface Entry {
  readonly container: DemoContainer
  readonly image: DemoImage
  readonly architecture: string
}

function everyImage(): readonly Entry[] {
  return demoCatalogue.flatMap((container) =>
    container.images.flatMap((image) =>
      image.architectures.map((architecture) => ({ container, image, architecture })),
    ),
  )
}

function keyOf({ container, image, architecture }: Entry): string {
  return `${container.path}:${image.tags[0]} ${architecture}`
}

function addContainer(services: RunningServices, described: DemoContainer, files: ReadonlyMap<string, Buffer>): void {
  const { store } = services
  const [entityName = '', collectionName = '', name = ''] = described.path.split('/')
  const entity = store.findEntity(entityName) ?? store.addEntity(entityName, demoEntities[entityName])
  const collection =
    store.findCollection(entityName, collectionName) ??
    store.addCollection(entity, collectionName, `${collectionName} of ${entityName}`, described.private ?? false)
  const container = store.addContainer(collection, name, described.description, described.fullDescription)
  container.downloads = described.downloads
  container.stars = described.stars
  // Oldest first, so that a tag that moved ends at the newest.
  for (const image of [...described.images].sort((a, b) => (a.builtAt < b.builtAt ? -1 : 1))) {
    for (const architecture of image.architectures) {
      const file = files.get(keyOf({ container: described, image, architecture }))
      if (!file) continue
      const stored = store.addImage(container, hashOf(file), described.description, image.builtAt)
      store.fill(stored, file)
      const tags = container.archTags.get(architecture) ?? new Map<string, string>()
      for (const tag of image.tags) tags.set(tag, stored.id)
      container.archTags.set(architecture, tags)
    }
  }
}

/** Everybody's but the course's, which has to be had another way. */
async function publishedKeys(): Promise<readonly string[]> {
  return Promise.all([
    publicKey('release'),
    publicKey('automation'),
    publicKey('base'),
    publicKey('lapsed'),
    publicKey('cow'),
    publicKey('leaked', {
      at: new Date('2026-01-20T09:00:00Z'),
      reason: 'keyCompromised',
      text: 'The build machine was broken into',
    }),
    publicKey('retired', {
      at: new Date('2023-05-02T09:00:00Z'),
      reason: 'keyRetired',
      text: 'Replaced by another key',
    }),
  ])
}
