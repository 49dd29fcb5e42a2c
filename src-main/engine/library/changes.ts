/**
 * Changes in a library: setting a tag, deleting an image. Each is planned first, with what it leads to for others
 * and on this computer, and done only when the library still is as the plan saw it. Afterwards the library is
 * looked at again: what it answered on the way proves nothing.
 */
import type {
  DeletePlan,
  DeleteResult,
  LocalUse,
  TaggedFor,
  TagPlan,
} from '../../../src-shared/model/library-change.ts'
import { type LibraryReference, printReference } from '../../../src-shared/reference/index.ts'
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import type { HttpClient } from '../platform/http/client.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { type LocatedImage, locateImage } from './locate.ts'
import { joinNames, placeOf } from './places.ts'
import { readReference } from './resolve.ts'
import { archTagsOf, type TagFacts, tagFacts } from './tags.ts'
import { createUploadApi } from './upload-api.ts'

/** What is known of images on this computer. */
export interface KnownImage {
  readonly path: string
  readonly reference: string | null
  readonly remote: string | null
  readonly digest: string | null
  readonly architecture: string
}

export interface ChangeDeps {
  readonly http: HttpClient
  readonly remotes: RemotesService
  /** All images on this computer. */
  localImages(): readonly KnownImage[]
}

export interface Changed {
  readonly reference: string
  readonly architecture?: string | undefined
  readonly remote?: string | undefined
}

/** The container that is about to change, and everything that is in it now. */
interface Seen {
  readonly located: LocatedImage
  /** `entity/collection/container`. */
  readonly path: string
  /** `library://entity/collection/container`. */
  readonly prefix: string
  readonly containerId: string
  readonly remote: string
  readonly digest: string
  readonly facts: readonly TagFacts[]
  readonly isLoggedIn: boolean
}

/** @throws AppFailure those of locating an image; LIBRARY_ELSEWHERE, CONTAINER_NOT_FOUND, DIGEST_NOT_FOUND */
async function see(
  deps: ChangeDeps,
  { reference: text, architecture, remote }: Changed,
  signal: AbortSignal,
): Promise<Seen> {
  const asked = readReference(text)
  if (asked.transport !== 'library') throw failure('REFERENCE_PATH_MALFORMED', { path: text })
  const reference = await withOwnHost(deps, asked, remote, signal)
  const located = await locateImage(deps, reference, { architecture, remote, signal })
  const { place, names, record } = located
  const path = names === null ? null : joinNames(names)
  const container = path === null ? null : await place.api.container(path, signal)
  if (path === null || container === null)
    throw failure('CONTAINER_NOT_FOUND', { path: path ?? text, host: place.api.host })
  if (record.digest === null || place.remote === null)
    throw failure('LIBRARY_TAG_UNSUPPORTED', { host: place.api.host, path })
  return {
    located,
    path,
    prefix: `library://${path}`,
    containerId: container.id,
    remote: place.remote,
    digest: record.digest,
    facts: await tagFacts(place.api, path, await archTagsOf(place.api, container, signal), signal),
    isLoggedIn: place.api.access.authorization !== null,
  }
}

/** Tokens belong to the remote's own library, however a reference names it. */
async function withOwnHost(
  deps: ChangeDeps,
  reference: LibraryReference,
  remote: string | undefined,
  signal: AbortSignal,
): Promise<LibraryReference> {
  if (reference.host === null) return reference
  const own = await placeOf(deps, null, remote, false, signal)
  if (own.api.host !== reference.host)
    throw failure('LIBRARY_ELSEWHERE', { host: reference.host, remote: own.remote ?? '' })
  return { ...reference, host: null }
}

function pinnedOf(prefix: string, digest: string): string {
  return `${prefix}:${digest.replace(':', '.')}`
}

function tagsOf(facts: readonly TagFacts[], digest: string): readonly TaggedFor[] {
  return facts.flatMap(({ tag, architecture, image }) => (image.digest === digest ? [{ tag, architecture }] : []))
}

function usesOf(
  deps: ChangeDeps,
  remote: string,
  references: readonly string[],
  digest: string | null,
): readonly LocalUse[] {
  return deps.localImages().flatMap((image) => {
    const hasBytes = digest !== null && image.digest === digest
    const cameFrom = image.remote === remote && image.reference !== null && references.includes(image.reference)
    return hasBytes || cameFrom ? [{ path: image.path, hasBytes }] : []
  })
}

function planTagOf(deps: ChangeDeps, seen: Seen, tag: string): TagPlan {
  const { located, prefix, remote, digest, facts, isLoggedIn } = seen
  const { architecture } = located
  const isIt = (fact: TagFacts): boolean => fact.tag === tag && fact.architecture === architecture
  const before = facts.find(isIt)?.image.digest ?? null
  const others = facts.filter((fact) => !isIt(fact))
  const isLeft = before === null || before === digest || tagsOf(others, before).length > 0
  return {
    reference: `${prefix}:${tag}`,
    remote,
    isLoggedIn,
    tag,
    architecture,
    digest,
    pinned: pinnedOf(prefix, digest),
    before,
    untagged: isLeft ? null : before,
    uses: before === null || before === digest ? [] : usesOf(deps, remote, [`${prefix}:${tag}`], before),
  }
}

function planDeleteOf(deps: ChangeDeps, seen: Seen, text: string): DeletePlan {
  const { located, prefix, remote, digest, facts, isLoggedIn } = seen
  const { architecture, record, names } = located
  const tags = tagsOf(facts, digest)
  const asked = readReference(text)
  const shown = asked.transport === 'library' ? printReference({ ...asked, host: null }, names ?? undefined) : text
  return {
    reference: shown,
    pinned: pinnedOf(prefix, digest),
    remote,
    isLoggedIn,
    architecture,
    digest,
    sizeBytes: record.sizeBytes,
    tags,
    uses: usesOf(
      deps,
      remote,
      tags.map(({ tag }) => `${prefix}:${tag}`),
      digest,
    ),
  }
}

export async function planTag(
  deps: ChangeDeps,
  params: Changed & { readonly tag: string },
  signal: AbortSignal,
): Promise<TagPlan> {
  return planTagOf(deps, await see(deps, params, signal), params.tag)
}

export async function planDelete(deps: ChangeDeps, params: Changed, signal: AbortSignal): Promise<DeletePlan> {
  return planDeleteOf(deps, await see(deps, params, signal), params.reference)
}

/**
 * @param params.before what the tag means according to the plan that was shown
 * @throws AppFailure LIBRARY_NEEDS_LOGIN, LIBRARY_NOT_YOURS, LIBRARY_CHANGED_MEANWHILE, LIBRARY_DID_NOT_CHANGE and as `planTag`
 */
export async function setTag(
  deps: ChangeDeps,
  params: Changed & { readonly tag: string; readonly digest: string; readonly before: string | null },
  signal: AbortSignal,
): Promise<{ readonly plan: TagPlan; readonly path: string }> {
  const seen = await see(deps, params, signal)
  const plan = planTagOf(deps, seen, params.tag)
  const { path, located, containerId } = seen
  const { api } = located.place
  if (!plan.isLoggedIn) throw failure('LIBRARY_NEEDS_LOGIN', { remote: plan.remote, path })
  if (plan.digest !== params.digest || plan.before !== params.before)
    throw failure('LIBRARY_CHANGED_MEANWHILE', { path: plan.reference })
  if (located.record.id === '' || containerId === '') throw failure('LIBRARY_TAG_UNSUPPORTED', { host: api.host, path })
  const change = { architecture: plan.architecture, tag: plan.tag, imageId: located.record.id }
  await allowed(api.host, path, createUploadApi(deps.http, api.access).setTag(containerId, change, signal))
  const now = await api.image(`${path}:${plan.tag}`, plan.architecture, signal)
  if (now?.digest !== plan.digest) throw failure('LIBRARY_DID_NOT_CHANGE', { host: api.host, path: plan.reference })
  return { plan, path }
}

/**
 * The image is named by its digest, so that nothing else can be meant.
 * @throws AppFailure as `setTag`
 */
export async function deleteImage(
  deps: ChangeDeps,
  params: Changed & { readonly digest: string },
  signal: AbortSignal,
): Promise<{ readonly result: DeleteResult; readonly path: string; readonly remote: string }> {
  const seen = await see(deps, params, signal)
  const plan = planDeleteOf(deps, seen, params.reference)
  const { path, located, remote } = seen
  const { api } = located.place
  if (!plan.isLoggedIn) throw failure('LIBRARY_NEEDS_LOGIN', { remote, path })
  if (plan.digest !== params.digest) throw failure('LIBRARY_CHANGED_MEANWHILE', { path: plan.reference })
  const named = `${path}:${params.digest.replace(':', '.')}`
  const uploads = createUploadApi(deps.http, api.access)
  const isDeleted = await allowed(api.host, path, uploads.deleteImage(named, plan.architecture, signal))
  const [byTag] = plan.tags.filter(({ architecture }) => architecture === plan.architecture)
  // A server that knows images by their tags only; the tag was looked at a moment ago.
  if (!isDeleted && byTag !== undefined)
    await allowed(api.host, path, uploads.deleteImage(`${path}:${byTag.tag}`, plan.architecture, signal))
  const container = await api.container(path, signal)
  const facts = container === null ? [] : await tagFacts(api, path, await archTagsOf(api, container, signal), signal)
  const left = tagsOf(facts, params.digest)
  const isGone = (await api.image(named, plan.architecture, signal)) === null
  if (!isGone) throw failure('LIBRARY_DID_NOT_CHANGE', { host: api.host, path: plan.reference })
  const isLeft = ({ tag, architecture }: TaggedFor): boolean =>
    left.some((one) => one.tag === tag && one.architecture === architecture)
  return {
    result: { digest: params.digest, gone: plan.tags.filter((tag) => !isLeft(tag)), kept: left },
    path,
    remote,
  }
}

/** Says what a refusal means when something is changed. */
async function allowed<Value>(host: string, path: string, asked: Promise<Value>): Promise<Value> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof AppFailure) || error.error.code !== 'SERVER_FORBIDS') throw error
    const { detail } = error.error
    throw failure('LIBRARY_NOT_YOURS', { host, path }, detail === undefined ? {} : { detail })
  }
}
