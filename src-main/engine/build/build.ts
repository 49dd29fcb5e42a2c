/**
 * Builds: owns the job kind `build` and the way that is the same wherever something is built: a record and a log,
 * a temporary file beside the target, its name, its entry into the images, and a verification.
 */
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { BuildStartParams } from '../../../src-shared/contract/build.ts'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { BuildRecord, BuildResult } from '../../../src-shared/model/build.ts'
import { isFinished } from '../../../src-shared/model/job.ts'
import { parseReference } from '../../../src-shared/reference/index.ts'
import { buildWarningText } from '../../../src-shared/text/build.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { EnterFacts } from '../images/images.ts'
import { machineArchitecture } from '../platform/architecture.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import { toAppError } from '../platform/failures.ts'
import type { JobHandle } from '../platform/jobs.ts'
import { discard, moveIntoPlace } from '../sif/replace-file.ts'
import { sweepFolder } from '../sif/sweep.ts'
import type { BuildRequest, MadeImage, RunOutcome } from './builders/builder-kind.ts'
import { createBuilders } from './builders/builders.ts'
import { createDrafts } from './drafts/drafts.ts'
import { type HereDeps, readSourceReference } from './here/build-here.ts'
import { createHere } from './here/here.ts'
import { createLinks } from './links/links.ts'
import { createPrograms } from './programs/programs.ts'
import { createHistory } from './records/history.ts'
import type { LiveBuild } from './records/live-build.ts'
import type { FollowTiming } from './remote/follow-build.ts'
import { createRemoteBuilders, type RemoteBuilderDeps } from './remote/remote-builder.ts'
import { createSshBuilders } from './ssh/ssh-builders.ts'

export interface BuildDeps extends HereDeps {
  /** Where images of linked definitions go. */
  readonly imageFolder: () => string
  readonly images: { enter(path: string, facts: EnterFacts): Promise<string> }
  readonly remotes: RemoteBuilderDeps['remotes']
  /** Which hosts may be asked over ssh, and whether anything may be. */
  readonly buildNetwork: () => Pick<Settings, 'sshBuildHosts' | 'isOffline'>
  readonly remoteTiming?: FollowTiming
}

export interface BuildService {
  close(): Promise<void>
  readonly handlers: Handlers<CallsOf<'build'>>
}

/** What a job keeps: enough to be run again. */
interface BuildJob {
  readonly buildId: string
  readonly params: BuildStartParams
  readonly isReturn: boolean
}

/** What a job ends with whose build goes on elsewhere. */
export interface LeftBuild {
  readonly buildId: string
  /** Where its image will be. */
  readonly reference: string
}

export function createBuild(context: EngineContext, deps: BuildDeps): BuildService {
  const { jobs, events, clock } = context
  const history = createHistory(context)
  const overSsh = createSshBuilders(deps.buildNetwork)
  const builders = createBuilders([
    ...[createPrograms(), createHere(deps), overSsh.kind],
    createRemoteBuilders(context, remoteDeps(deps)),
  ])
  const drafts = createDrafts(context)
  /** Of builds that run and could go on without this computer. */
  const leaving = new Map<string, AbortController>()

  jobs.register<BuildJob>({
    kind: 'build',
    canPause: false,
    resumable: false,
    maxRunning: 2,
    run: (job, handle) => run(job, handle),
  })

  const recordFor = (params: BuildStartParams, jobId: string | null): BuildRecord => {
    const { from, link, draftId } = params
    return {
      id: randomUUID(),
      jobId,
      name: from.kind === 'reference' ? from.reference : basename(from.name),
      builder: { id: params.builderId, label: params.builderId },
      output: params.output,
      architecture: params.architecture ?? machineArchitecture(),
      state: 'running',
      startedAt: clock().toISOString(),
      finishedAt: null,
      steps: [],
      failedCommand: null,
      error: null,
      result: null,
      logLines: 0,
      commit: link === undefined ? null : { linkId: link.id, revision: link.revision, subject: link.subject },
      definitionId: draftId ?? null,
    }
  }

  const run = async (job: BuildJob, handle: JobHandle): Promise<BuildResult | LeftBuild> => {
    const { params, isReturn } = job
    let record = history.known(job.buildId)
    const isAway = (): boolean => history.store.placeOf(record.id) !== null
    const goesOn = record.state !== 'running' && isAway()
    if (goesOn) record = running(record, handle.id)
    if (record.state !== 'running') {
      // The job was tried again: that is another build.
      record = recordFor(params, handle.id)
      history.store.add(record, params)
    }
    const live = await history.begin(record)
    try {
      const outcome = await build(record.id, params, goesOn || (isReturn && isAway()), live, handle)
      const isDone = 'path' in outcome
      const finishedAt = isDone ? clock().toISOString() : null
      await history.end(record.id, {
        state: isDone ? 'done' : 'detached',
        result: isDone ? outcome : null,
        finishedAt,
      })
      return outcome
    } catch (error) {
      const told = toAppError(error)
      const isCancelled = handle.stopReason() !== null || told.kind === 'cancelled'
      if (!isCancelled) live.log.line('error', told.message)
      const state = isAway() ? 'detached' : isCancelled ? 'cancelled' : 'failed'
      const finishedAt = state === 'detached' ? null : clock().toISOString()
      await history.end(record.id, { state, error: isCancelled ? null : told, finishedAt })
      throw error
    } finally {
      leaving.delete(record.id)
    }
  }

  const build = async (
    buildId: string,
    params: BuildStartParams,
    isReturn: boolean,
    live: LiveBuild,
    handle: JobHandle,
  ): Promise<BuildResult | LeftBuild> => {
    const staysElsewhere = isReference(params.output)
    const target = staysElsewhere ? params.output : resolve(params.output)
    handle.phase('resolving')
    const builder = await builders.open(params.builderId, handle.signal)
    live.change({ builder: { id: params.builderId, label: builder.label } })
    if (!staysElsewhere) {
      await checkTarget(target, params.force)
      await sweepFolder(dirname(target))
    }
    const leave = new AbortController()
    if (builder.attach !== undefined) leaving.set(buildId, leave)
    const warnings: string[] = []
    const request: BuildRequest = {
      ...{ buildId, params, target },
      warn(code, values) {
        const text = buildWarningText(code, values)
        warnings.push(text)
        handle.log(text)
        live.log.line('warning', text)
      },
      kept: history.store.placeOf(buildId),
      keep: (place) => history.store.keepPlace(buildId, place),
      leave: leave.signal,
    }
    const attach = builder.attach?.bind(builder)
    if (isReturn && attach === undefined) throw failure('BUILD_NOT_DETACHED')
    const outcome: RunOutcome =
      isReturn && attach !== undefined
        ? await attach(request, live.log, handle)
        : await builder.run(request, live.log, handle)
    if (outcome.kind === 'detached') return { buildId, reference: outcome.reference }
    if (outcome.kind === 'elsewhere') {
      const { output: path, architecture = machineArchitecture() } = params
      const { sizeBytes, digest } = outcome
      return { path, sizeBytes, architecture, digest, warnings, imageId: null, verdict: null }
    }
    return { ...(await finish(outcome.image, params, target, live, handle)), warnings }
  }

  /** Gives an image its name, enters it and looks at its signatures. */
  const finish = async (
    made: MadeImage,
    params: BuildStartParams,
    target: string,
    live: LiveBuild,
    handle: JobHandle,
  ): Promise<Omit<BuildResult, 'warnings'>> => {
    live.log.step('write', { detail: target })
    try {
      handle.signal.throwIfAborted()
      handle.phase('moving')
      await moveIntoPlace(made.path, target, { overwrite: params.force })
    } catch (error) {
      await discard(made.path)
      throw error
    }
    const { sizeBytes, architecture, digest } = made
    const imageId = await deps.images.enter(target, {
      ...(params.from.kind === 'reference' ? { reference: params.from.reference.trim() } : {}),
      ...(digest === null ? {} : { digest }),
    })
    // The image is there, so what it is worth is asked even when the job ends now.
    const asked = { signal: new AbortController().signal, lookUpKeys: false }
    const said = await deps.signatures.verify(target, asked).catch(() => null)
    const verdict = said === null ? null : { verdict: said.verdict, sentence: said.sentence }
    return { path: target, sizeBytes, architecture, digest, imageId, verdict }
  }

  const start = (record: BuildRecord, params: BuildStartParams, isReturn: boolean): string => {
    const job: BuildJob = { buildId: record.id, params, isReturn }
    const { id } = jobs.start('build', { subject: basename(params.output), from: record.name, params: job })
    const begun = { ...record, jobId: id }
    history.store.save(begun)
    events.emit('build.changed', begun)
    // A job that is cancelled before its turn never runs.
    void jobs.finished(id).then(async ({ state, finishedAt }) => {
      if (!isFinished(state) || history.isLive(record.id)) return
      const now = history.store.get(record.id)
      if (now?.state === 'running') await history.end(record.id, { state: 'cancelled', finishedAt })
    })
    return id
  }

  const begin = async (params: BuildStartParams, signal: AbortSignal) => {
    // What cannot be built is told at once, not by a job.
    if (params.from.kind === 'reference') readSourceReference(params.from.reference)
    checkOutput(params)
    const { label } = await builders.open(params.builderId, signal)
    const record = { ...recordFor(params, null), builder: { id: params.builderId, label } }
    history.store.add(record, params)
    return { buildId: record.id, jobId: start(record, params, false) }
  }

  const links = createLinks(context, {
    builds: () => history.store.list(),
    start: begin,
    weigh: async (question, signal) => builders.handlers['build.weigh'](question, { signal }),
    imageFolder: deps.imageFolder,
  })

  return {
    close: () => links.close(),
    handlers: {
      ...links.handlers,
      ...history.handlers,
      ...builders.handlers,
      ...drafts.handlers,
      'build.testHost': ({ host }, { signal }) => overSsh.test(host, signal),
      'build.start': (params, { signal }) => begin(params, signal),
      'build.attach': ({ id }) => {
        const record = history.known(id)
        const params = history.store.paramsOf(id)
        const isThere = record.state !== 'running' && history.store.placeOf(id) !== null
        if (!isThere || params === null) throw failure('BUILD_NOT_DETACHED')
        return { jobId: start(running(record, null), params, true) }
      },
      'build.detach': ({ id }) => {
        const leave = leaving.get(history.known(id).id)
        if (leave === undefined) throw failure('BUILD_NOT_DETACHED')
        leave.abort()
        return {}
      },
    },
  }
}

function remoteDeps({ fetch, remotes, remoteTiming: timing }: BuildDeps): RemoteBuilderDeps {
  return { ...fetch, remotes, ...(timing === undefined ? {} : { timing }) }
}

/** The record of a build that is gone on with. */
function running(record: BuildRecord, jobId: string | null): BuildRecord {
  return { ...record, jobId, state: 'running', error: null, finishedAt: null }
}

/** Whether an image is to stay in a library instead of coming here. */
function isReference(output: string): boolean {
  return output.startsWith('library://')
}

/** @throws AppFailure BUILD_REMOTE_OUTPUT for a reference that is none, or that this builder cannot build to */
function checkOutput({ output, builderId }: BuildStartParams): void {
  if (!isReference(output)) return
  const parsed = parseReference(output)
  const reference = parsed.ok && parsed.value.transport === 'library' ? parsed.value : null
  const isWhole = reference !== null && reference.entity !== null && reference.collection !== null
  const isPlace = isWhole && reference.hash === null && reference.host === null && builderId.startsWith('remote:')
  if (!isPlace) throw failure('BUILD_REMOTE_OUTPUT', { output })
}

/** @throws AppFailure FILE_EXISTS, FILE_IS_DIRECTORY, FILE_NOT_FOUND for a folder that is not there */
async function checkTarget(target: string, force: boolean): Promise<void> {
  const found = await stat(target).catch(() => null)
  if (found?.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path: target })
  if (found && !force) throw failure('FILE_EXISTS', { path: target })
  const folder = dirname(target)
  if ((await stat(folder).catch(() => null))?.isDirectory() !== true) throw failure('FILE_NOT_FOUND', { path: folder })
}
