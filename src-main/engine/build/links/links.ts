/**
 * Linked builds: looks for new commits when somebody asks or when the user's schedule says so, never otherwise,
 * and builds one when it is asked to. What was built is read from the history of builds.
 */
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuildStartParams, BuildWeighParams } from '../../../../src-shared/contract/build.ts'
import { buildStartSchema, buildWeighSchema } from '../../../../src-shared/contract/build.ts'
import type { BuildLinkParams, buildLinkCalls } from '../../../../src-shared/contract/build-links.ts'
import type { BuilderFit, BuildRecord, BuildUpload } from '../../../../src-shared/model/build.ts'
import type { BuildLink, LinkSchedule } from '../../../../src-shared/model/build-link.ts'
import { parseReference } from '../../../../src-shared/reference/index.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { EngineContext, Handlers } from '../../platform/context.ts'
import { toAppError } from '../../platform/failures.ts'
import { checkBranch, checkDefinitionPath, checkRepository, fetchNewest, readDefinition, writeTree } from './git.ts'
import { createLinkStore, type StoredLink } from './link-store.ts'
import { linkedText } from './linked-text.ts'

interface Started {
  readonly jobId: string
  readonly buildId: string
}

export interface LinkDeps {
  /** The history, newest first. */
  readonly builds: () => readonly BuildRecord[]
  readonly start: (params: BuildStartParams, signal: AbortSignal) => Promise<Started>
  /** What each builder makes of a definition. */
  readonly weigh: (question: BuildWeighParams, signal: AbortSignal) => Promise<readonly BuilderFit[]>
  /** Where images go. */
  readonly imageFolder: () => string
}

export interface Links {
  readonly handlers: Handlers<keyof typeof buildLinkCalls>
  /** Checks the links whose time has come. */
  checkDue(): Promise<void>
  close(): Promise<void>
}

const periodMs: Readonly<Record<Exclude<LinkSchedule, 'never'>, number>> = {
  hourly: 60 * 60_000,
  daily: 24 * 60 * 60_000,
}
const lookEveryMs = 60_000

export function createLinks({ database, paths, events, clock, platform }: EngineContext, deps: LinkDeps): Links {
  const store = createLinkStore(database)
  const stopping = new AbortController()
  const placeOf = (id: string): string => join(paths.home, 'build-links', id)
  const known = (id: string): StoredLink => {
    const link = store.get(id)
    if (link === null) throw failure('LINK_NOT_FOUND', { id })
    return link
  }
  const shown = (link: StoredLink): BuildLink => {
    const last = deps.builds().find(({ commit, state }) => commit?.linkId === link.id && state === 'done')
    const built =
      last === undefined || last.commit === null
        ? null
        : { revision: last.commit.revision, subject: last.commit.subject, buildId: last.id }
    return { ...link, built, isBehind: link.seen !== null && link.seen.revision !== built?.revision }
  }
  const save = (link: StoredLink): BuildLink => {
    store.save(link)
    events.emit('build.linksChanged', {})
    return shown(link)
  }

  const check = async (id: string, signal: AbortSignal): Promise<BuildLink> => {
    const link = known(id)
    const lastCheckedAt = clock().toISOString()
    try {
      const seen = await fetchNewest(join(placeOf(id), 'store.git'), link, signal)
      const about = { source: link, revision: seen.revision, path: link.definitionPath }
      await readDefinition(join(placeOf(id), 'store.git'), about, signal)
      return save({ ...known(id), seen, lastCheckedAt, error: null })
    } catch (error) {
      const told = toAppError(error)
      if (told.kind === 'cancelled') throw error
      // What was seen before is still the newest that is known of.
      return save({ ...known(id), lastCheckedAt, error: told })
    }
  }

  /** Fetched already: the newest commit that is known of, its files written, and what is built of it. */
  const prepare = async (id: string, signal: AbortSignal) => {
    const link = known(id)
    const { seen, definitionPath } = link
    if (seen === null) throw failure('LINK_NOT_CHECKED')
    const { revision } = seen
    const store = join(placeOf(id), 'store.git')
    const tree = join(placeOf(id), 'files', revision)
    const text = linkedText(
      await readDefinition(store, { source: link, revision, path: definitionPath }, signal),
      revision,
    )
    await writeTree(store, tree, { source: link, revision }, signal)
    return { link, seen, text, folder: dirname(join(tree, definitionPath)) }
  }

  const weigh = async (id: string, signal: AbortSignal): Promise<{ readonly upload: BuildUpload | null }> => {
    const { link, text, folder } = await prepare(id, signal)
    // Only a builder elsewhere gets files sent.
    if (!link.builderId.startsWith('remote:')) return { upload: null }
    const question = buildWeighSchema.parse({ text, folder })
    const fits = await deps.weigh(question, signal)
    return { upload: fits.find(({ builderId }) => builderId === link.builderId)?.upload ?? null }
  }

  const build = async (
    id: string,
    acceptUpload: BuildStartParams['acceptUpload'],
    signal: AbortSignal,
  ): Promise<Started> => {
    const { link, seen, text, folder } = await prepare(id, signal)
    const { revision, subject } = seen
    await mkdir(deps.imageFolder(), { recursive: true })
    return deps.start(
      buildStartSchema.parse({
        output: join(deps.imageFolder(), fileName(link, revision)),
        from: { kind: 'definition', text, name: link.definitionPath, folder },
        // The file is named after the commit: what is replaced was made of the same.
        force: true,
        builderId: link.builderId,
        ...(acceptUpload === undefined ? {} : { acceptUpload }),
        link: { id, revision, subject },
      }),
      signal,
    )
  }

  const isDue = ({ schedule, lastCheckedAt }: StoredLink): boolean =>
    schedule !== 'never' &&
    (lastCheckedAt === null || clock().getTime() - Date.parse(lastCheckedAt) >= periodMs[schedule])
  let looking: Promise<void> = Promise.resolve()
  const checkDue = (): Promise<void> => {
    looking = looking.then(async () => {
      for (const { id } of store.list().filter(isDue)) {
        if (stopping.signal.aborted) return
        await check(id, stopping.signal).catch(() => undefined)
      }
    })
    return looking
  }
  // A command in a terminal is over before anything is due, and must not begin what it was not asked for.
  const isStaying = platform.face === 'window' || platform.face === 'browser'
  const timer = isStaying ? setInterval(() => void checkDue(), lookEveryMs) : null
  timer?.unref()

  return {
    checkDue,
    async close() {
      if (timer !== null) clearInterval(timer)
      stopping.abort()
      await looking
    },
    handlers: {
      'build.links': () => store.list().map(shown),
      'build.saveLink': (given) => {
        checkLink(given)
        const before = store.get(given.id)
        const isSame =
          before !== null &&
          before.repository === given.repository &&
          before.branch === given.branch &&
          before.definitionPath === given.definitionPath
        const state = isSame ? before : { lastCheckedAt: null, seen: null, error: null }
        const { lastCheckedAt, seen, error } = state
        return save({ ...given, lastCheckedAt, seen, error })
      },
      'build.removeLink': async ({ id }) => {
        const place = placeOf(known(id).id)
        store.remove(id)
        await rm(place, { recursive: true, force: true })
        events.emit('build.linksChanged', {})
        return {}
      },
      'build.checkLink': ({ id }, { signal }) => check(id, signal),
      'build.weighLink': ({ id }, { signal }) => weigh(id, signal),
      'build.buildLink': ({ id, acceptUpload }, { signal }) => build(id, acceptUpload, signal),
    },
  }
}

/** @throws AppFailure LINK_REPOSITORY, LINK_SECRET_IN_ADDRESS, LINK_BRANCH, LINK_DEFINITION_PATH, and of the reference */
function checkLink({ repository, branch, definitionPath, target }: BuildLinkParams): void {
  checkRepository(repository)
  checkBranch(branch)
  checkDefinitionPath(definitionPath)
  const parsed = target === '' ? null : parseReference(target)
  if (parsed !== null && !parsed.ok) throw failure('LINK_TARGET', { target })
}

/** `tool_1.0_3f2a91c0d4e5.sif`: named after the target and the commit. */
function fileName({ target, definitionPath }: StoredLink, revision: string): string {
  const last = target.split('/').at(-1) ?? ''
  const base =
    last === ''
      ? (definitionPath
          .split('/')
          .at(-1)
          ?.replace(/\.def$/i, '') ?? '')
      : last
  return `${base.replace(/[^A-Za-z0-9._-]+/g, '_') || 'image'}_${revision.slice(0, 12)}.sif`
}
