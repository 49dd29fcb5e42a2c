/**
 * Brings what a build service made to a temporary file beside its target: from the library that the service put
 * it to, compared with the size and the checksum that the service tells while it arrives. Source: services
 * reference, 4.5 and 2.7.
 */
import { randomUUID } from 'node:crypto'
import { chmod, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type LibraryReference, parseReference } from '../../../../src-shared/reference/index.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { createLibraryApi, type LibraryApi } from '../../library/api.ts'
import { typedPath } from '../../library/places.ts'
import { toAppError } from '../../platform/failures.ts'
import type { HttpClient } from '../../platform/http/client.ts'
import { redirectTarget, sameOrigin } from '../../platform/http/rules.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import type { ConnectedRemote } from '../../remotes/remotes.ts'
import { type ArrivingFile, type FetchDeps, fetchFile } from '../../transfers/fetch-image.ts'
import { checkArchitecture } from '../../transfers/pull.ts'
import { librarySource, registrySource } from '../../transfers/sources.ts'
import type { MadeImage } from '../builders/builder-kind.ts'
import type { ServiceBuild } from './build-api.ts'

export interface ResultQuestion {
  readonly build: ServiceBuild
  readonly remote: ConnectedRemote
  /** Of the build service, for messages. */
  readonly host: string
  readonly architecture: string
  /** Where the image will be. */
  readonly target: string
  /** Told when nothing vouches for the bytes. */
  onNoChecksum(): void
}

/**
 * @throws AppFailure BUILD_REMOTE_CHECKSUM, BUILD_REMOTE_SIZE, BUILD_REMOTE_IMAGE_GONE, ARCHITECTURE_DIFFERS,
 *   SERVICE_NOT_OFFERED, those of the network; then no file is left
 */
export async function fetchResult(deps: FetchDeps, question: ResultQuestion, handle: JobHandle): Promise<MadeImage> {
  const { build, host, architecture, target } = question
  const { libraryRef: reference } = build
  const api = libraryOf(deps.http, question)
  const named = nameIn(reference, host)
  const id = randomUUID()
  const arriving = await arrivingFile(deps.http, api, named, question, handle.signal)
  const place = { path: target, folder: dirname(target), existingSizeBytes: null }
  let path: string | null = null
  try {
    const request = { file: arriving, target: place, connections: 4, copies: [] }
    const fetched = await fetchFile(deps, request, { ...handle, id })
    path = fetched.path
    const found = await checkArchitecture(path, target, architecture)
    await chmod(path, 0o755)
    deps.partials.forget(id)
    return { path, sizeBytes: fetched.sizeBytes, architecture: found, digest: fetched.digest }
  } catch (error) {
    deps.partials.discard(id)
    if (path !== null) await rm(path, { force: true })
    switch (toAppError(error).code) {
      case 'DIGEST_DIFFERS':
        throw failure('BUILD_REMOTE_CHECKSUM', { host, library: api.host })
      case 'SIZE_DIFFERS':
        throw failure('BUILD_REMOTE_SIZE', { host, library: api.host, size: build.imageSizeBytes })
      case 'FILE_NOT_ON_SERVER':
        throw failure('BUILD_REMOTE_IMAGE_GONE', { reference, library: api.host, architecture })
      default:
        throw error
    }
  }
}

/**
 * The library that the image is in. A token goes to the remote's own library only; where else a service sends to
 * is asked as a stranger.
 */
function libraryOf(http: HttpClient, { build, remote }: ResultQuestion): LibraryApi {
  const own = remote.services.library
  const { insecure } = remote
  if (build.libraryUrl === '' && own === null) {
    throw failure('SERVICE_NOT_OFFERED', { remote: remote.name, service: 'library' })
  }
  const from = new URL(remote.services.builder ?? own ?? '')
  const named = build.libraryUrl === '' ? new URL(own ?? '') : redirectTarget(from, build.libraryUrl, insecure)
  const isOwn = own !== null && sameOrigin(named, new URL(own))
  const base = isOwn ? own : `${named.origin}${named.pathname.replace(/\/+$/, '')}`
  return createLibraryApi(http, { base, insecure, authorization: isOwn ? remote.authorization : null })
}

function nameIn(reference: string, host: string): string {
  const parsed = parseReference(reference)
  const isUsable = parsed.ok && parsed.value.transport === 'library'
  if (!isUsable) throw failure('ANSWER_MALFORMED', { host }, { detail: 'libraryRef' })
  const library: LibraryReference = parsed.value
  return `${typedPath(library)}:${library.tags[0]}`
}

async function arrivingFile(
  http: HttpClient,
  api: LibraryApi,
  named: string,
  { build, architecture, onNoChecksum }: ResultQuestion,
  signal: AbortSignal,
): Promise<ArrivingFile> {
  const image = { place: { api }, named }
  // A service that tells no checksum may have a library that does.
  const digest = build.imageDigest ?? (await api.image(named, architecture, signal))?.digest ?? null
  if (digest === null) onNoChecksum()
  return {
    host: api.host,
    digest,
    sizeBytes: build.imageSizeBytes,
    async *sources(sourceSignal) {
      const registry = digest === null ? null : await registrySource(http, image, digest, sourceSignal)
      if (registry !== null) yield registry
      yield librarySource(http, image, architecture)
    },
  }
}
