/**
 * Registries: OCI images and SIF files in them. For other rooms this is the way to registries:
 *
 *     const image = await oci.image(reference, { platform: readPlatform('arm64'), signal })
 *     image.kind                        // 'image' is a container image, 'sif' a SIF file
 *     image.manifest.layers             // descriptors, lowest layer first
 *     image.config                      // bytes of the configuration, compared with its digest
 *     image.openBlob(layer, { from: 0, signal })   // async iterable of bytes
 *     image.blobSource(layer)           // ranges, for downloads into a file
 *
 * `openBlob` goes on after cuts, never gives more bytes than announced, and holds the last piece back until
 * the digest was right; with `from` greater than zero the digest is the caller's to check. Logins, tokens,
 * mirrors and authorities are seen to here. Nothing of an image is executed or converted here.
 */
import type { FoundRepository } from '../../../src-shared/model/library.ts'
import type { OciDescriptor, OciReferrer } from '../../../src-shared/model/oci.ts'
import type { ResolvedReference } from '../../../src-shared/model/reference.ts'
import {
  parseReference,
  pinnedReference,
  printReference,
  type RegistryReference,
} from '../../../src-shared/reference/index.ts'
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { machineArchitecture } from '../platform/architecture.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import { toAppError } from '../platform/failures.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { createAccounts, readHost } from './accounts.ts'
import { type ConnectionDeps, createConnection, type RegistryAddress, registryEndpoint } from './connection.ts'
import { createCredentialFinder } from './credential-finder.ts'
import { createDocumentMemory } from './document-memory.ts'
import { isSifLayer } from './documents.ts'
import { factsOf, layersSize, spokenAbout } from './facts.ts'
import { searchHub } from './hub-search.ts'
import { findImage, type ImageOptions, type OciImage } from './image.ts'
import { withMirror } from './mirror.ts'
import { imageTags } from './missing.ts'
import { printPlatform, readPlatform } from './platform.ts'
import { createRegistry, type Registry } from './registry.ts'
import { createRegistryStore } from './settings-store.ts'
import { peekSif, type SifPeek } from './sif-peek.ts'

export interface OciDeps {
  readonly http: HttpClient
  /** Files of logins that are read although nobody named them. */
  readonly usualCredentialFiles: readonly string[]
  /** Address of Docker Hub's search; tests have their own. */
  readonly hubUrl?: string
  readonly retryPausesMs?: readonly number[]
}

export interface ReachOptions {
  /** Plain http is allowed for this one use, whatever is stored. */
  readonly insecure?: boolean
}

/** What `resolve` adds to what a reference means by its grammar. */
export type ResolvedInRegistry = Pick<
  ResolvedReference,
  'digest' | 'pinned' | 'architecture' | 'sizeBytes' | 'fingerprints' | 'signed'
> & { readonly oci: NonNullable<ResolvedReference['oci']> }

export interface OciService {
  readonly handlers: Handlers<CallsOf<'oci'>>
  /** The registry of a host, with what was set up for it. */
  registry(host: string, options?: ReachOptions): Registry
  /** How a registry is reached, for testing the connection to it. Asks nobody. */
  reach(host: string): {
    readonly url: string
    readonly insecure: boolean
    readonly authorities: string | null
    readonly isSetUp: boolean
  }
  /** Repositories of the registries that were set up whose names contain the words; those that fail are named. */
  search(words: string, signal: AbortSignal): Promise<RegistrySearch>
  /** Whether there is a login that would be used. */
  hasLogin(host: string, repository: string | null): Promise<boolean>
  /** What a reference leads to, for one platform. See `findImage` for the failures. */
  image(reference: RegistryReference, options: ImageOptions & ReachOptions): Promise<OciImage>
  /**
   * The SIF file that an `oras://` reference leads to.
   * @throws AppFailure NOT_A_SIF_ARTIFACT, ARCHITECTURE_NOT_FOUND when an architecture was asked for and the
   *   header of the file says another, and those of `image`
   */
  sif(
    reference: RegistryReference,
    options: ReachOptions & { readonly architecture?: string | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<SifInRegistry>
  resolve(
    reference: RegistryReference,
    options: ReachOptions & { readonly architecture?: string | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<ResolvedInRegistry>
}

export interface RegistrySearch {
  readonly found: readonly FoundRepository[]
  readonly failed: readonly { readonly remote: string; readonly code: string; readonly message: string }[]
}

export interface SifInRegistry {
  readonly image: OciImage
  /** The SIF file; its digest is that of the file. */
  readonly layer: OciDescriptor
  /** From the first bytes of the file; null where the registry gave no part of it. */
  readonly peek: SifPeek | null
}

export function createOci(context: EngineContext, deps: OciDeps): OciService {
  const { http, hubUrl = 'https://hub.docker.com' } = deps
  const now = (): number => context.clock().getTime()
  const store = createRegistryStore(context.database)
  const { secrets } = context.platform
  const finder = createCredentialFinder({
    secrets,
    store,
    usualFiles: deps.usualCredentialFiles,
    log: context.log,
    now,
  })
  const connectionDeps: ConnectionDeps = {
    http,
    now,
    credentials: finder.find,
    ...(deps.retryPausesMs === undefined ? {} : { retryPausesMs: deps.retryPausesMs }),
  }
  const registries = new Map<string, Registry>()
  const documents = createDocumentMemory()
  const { fetcher } = documents

  const addressOf = (host: string, { insecure = false }: ReachOptions): RegistryAddress => {
    const stored = store.get(host)
    return { host, insecure: insecure || (stored?.insecure ?? false), authorities: stored?.authorities ?? null }
  }

  const registry: OciService['registry'] = (host, options = {}) => {
    const address = addressOf(host, options)
    const mirror = store.get(host)?.mirror ?? null
    // Another process may have changed the settings: they are part of the name.
    const key = JSON.stringify([address, mirror, mirror === null ? null : addressOf(mirror, {})])
    const known = registries.get(key)
    if (known) return known
    const origin = createRegistry(createConnection(connectionDeps, address))
    const made =
      mirror === null
        ? origin
        : withMirror(createRegistry(createConnection(connectionDeps, addressOf(mirror, {}))), origin)
    registries.set(key, made)
    return made
  }

  const image: OciService['image'] = (reference, options) => {
    const from = registry(reference.registry, options)
    return findImage(from, fetcher(from), reference, options)
  }

  const optionsFor = (architecture: string | undefined, signal?: AbortSignal) => ({
    platform: readPlatform(architecture ?? machineArchitecture()),
    isDefaultPlatform: architecture === undefined,
    ...(signal === undefined ? {} : { signal }),
  })

  const sif: OciService['sif'] = async (reference, { architecture, signal, insecure = false }) => {
    const found = await image(reference, { ...optionsFor(architecture, signal), insecure })
    const { layers } = found.manifest
    const layer = layers.find(({ mediaType }) => isSifLayer(mediaType))
    const shown = printReference(reference)
    if (layer === undefined || layers.length !== 1) {
      const what =
        found.kind === 'image' || found.kind === 'ociSif' ? 'it is a container image' : 'it is something else'
      throw failure('NOT_A_SIF_ARTIFACT', {
        reference: shown,
        what: layer === undefined ? what : `it has ${layers.length} parts`,
      })
    }
    const peek = await peekSif(found.blobSource(layer), layer, signal).catch((error: unknown) => {
      // Only what is shown before a pull depends on it; a server without ranges is no reason to fail.
      if (toAppError(error).kind === 'cancelled') throw error
      return null
    })
    if (architecture !== undefined && peek !== null && peek.architecture !== 'unknown') {
      const wanted = readPlatform(architecture)
      if (wanted.architecture !== peek.architecture) {
        throw failure('ARCHITECTURE_NOT_FOUND', {
          path: reference.repository,
          tag: reference.tag ?? reference.digest ?? '',
          architecture,
          architectures: [peek.architecture],
        })
      }
    }
    return { image: found, layer, peek }
  }

  const resolve: OciService['resolve'] = async (reference, { architecture, signal, insecure = false }) => {
    const from = registry(reference.registry, { insecure })
    const found =
      reference.transport === 'oras'
        ? await sif(reference, { architecture, signal, insecure })
        : {
            image: await image(reference, { ...optionsFor(architecture, signal), insecure }),
            layer: null,
            peek: null,
          }
    const { image: located, layer, peek } = found
    if (reference.transport === 'docker' && located.kind === 'sif')
      throw failure('IS_A_SIF_ARTIFACT', { reference: printReference(reference) })
    const facts = await factsOf(from, fetcher(from), located, reference.registry !== 'docker.io', signal)
    const digest = located.index?.digest ?? located.manifestDigest
    const wanted = architecture ?? machineArchitecture()
    return {
      digest,
      pinned: pinnedReference(reference, digest),
      architecture: peek?.architecture ?? (located.platform === null ? wanted : printPlatform(located.platform)),
      sizeBytes: layersSize(located.manifest.layers),
      fingerprints: peek?.fingerprints ?? [],
      signed: peek?.signed ?? null,
      oci: { ...facts, fileDigest: layer?.digest ?? null },
    }
  }

  const repositoryTags = async (host: string, repository: string, signal: AbortSignal) => {
    const tags = await registry(readHost(host)).tags(repository, signal)
    if (tags === null) throw failure('CONTAINER_NOT_FOUND', { path: repository, host })
    const images = imageTags(tags)
    return { tags: images, others: tags.length - images.length }
  }

  const accounts = createAccounts(context, {
    store,
    finder,
    connect: (address) => createConnection({ ...connectionDeps, credentials: async () => null }, address),
    changed() {
      registries.clear()
      documents.clear()
      finder.reset()
      context.events.emit('oci.changed', {})
    },
  })

  const inOne = async (host: string, words: string, signal: AbortSignal): Promise<readonly FoundRepository[]> => {
    if (host === 'docker.io') {
      const { repositories } = await searchHub(http, hubUrl, { query: words }, signal)
      return repositories.map(({ repository, reference, description }) => ({
        host,
        repository,
        reference,
        description,
      }))
    }
    const catalog = await registry(host).catalog(signal)
    return (catalog?.repositories ?? [])
      .filter((repository) => repository.toLowerCase().includes(words.toLowerCase()))
      .map((repository) => ({ host, repository, reference: `docker://${host}/${repository}`, description: '' }))
  }

  const search: OciService['search'] = async (words, signal) => {
    const failed: { remote: string; code: string; message: string }[] = []
    const found = await Promise.all(
      store.list().map(({ host }) =>
        inOne(host, words, signal).catch((error: unknown) => {
          const { code, message, kind } = toAppError(error)
          if (kind === 'cancelled') throw error
          failed.push({ remote: host, code, message })
          return []
        }),
      ),
    )
    return { found: found.flat(), failed }
  }

  return {
    registry,
    search,
    reach(text) {
      const host = readHost(text)
      const { insecure, authorities } = addressOf(host, {})
      return { url: `https://${registryEndpoint(host)}`, insecure, authorities, isSetUp: store.get(host) !== null }
    },
    hasLogin: async (host, repository) => (await finder.find(host, repository)) !== null,
    image,
    sif,
    resolve,
    handlers: {
      ...accounts,
      async 'oci.catalog'({ host }, { signal }) {
        const named = readHost(host)
        const catalog = await registry(named).catalog(signal)
        if (catalog === null) throw failure('REGISTRY_CATALOG_NOT_OFFERED', { host: named })
        return catalog
      },
      'oci.tags': ({ host, repository }, { signal }) => repositoryTags(host, repository, signal),
      async 'oci.image'({ reference: text, architecture, insecure }, { signal }) {
        const reference = registryReference(text)
        const found = await image(reference, { ...optionsFor(architecture, signal), insecure })
        const from = registry(reference.registry, { insecure })
        const digest = found.index?.digest ?? found.manifestDigest
        const digests = [...new Set([digest, found.manifestDigest])]
        const [facts, referrers] = await Promise.all([
          factsOf(from, fetcher(from), found, reference.registry !== 'docker.io', signal),
          spokenAbout(from, reference.repository, digests, signal),
        ])
        return {
          facts,
          pinned: pinnedReference(reference, digest) ?? text,
          sizeBytes: layersSize(found.manifest.layers),
          layers: found.manifest.layers.map(({ digest: layer, mediaType, sizeBytes }) => ({
            digest: layer,
            mediaType,
            sizeBytes,
          })),
          annotations: found.manifest.annotations,
          referrers: uniqueReferrers(referrers),
        }
      },
      'oci.searchHub': (query, { signal }) => searchHub(http, hubUrl, query, signal),
    },
  }
}

function uniqueReferrers(referrers: readonly OciReferrer[]): readonly OciReferrer[] {
  return [...new Map(referrers.map((referrer) => [`${referrer.digest} ${referrer.tag}`, referrer])).values()]
}

/** @throws AppFailure those of reading references; REFERENCE_TRANSPORT_UNSUPPORTED for other sources */
function registryReference(text: string): RegistryReference {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  const { value } = parsed
  if (value.transport === 'docker' || value.transport === 'oras') return value
  throw failure('REFERENCE_TRANSPORT_UNSUPPORTED', { transport: value.transport, supported: ['docker://', 'oras://'] })
}
