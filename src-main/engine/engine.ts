/**
 * The engine: makes every domain, gives each the others it needs, and is the one place where that
 * can be read. It runs in plain Node and knows nothing of Electron, sockets or terminals.
 */

import { homedir } from 'node:os'
import { basename } from 'node:path'
import { imagesCalls } from '../../src-shared/contract/images.ts'
import type { CallName, EngineEvent } from '../../src-shared/contract/index.ts'
import type { Capabilities } from '../../src-shared/contract/settings.ts'
import type { Result } from '../../src-shared/model/result.ts'
import { appError } from '../../src-shared/text/errors/index.ts'
import { createBuild } from './build/build.ts'
import { createSourceOpener } from './build/conversion.ts'
import type { FollowTiming } from './build/remote/follow-build.ts'
import { createCompare } from './compare/compare.ts'
import { usualCaches } from './disk/cache-places.ts'
import { createDisk } from './disk/disk.ts'
import { usualTemporaryFolders } from './disk/stopped-builds.ts'
import { type AnyHandler, dispatch } from './dispatch.ts'
import { createFiles, filesUnavailable } from './files/files.ts'
import { createImageIdentity } from './images/identity.ts'
import { createImages } from './images/images.ts'
import { createInspect } from './inspect/create-inspect.ts'
import { createKeyring } from './keyring/keyring.ts'
import { createOwnKeys } from './keyring/own-keys.ts'
import { createOwnKeysCalls } from './keyring/own-keys-calls.ts'
import { createLibrary } from './library/library.ts'
import { createTagMemory } from './library/tag-memory.ts'
import { usualCredentialFiles } from './oci/docker-config.ts'
import { createOci } from './oci/oci.ts'
import { machineArchitecture } from './platform/architecture.ts'
import { createBandwidth } from './platform/bandwidth.ts'
import type { EngineContext, Handlers } from './platform/context.ts'
import { openDatabase } from './platform/database.ts'
import { createEventBus } from './platform/events.ts'
import { createHttpClient } from './platform/http/client.ts'
import { createRoutes } from './platform/http/route.ts'
import { createJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'
import { ownerName } from './platform/owner.ts'
import type { EnginePaths } from './platform/paths.ts'
import type { PlatformPort } from './platform/port.ts'
import { version } from './platform/version.ts'
import { createDoctor } from './remotes/doctor/doctor.ts'
import { usualRemoteFiles } from './remotes/elsewhere.ts'
import { createRemotes } from './remotes/remotes.ts'
import { createWorlds } from './remotes/worlds.ts'
import { createSettings } from './settings/settings.ts'
import { createReports } from './signatures/reports/reports.ts'
import { createSigning } from './signatures/sign/sign-calls.ts'
import { createSignatures } from './signatures/signatures.ts'
import { createSignedBy } from './signatures/signed-by.ts'
import { createPartialStore } from './transfers/partial-store.ts'
import { createPushes } from './transfers/push/pushes.ts'
import { createQuarantine } from './transfers/quarantine.ts'
import { freeBytesOf } from './transfers/target.ts'
import { createTransfers } from './transfers/transfers.ts'
import { createAdmission } from './trust/admission.ts'
import { createBundles } from './trust/bundles/bundles.ts'
import { createControlList } from './trust/control-list/control-list.ts'
import { createTrust } from './trust/trust.ts'
import { createTrial } from './trust/try-policies.ts'

export interface EngineOptions {
  readonly paths: EnginePaths
  readonly platform: PlatformPort
  readonly log: Log
  /** Whether jobs that a dead engine left behind go on; only faces that stay do that. */
  readonly resumeJobs: boolean
  /** Set while the demo services are connected. */
  readonly demo?: boolean
  readonly clock?: () => Date
  /** How patient builds at remote services are; tests have less time. */
  readonly remoteBuildTiming?: FollowTiming
}

export interface Engine {
  /** Makes a call as a face would: checked on entry, never throwing. */
  call(name: string, params: unknown, options: { readonly signal: AbortSignal }): Promise<Result<unknown>>
  readonly events: { listen(listener: (event: EngineEvent) => void): () => void }
  /** Ends jobs, connections and the database. Calls made afterwards fail with ENGINE_GONE. */
  close(): Promise<void>
}

/** @throws AppFailure DATABASE_NEWER, DATABASE_DAMAGED */
export function createEngine(options: EngineOptions): Engine {
  const { paths, platform, log, clock = () => new Date() } = options
  const database = openDatabase(paths.database)
  const events = createEventBus()
  const jobs = createJobs(database, events, ownerName(), clock)
  const context: EngineContext = { paths, database, events, jobs, platform, log, clock }
  const settings = createSettings(context, () => capabilitiesOf(platform, options.demo ?? false))
  const routes = createRoutes({
    settings: settings.get,
    login: settings.proxyLogin,
    environment: process.env,
    resolveProxy: platform.resolveProxy,
  })
  const bandwidth = createBandwidth()
  const http = createHttpClient({
    version,
    routes,
    bandwidth,
    onRefused: (authorization, url) => remotes.noteRefused(authorization, url),
  })

  // A home of its own is one from which nothing outside is read.
  const usualFiles = process.env.SIF_DESKTOP_HOME ? [] : usualRemoteFiles(process.env)
  const remotes = createRemotes(context, { http, usualFiles })
  const files = createFiles(context)
  const inspect = createInspect(files.use)

  const signedBy = createSignedBy(database)
  const keyring = createKeyring(context, {
    http,
    keyservers: async (signal) => {
      // Without a remote there are still the keyservers of the list.
      if (remotes.active() === null) return []
      const { services, insecure, authorization } = await remotes.connect(undefined, signal)
      return services.keyserver === null ? [] : [{ url: services.keyserver, insecure, authorization }]
    },
    remoteKeyserver: () => {
      const active = remotes.active()
      return active === null
        ? null
        : { name: active.name, url: active.knowledge.services?.keyserver ?? null, insecure: active.insecure }
    },
    decisionOf: (fingerprint) => trust.shownDecision(fingerprint),
    imagesSignedBy: (fingerprints) => {
      const here = new Set(images.paths())
      return signedBy(fingerprints)
        .filter((path) => here.has(path))
        .map((path) => ({ path, name: basename(path) }))
    },
  })
  const trust = createTrust(context, keyring)
  const imageOf = createImageIdentity(database)
  const signatures = createSignatures(context, {
    http,
    keyring,
    trust,
    imageOf,
    signerNote: (image, verification) => admission.signerNote(image, verification),
  })
  const admission = createAdmission(context, { trust, keyring, imageOf })
  const images = createImages(context, { verdicts: signatures, tags: createTagMemory(database, clock) })

  const reports = createReports(context, { verify: signatures.verify, latest: signatures.latest, library: images })

  const ownKeys = createOwnKeys(paths.home, clock)
  const ownKeysCalls = createOwnKeysCalls(ownKeys, keyring)
  const signing = createSigning(context, {
    ownKeys,
    publicKey: keyring.armored,
    changed: images.refresh,
    ownElsewhere: signatures.ownElsewhere,
  })

  const oci = createOci(context, {
    http,
    // A home of its own is one from which nothing outside is read.
    usualCredentialFiles: process.env.SIF_DESKTOP_HOME ? [] : usualCredentialFiles(process.env),
  })

  const doctor = createDoctor({
    http,
    routes,
    clock,
    remotes: {
      ...remotes,
      known: (name) => {
        const { uri, insecure, knowledge } = remotes.known(name)
        return { uri, insecure, services: knowledge.services }
      },
    },
    registry: oci.reach,
    keyservers: keyring.reachable,
  })

  const worlds = createWorlds({
    remotes,
    addKeyserver: (url) => keyring.addKeyserver(url),
    settings,
  })

  const openSource = createSourceOpener(oci)

  const library = createLibrary(context, {
    http,
    remotes,
    registries: oci,
    hasDigest: (digest) => images.withDigest(digest).length > 0,
    localImages: images.stored,
  })

  const disk = createDisk(context, {
    images,
    partials: createPartialStore(database),
    imageFolder: () => settings.get().imageFolder,
    setImageFolder: settings.setImageFolder,
    renamed: signatures.renamed,
    usualCaches: process.env.SIF_DESKTOP_HOME ? [] : usualCaches(process.env),
    usualTemporary: process.env.SIF_DESKTOP_HOME ? [] : usualTemporaryFolders(process.env),
  })

  const transfers = createTransfers(context, {
    http,
    bandwidth,
    library,
    registries: oci,
    remotes,
    images,
    settings: settings.get,
    signatures: {
      verify: (path, { signal, shownAs, image, onProgress }) =>
        signatures.verifyArriving(path, { path: shownAs, image }, { signal, onProgress }),
      renamed: signatures.renamed,
    },
    cachedWithDigest: disk.cachedWithDigest,
    admission,
    openSource,
  })
  const build = createBuild(context, {
    buildNetwork: settings.get,
    imageFolder: () => settings.get().imageFolder,
    openSource,
    arrivals: { http, library, registries: oci },
    fetch: { http, partials: createPartialStore(database), freeBytes: freeBytesOf },
    images,
    remotes,
    ...(options.remoteBuildTiming === undefined ? {} : { remoteTiming: options.remoteBuildTiming }),
    signatures: {
      verify: (path, { signal, lookUpKeys }) => {
        const scope = { groupId: null, objectId: null, legacy: false }
        return signatures.verify({ path, scope, lookUpKeys, keyFiles: [] }, { signal })
      },
    },
  })
  const compare = createCompare(context, {
    arrivals: { http, library, registries: oci },
    images: { byPath: images.summaryAt },
    latest: signatures.latest,
    use: files.use,
  })
  const pushes = createPushes(context, {
    http,
    atOnce: () => settings.get().transfersAtOnce,
    remotes,
    registries: oci,
    signatures: {
      latest: signatures.latest,
      check: (path, progress) =>
        signatures.verify(
          { path, scope: { groupId: null, objectId: null, legacy: false }, lookUpKeys: false, keyFiles: [] },
          progress,
        ),
    },
  })
  const quarantine = createQuarantine(context, {
    arrivals: admission.arrivals,
    changed: admission.changed,
    imageFolder: () => settings.get().imageFolder,
    enter: images.enter,
    renamed: signatures.renamed,
  })

  const bundles = createBundles(context, {
    trust,
    admission,
    ownKeys,
    keyring: {
      find: keyring.find,
      isOwn: keyring.isOwn,
      armored: keyring.armored,
      has: (fingerprint) => keyring.stored(fingerprint) !== null,
      userIds: (fingerprint) => keyring.shown(fingerprint).userIds,
      preview: async (text) =>
        keyring.handlers['keyring.previewImport'](
          { material: { kind: 'text', text } },
          { signal: new AbortController().signal },
        ),
      add: (text) => keyring.importMaterial({ kind: 'text', text }),
    },
  })
  const unasked = { signal: new AbortController().signal }
  const trial = createTrial({
    admission,
    images: async () => {
      const query = imagesCalls['images.list'].params.parse({ sort: 'addedAt', descending: true, limit: 1000 })
      return (await images.handlers['images.list'](query, unasked)).images
    },
    last: async (path) => signatures.handlers['signatures.last']({ path }, unasked),
  })
  const controlList = createControlList(context, { find: keyring.find, images: images.paths })

  // Every call of the contract has its handler here, or this does not compile.
  const table: Handlers<CallName> = {
    ...jobs.handlers,
    ...settings.handlers,
    ...remotes.handlers,
    ...doctor,
    ...worlds,
    ...inspect.handlers,
    ...files.handlers,
    ...images.handlers,
    ...keyring.handlers,
    ...ownKeysCalls.handlers,
    ...trust.handlers,
    ...admission.handlers,
    ...quarantine.handlers,
    ...controlList.handlers,
    ...bundles.handlers,
    ...trial.handlers,
    ...signatures.handlers,
    ...signatures.signerHandlers,
    ...reports.handlers,
    ...signing.handlers,
    ...library.handlers,
    ...oci.handlers,
    ...transfers.handlers,
    ...disk.handlers,
    ...build.handlers,
    ...compare.handlers,
    ...pushes.handlers,
  }
  const handlers = new Map(Object.entries(table) as [string, AnyHandler][])

  jobs.adoptOrphans(options.resumeJobs)
  let closed = false

  return {
    events,
    async call(name, params, { signal }) {
      if (closed) return { ok: false, error: appError('ENGINE_GONE') }
      return dispatch(handlers, name, params, { signal }, log)
    },
    async close() {
      if (closed) return
      closed = true
      await build.close()
      await jobs.close()
      images.close()
      ownKeys.close()
      await signatures.close()
      await files.close()
      await http.close()
      database.close()
    },
  }
}

/** What each face can do that others cannot. */
function capabilitiesOf({ face, secrets }: PlatformPort, demo: boolean): Capabilities {
  const isWindow = face === 'window'
  return {
    face,
    canChooseFiles: isWindow,
    canRevealFiles: isWindow,
    canReadDroppedPaths: isWindow,
    platform: process.platform,
    architecture: machineArchitecture(),
    homeFolder: homedir(),
    version,
    demo,
    secretsAreIn: secrets.protection === 'keychain' ? 'keychain' : 'files',
    filesUnavailable: filesUnavailable(),
  }
}
