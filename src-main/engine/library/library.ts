/** Libraries: searching them, looking at a container, saying what a reference means, changing tags. Downloads nothing. */
import type { LibrarySearch, TagsLookedAt } from '../../../src-shared/model/library.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import type { OciService } from '../oci/oci.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import { toAppError } from '../platform/failures.ts'
import type { HttpClient } from '../platform/http/client.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { deleteImage, type KnownImage, planDelete, planTag, setTag } from './changes.ts'
import { containerPage } from './container.ts'
import { type LocatedImage, type LocateOptions, locateImage } from './locate.ts'
import { lookAtTags } from './look-at-tags.ts'
import { placePage } from './place-page.ts'
import { placeOf } from './places.ts'
import { readReference, resolveReference } from './resolve.ts'
import { mergeByDigest, searchLibrary, searchWords } from './search.ts'
import { createTagMemory, type TagKey, type TagMemory } from './tag-memory.ts'

export interface LibraryDeps {
  readonly http: HttpClient
  readonly remotes: RemotesService
  /** Asked about what is in registries. */
  readonly registries: Pick<OciService, 'resolve'> & Partial<Pick<OciService, 'search'>>
  /** Whether an image with this digest is in the local library. */
  hasDigest(digest: string): boolean
  /** All images on this computer, to say which came from something that changes. */
  localImages?(): readonly KnownImage[]
}

export interface LibraryService {
  readonly handlers: Handlers<CallsOf<'library'>>
  readonly tagMemory: TagMemory
  /** Finds the image a reference means, for a pull. See `locateImage`. */
  locate(reference: Parameters<typeof locateImage>[1], options: LocateOptions): Promise<LocatedImage>
}

export function createLibrary(context: EngineContext, deps: LibraryDeps): LibraryService {
  const memory = createTagMemory(context.database, context.clock)
  const { remotes } = deps
  const changes = { http: deps.http, remotes, localImages: deps.localImages ?? (() => []) }

  const search = async (
    name: string | undefined,
    query: Parameters<typeof searchLibrary>[2],
    signal: AbortSignal,
  ): Promise<Pick<LibrarySearch, 'users' | 'collections' | 'containers'>> => {
    const place = await placeOf(deps, null, name, false, signal)
    return searchLibrary(place.api, place.remote ?? '', query, signal)
  }

  context.jobs.register<{ readonly paths: readonly string[] | null }>({
    kind: 'lookAtTags',
    canPause: false,
    resumable: false,
    maxRunning: 1,
    async run({ paths }, handle): Promise<TagsLookedAt> {
      const digestOf = async ({ reference, architecture, remote }: TagKey, signal: AbortSignal) => {
        const asked = { reference, architecture, online: true, remote: remote ?? undefined }
        const resolved = await resolveReference(deps, asked, signal)
        return resolved.oci === undefined ? resolved.digest : resolved.oci.fileDigest
      }
      const looking = { memory, localImages: changes.localImages, digestOf }
      const result = await lookAtTags(looking, paths === null ? null : new Set(paths), handle)
      context.events.emit('images.changed', { ids: [] })
      return result
    },
  })

  return {
    tagMemory: memory,
    locate: (reference, options) => locateImage(deps, reference, options),
    handlers: {
      async 'library.search'({ query, architecture, signedOnly, remote, everywhere }, { signal }) {
        const value = searchWords(query)
        const wanted = { value, architecture: architecture ?? null, signedOnly }
        if (!everywhere) {
          const found = await search(remote, wanted, signal)
          return { query, ...found, repositories: [], failed: [] }
        }
        const failed: { remote: string; code: string; message: string }[] = []
        const inRegistries = deps.registries.search?.(value, signal) ?? Promise.resolve({ found: [], failed: [] })
        const found = await Promise.all(
          remotes.names().map((name) =>
            search(name, wanted, signal).catch((error: unknown) => {
              const { code, message, kind } = toAppError(error)
              if (kind === 'cancelled') throw error
              failed.push({ remote: name, code, message })
              return { users: [], collections: [], containers: [] }
            }),
          ),
        )
        const registries = await inRegistries
        return {
          query,
          users: found.flatMap(({ users }) => users),
          collections: found.flatMap(({ collections }) => collections),
          containers: mergeByDigest(found.flatMap(({ containers }) => containers)),
          repositories: registries.found,
          failed: [...failed, ...registries.failed],
        }
      },
      async 'library.container'({ path, remote }, { signal }) {
        const reference = readReference(path)
        if (reference.transport !== 'library') throw failure('REFERENCE_PATH_MALFORMED', { path })
        const place = await placeOf(deps, reference.host, remote, false, signal)
        return containerPage(place, reference, { remotes, memory, hasDigest: deps.hasDigest }, signal)
      },
      async 'library.place'({ path, remote }, { signal }) {
        return placePage(await placeOf(deps, null, remote, false, signal), path, signal)
      },
      'library.lookAtTags': ({ paths }) => {
        const subject = libraryText.imagesHere(paths?.length ?? changes.localImages().length)
        return { jobId: context.jobs.start('lookAtTags', { subject, params: { paths: paths ?? null } }).id }
      },
      'library.planTag': (params, { signal }) => planTag(changes, params, signal),
      async 'library.tag'(params, { signal }) {
        const { plan, path } = await setTag(changes, params, signal)
        const { remote, reference, architecture } = plan
        memory.seen({ remote, reference, architecture }, plan.digest)
        context.events.emit('library.changed', { remote, path })
        return plan
      },
      'library.planDelete': (params, { signal }) => planDelete(changes, params, signal),
      async 'library.delete'(params, { signal }) {
        const { result, path, remote } = await deleteImage(changes, params, signal)
        context.events.emit('library.changed', { remote, path })
        return result
      },
      async 'library.resolve'(params, { signal }) {
        const resolved = await resolveReference(deps, params, signal)
        const { remote, reference, architecture, oci } = resolved
        // A container image becomes another file with each conversion: only files as they are have a memory.
        const digest = oci === undefined ? resolved.digest : oci.fileDigest
        const namesATag = resolved.parts.some(({ role }) => role === 'tag')
        if (params.online && digest !== null && namesATag) memory.seen({ remote, reference, architecture }, digest)
        return resolved
      },
    },
  }
}
