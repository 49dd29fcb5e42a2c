/**
 * The local library: which SIF files are on this computer, where they came from, and what was found
 * about them. Files stay where they are; only `remove` with `deleteFiles` takes any away. Verdicts
 * are asked of the signatures domain, never stored here.
 */
import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import { toAppError } from '../platform/failures.ts'
import { SifFile } from '../sif/read.ts'
import { createImageIndex } from './image-index.ts'
import { createImageStore, type StoredImage } from './image-store.ts'
import { partsOf } from './map-parts.ts'
import { createOrders } from './orders.ts'
import { asksForVerdicts, pageOf } from './query.ts'
import { findImageFiles } from './scan.ts'
import { createSummaries, type Summaries, type VerdictSource } from './summaries.ts'

/** Whether a tag points to something else now than what an image is. */
export interface TagSource {
  /** Whether a tag was last seen to be something else than a digest; null when it was not seen. */
  hasMoved(
    tag: { readonly remote: string | null; readonly reference: string; readonly architecture: string },
    digest: string,
  ): boolean | null
}

export interface EnterFacts {
  readonly reference?: string
  readonly remote?: string
  readonly digest?: string
}

export interface AddResult {
  readonly added: number
  readonly ids: readonly string[]
  readonly failed: readonly { readonly path: string; readonly code: string; readonly message: string }[]
}

export interface ImagesService {
  readonly handlers: Handlers<CallsOf<'images'>>
  /** Enters one file into the library. @returns its id. @throws what opening a SIF file throws */
  enter(path: string, facts?: EnterFacts): Promise<string>
  /** Looks anew at a file that was changed by the application itself; does nothing for files that are not entered. */
  refresh(path: string): Promise<void>
  /** The application itself has moved a file that is otherwise the same; does nothing for files that are not entered. */
  moved(from: string, to: string, modifiedMs: number): void
  /** Images with this content, present on disk. */
  withDigest(digest: string): readonly StoredImage[]
  /** What is entered of all images. */
  stored(): readonly StoredImage[]
  /** What is known of the image at a path; null when it is not in the library. */
  summaryAt(path: string): ImageSummary | null
  /** Where all images are. */
  paths(): readonly string[]
  /** Ends what goes on by itself; before the database closes. */
  close(): void
}

/** Makes the domain. Registers the job kind `add`. */
export function createImages(
  context: EngineContext,
  deps: { readonly verdicts: VerdictSource; readonly tags: TagSource },
): ImagesService {
  const { database, events, jobs, clock } = context
  const store = createImageStore(database)
  const index = createImageIndex(store, () => summaries.forget())
  const summaries: Summaries = createSummaries(() => index.all(), deps.verdicts, clock)
  const orders = createOrders()
  let isClosed = false

  // What was judged depends on decisions and keys for all images, and on its check for each.
  events.listen((told) => {
    if (told.event === 'trust.changed' || told.event === 'keyring.changed') summaries.forget()
    if (told.event !== 'signatures.verified') return
    const image = index.byPath(told.payload.path)
    if (image !== undefined) summaries.forget([image.id])
  })

  const changed = (ids: readonly string[]): void => {
    summaries.forget(ids)
    events.emit('images.changed', { ids })
  }

  const known = (id: string): StoredImage => {
    const image = index.byId(id)
    if (!image) throw failure('IMAGE_NOT_FOUND', { id })
    return image
  }

  /** Tags are looked at while lists are open, so this is asked for the rows that are shown, each time. */
  const withTag = (summary: ImageSummary): ImageSummary => {
    const { reference, digest, architecture } = summary
    const remote = index.byId(summary.id)?.remote ?? null
    const isTagged = reference !== null && digest !== null
    return { ...summary, tagMoved: isTagged ? deps.tags.hasMoved({ remote, reference, architecture }, digest) : null }
  }

  /** Judges what no list has asked for yet, and says so when everything is known. */
  let isJudging = false
  const judgeRest = async (): Promise<void> => {
    if (isJudging) return
    isJudging = true
    await summaries.judgeAll()
    isJudging = false
    if (!isClosed) events.emit('images.changed', { ids: [] })
  }

  const enter = async (path: string, facts: EnterFacts = {}): Promise<string> => {
    const full = resolve(path)
    const info = await stat(full)
    const sif = await SifFile.open(full)
    try {
      const { structure } = sif
      const { id } = index.put({
        id: randomUUID(),
        path: full,
        sizeBytes: info.size,
        modifiedMs: info.mtimeMs,
        architecture: structure.header.architecture,
        digest: facts.digest ?? sameFile(full, info.size, info.mtimeMs)?.digest ?? null,
        reference: facts.reference ?? null,
        remote: facts.remote ?? null,
        parts: partsOf(structure),
        fileState: 'present',
        addedAt: clock().toISOString(),
        lastUsedAt: null,
      })
      changed([id])
      return id
    } finally {
      await sif.close()
    }
  }

  /** An entry of the same path whose file is still the one that was entered. */
  const sameFile = (path: string, sizeBytes: number, modifiedMs: number): StoredImage | undefined => {
    const image = index.byPath(path)
    return image?.sizeBytes === sizeBytes && image.modifiedMs === modifiedMs ? image : undefined
  }

  /** Looks at a file again and says whether it is still what was entered. */
  const look = async (image: StoredImage): Promise<StoredImage['fileState']> => {
    const info = await stat(image.path).catch(() => null)
    const state =
      info === null
        ? 'missing'
        : info.size === image.sizeBytes && info.mtimeMs === image.modifiedMs
          ? 'present'
          : 'modified'
    if (state !== image.fileState) index.setState(image.id, state)
    return state
  }

  jobs.register<{ readonly paths: readonly string[] }>({
    kind: 'add',
    canPause: false,
    resumable: true,
    maxRunning: 1,
    async run({ paths }, handle): Promise<AddResult> {
      handle.phase('scanning')
      const ids: string[] = []
      const failed: { path: string; code: string; message: string }[] = []
      for await (const path of findImageFiles(paths, handle.signal)) {
        handle.signal.throwIfAborted()
        try {
          ids.push(await enter(path))
        } catch (error) {
          const { code, message } = toAppError(error)
          failed.push({ path, code, message })
          handle.log(`${path}: ${message}`)
        }
      }
      return { added: ids.length, ids, failed }
    },
  })

  const summaryAt = (path: string): ImageSummary | null => {
    const image = index.byPath(resolve(path))
    return image ? withTag(summaries.of(image)) : null
  }

  return {
    enter,
    async refresh(path) {
      if (index.byPath(resolve(path)) !== undefined) await enter(path)
    },
    moved(from, to, modifiedMs) {
      const image = index.byPath(from)
      if (image === undefined) return
      index.move(image.id, to, modifiedMs)
      changed([image.id])
    },
    stored: () => index.all(),
    summaryAt,
    paths: () => index.all().map(({ path }) => path),
    withDigest: (digest) => index.all().filter((image) => image.digest === digest),
    close() {
      isClosed = true
      summaries.close()
    },
    handlers: {
      'images.list': async (query, { signal }) => {
        if (asksForVerdicts(query)) await summaries.judgeAll(() => signal.aborted)
        signal.throwIfAborted()
        const page = pageOf(summaries.all(), query, orders)
        const images = page.images.map((image) => withTag(summaries.of(known(image.id))))
        if (summaries.pending() > 0) void judgeRest()
        return { ...page, images }
      },
      'images.get': ({ id }) => withTag(summaries.of(known(id))),
      'images.byPath': ({ path }) => summaryAt(path),
      'images.add': ({ paths }) => {
        const subject = paths.length === 1 ? basename(paths[0] ?? '') : `${paths.length} files and folders`
        return { jobId: jobs.start('add', { subject, params: { paths } }).id }
      },
      'images.remove': async ({ ids, deleteFiles }) => {
        const found = ids.map(known)
        // Files first: an entry without its file can be removed later, a file without its entry is lost from sight.
        if (deleteFiles) for (const image of found) await rm(image.path, { force: true })
        const removed = index.remove(ids)
        changed(ids)
        return { removed }
      },
      'images.check': async ({ ids }) => {
        const wanted = ids.length === 0 ? index.all() : ids.map(known)
        const states: StoredImage['fileState'][] = []
        for (const image of wanted) states.push(await look(image))
        const differing = wanted.filter((image, index) => image.fileState !== states[index]).map((image) => image.id)
        if (differing.length > 0) changed(differing)
        return {
          missing: states.filter((state) => state === 'missing').length,
          modified: states.filter((state) => state === 'modified').length,
        }
      },
    },
  }
}
