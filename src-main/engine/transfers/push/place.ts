/** Where a push goes: the server, its calls, and the names on the way. */
import { type LibraryReference, printReference } from '../../../../src-shared/reference/index.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { createLibraryApi, type LibraryApi } from '../../library/api.ts'
import { readReference } from '../../library/resolve.ts'
import { createUploadApi, type UploadApi } from '../../library/upload-api.ts'
import type { HttpClient } from '../../platform/http/client.ts'
import type { RemotesService } from '../../remotes/remotes.ts'

export interface PushTarget {
  readonly remote: string
  readonly insecure: boolean
  readonly isLoggedIn: boolean
  /** To read with. */
  readonly api: LibraryApi
  /** To write with. */
  readonly uploads: UploadApi
  /** In full, without a host. */
  readonly reference: string
  readonly entity: string
  readonly collection: string
  readonly container: string
  readonly tags: readonly string[]
}

/** A reference that has everything a push needs. */
export type PushReference = LibraryReference & { readonly entity: string; readonly collection: string }

/**
 * @param text with or without `library://`
 * @throws AppFailure PUSH_UNSUPPORTED, PUSH_REFERENCE_SHORT, PUSH_TO_DIGEST and those of reading references
 */
export function pushReference(text: string): PushReference {
  const reference = readReference(text)
  if (reference.transport !== 'library') throw failure('PUSH_UNSUPPORTED', { transport: reference.transport })
  const { entity, collection } = reference
  if (entity === null || collection === null)
    throw failure('PUSH_REFERENCE_SHORT', { reference: printReference(reference) })
  if (reference.hash !== null) throw failure('PUSH_TO_DIGEST')
  return { ...reference, entity, collection }
}

/**
 * @throws AppFailure PUSH_ELSEWHERE when the reference names another server than the remote's: no token
 *   is ever sent there; those of connecting to a remote
 */
export async function pushTarget(
  deps: { readonly http: HttpClient; readonly remotes: RemotesService },
  reference: PushReference,
  remoteName: string | undefined,
  signal: AbortSignal,
): Promise<PushTarget> {
  const remote = await deps.remotes.connect(remoteName, signal)
  const base = remote.services.library
  if (base === null) throw failure('SERVICE_NOT_OFFERED', { remote: remote.name, service: 'library' })
  if (reference.host !== null && reference.host !== new URL(base).host)
    throw failure('PUSH_ELSEWHERE', { host: reference.host, remote: remote.name })
  const access = { base, insecure: remote.insecure, authorization: remote.authorization }
  return {
    remote: remote.name,
    insecure: remote.insecure,
    isLoggedIn: remote.authorization !== null,
    api: createLibraryApi(deps.http, access),
    uploads: createUploadApi(deps.http, access),
    reference: printReference({ ...reference, host: null }),
    entity: reference.entity,
    collection: reference.collection,
    container: reference.container,
    tags: reference.tags,
  }
}
