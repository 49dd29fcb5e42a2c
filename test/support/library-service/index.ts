/**
 * The library, keyserver, token and storage services as tests use them: the demo services with
 * faults that can be switched on, a record of every request, and small ways to fill them.
 */
import { type RunningServices, runServices, type ServicesOptions } from '../../../src-main/demo/services/services.ts'
import { hashOf, type StoredImage } from '../../../src-main/demo/services/store.ts'
import { createFaults, type FaultSwitches } from './faults.ts'

export type { Fault, FaultRule } from './faults.ts'
export { hashOf }

export interface TestLibrary extends RunningServices {
  readonly faults: FaultSwitches
  readonly token: string
  /** Puts an image under `entity/collection/container` with tags; makes what is missing above it. */
  put(path: string, file: Buffer, options?: PutOptions): StoredImage
}

export interface PutOptions {
  readonly tags?: readonly string[]
  readonly arch?: string
  readonly description?: string
  readonly createdAt?: string
  readonly private?: boolean
}

export const testToken = 'demo-token-for-tests-0123456789'

/** A token as the real service makes them, with an end. @param endsAt in seconds since 1970 */
export function testJwt(endsAt: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ sub: 'ada', exp: endsAt })}.${'x'.repeat(200)}`
}

/** Close it when the test ends. */
export async function startLibraryService(options: ServicesOptions = {}): Promise<TestLibrary> {
  const faults = createFaults()
  const running: RunningServices = await runServices({ ...options, intercept: faults.intercept })
  const { store } = running
  running.switches.accounts.set(testToken, {
    username: 'ada',
    email: 'ada@example.org',
    realName: 'Ada L.',
    registrySecret: 'registry-secret',
  })
  return {
    ...running,
    faults,
    token: testToken,
    put(path, file, { tags = ['latest'], arch, description = '', createdAt, private: isPrivate = false } = {}) {
      const [entityName = '', collectionName = '', name = ''] = path.split('/')
      const entity = store.findEntity(entityName) ?? store.addEntity(entityName)
      const collection =
        store.findCollection(entityName, collectionName) ??
        store.addCollection(entity, collectionName, undefined, isPrivate)
      const container = store.findContainer(path) ?? store.addContainer(collection, name, description)
      const image = store.addImage(container, hashOf(file), description, createdAt)
      store.fill(image, file)
      if (arch !== undefined) image.arch = arch
      const architecture = image.arch ?? 'amd64'
      const byTag = container.archTags.get(architecture) ?? new Map<string, string>()
      for (const tag of tags) byTag.set(tag, image.id)
      container.archTags.set(architecture, byTag)
      return image
    },
  }
}
