/**
 * All demo services together: library, keyserver, tokens, configuration, builder and registry on one loopback
 * port, storage on another. They are real servers of the real protocols with a store in memory; the
 * command lines work against them too.
 */
import { type Account, bearerToken, createAccounts } from './accounts.ts'
import type { ServiceRequest } from './answer.ts'
import { type BuildService, createBuildService } from './build/build-service.ts'
import { type BuildSwitches, usualBuildSwitches } from './build/builds.ts'
import { createFiles, type Files } from './files.ts'
import { createKeys } from './keys.ts'
import { createLibraryService } from './library.ts'
import { createRegistry } from './registry.ts'
import { type Intercept, serveLoopback } from './server.ts'
import { createStore, type LibraryStore } from './store.ts'

/** What can be changed while the services run. */
export interface Switches {
  downloads: 'direct' | 'storage303' | 'storage302'
  ociBacked: boolean
  apiVersion: string
  /** Tokens that are accepted, and whose they are. */
  readonly accounts: Map<string, Account>
  readonly build: BuildSwitches
}

export interface ServicesOptions {
  /** What short paths mean. */
  readonly defaults?: { readonly entity: string; readonly collection: string }
  readonly searchNeedsLogin?: boolean
  readonly lists?: boolean
  readonly addingKeysNeedsLogin?: boolean
  readonly partSizeBytes?: number
  readonly port?: number
  readonly clock?: () => Date
  readonly intercept?: Intercept
}

export interface RunningServices {
  readonly origin: string
  readonly storageOrigin: string
  readonly store: LibraryStore
  readonly switches: Switches
  readonly files: Files
  readonly builder: BuildService
  /** Puts armored public keys on the keyserver. */
  addKeys(armored: string): Promise<number>
  close(): Promise<void>
}

export async function runServices(options: ServicesOptions = {}): Promise<RunningServices> {
  const store = createStore(options.defaults ?? { entity: 'library', collection: 'default' }, options.clock)
  const switches: Switches = {
    downloads: 'storage303',
    ociBacked: false,
    apiVersion: '2.0.0-alpha.2',
    accounts: new Map(),
    build: { ...usualBuildSwitches },
  }
  const account = (request: ServiceRequest) => switches.accounts.get(bearerToken(request) ?? '') ?? null
  const isLoggedIn = (request: ServiceRequest) => account(request) !== null
  let storageOrigin = ''
  const files = createFiles({
    store,
    isLoggedIn,
    searchNeedsLogin: options.searchNeedsLogin ?? false,
    downloads: () => switches.downloads,
    storageOrigin: () => storageOrigin,
    partSizeBytes: options.partSizeBytes ?? 64 * 1024 * 1024,
  })
  const keys = createKeys({ mayAdd: (request) => !options.addingKeysNeedsLogin || isLoggedIn(request) })
  const { lists = true, searchNeedsLogin = false } = options
  const library = createLibraryService({ store, isLoggedIn, searchNeedsLogin, lists })
  const userOf = (request: ServiceRequest) => account(request)?.username ?? null
  const builder = createBuildService({ store, switches: switches.build, userOf })
  const intercept = options.intercept ? { intercept: options.intercept } : {}
  const storage = await serveLoopback([files.storage], intercept)
  storageOrigin = storage.origin
  const main = await serveLoopback(
    [
      createAccounts({ account, apiVersion: () => switches.apiVersion }),
      builder.service,
      files.library,
      library,
      keys.service,
      createRegistry({ store, isLoggedIn, isOciBacked: () => switches.ociBacked }),
    ],
    { ...intercept, upgrade: builder.upgrade, ...(options.port === undefined ? {} : { port: options.port }) },
  )
  return {
    origin: main.origin,
    storageOrigin,
    store,
    switches,
    files,
    builder,
    addKeys: keys.add,
    async close() {
      builder.close()
      await main.close()
      await storage.close()
    },
  }
}
