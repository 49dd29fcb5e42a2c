/**
 * Builds: owns the job kind `build` and the way that is the same wherever something is built: a record and a log,
 * a temporary file beside the target, its name, its entry into the images, and a verification.
 */
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { BuildStartParams } from '../../../src-shared/contract/build.ts'
import type { BuildRecord, BuildResult } from '../../../src-shared/model/build.ts'
import { isFinished } from '../../../src-shared/model/job.ts'
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
import { createHistory } from './records/history.ts'
import type { LiveBuild } from './records/live-build.ts'

export interface BuildDeps extends HereDeps {
  readonly images: { enter(path: string, facts: EnterFacts): Promise<string> }
}

export interface BuildService {
  readonly handlers: Handlers<CallsOf<'build'>>
}

/** What a job keeps: enough to be run again. */
interface BuildJob {
  readonly buildId: string
  readonly params: BuildStartParams
  readonly isReturn: boolean
}

export function createBuild(context: EngineContext, deps: BuildDeps): BuildService {
  const { jobs, events, clock } = context
  const history = createHistory(context)
  const builders = createBuilders([createHere(deps)])
  const drafts = createDrafts(context)

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

  const run = async (job: BuildJob, handle: JobHandle): Promise<BuildResult | null> => {
    const { params, isReturn } = job
    let record = history.known(job.buildId)
    if (record.state !== 'running') {
      // The job was tried again: that is another build.
      record = recordFor(params, handle.id)
      history.store.add(record, params)
    }
    const live = await history.begin(record)
    try {
      const outcome = await build(record.id, params, isReturn, live, handle)
      const isAway = outcome === 'detached'
      const result = outcome === 'detached' ? null : outcome
      const finishedAt = isAway ? null : clock().toISOString()
      await history.end(record.id, { state: isAway ? 'detached' : 'done', result, finishedAt })
      return result
    } catch (error) {
      const told = toAppError(error)
      const isCancelled = handle.stopReason() !== null || told.kind === 'cancelled'
      if (!isCancelled) live.log.line('error', told.message)
      const state = isCancelled ? 'cancelled' : 'failed'
      await history.end(record.id, { state, error: isCancelled ? null : told, finishedAt: clock().toISOString() })
      throw error
    }
  }

  const build = async (
    buildId: string,
    params: BuildStartParams,
    isReturn: boolean,
    live: LiveBuild,
    handle: JobHandle,
  ): Promise<BuildResult | 'detached'> => {
    const target = resolve(params.output)
    handle.phase('resolving')
    const builder = await builders.open(params.builderId, handle.signal)
    live.change({ builder: { id: params.builderId, label: builder.label } })
    await checkTarget(target, params.force)
    await sweepFolder(dirname(target))
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
    }
    const attach = builder.attach?.bind(builder)
    if (isReturn && attach === undefined) throw failure('BUILD_NOT_DETACHED')
    const outcome: RunOutcome =
      isReturn && attach !== undefined
        ? await attach(request, live.log, handle)
        : await builder.run(request, live.log, handle)
    if (outcome.kind === 'detached') return 'detached'
    if (outcome.kind === 'elsewhere') {
      const { output: path, architecture = machineArchitecture() } = params
      return { path, sizeBytes: 0, architecture, digest: null, warnings, imageId: null, verdict: null }
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

  return {
    handlers: {
      ...history.handlers,
      ...builders.handlers,
      ...drafts.handlers,
      'build.start': async (params, { signal }) => {
        // What cannot be built is told at once, not by a job.
        if (params.from.kind === 'reference') readSourceReference(params.from.reference)
        const { label } = await builders.open(params.builderId, signal)
        const record = { ...recordFor(params, null), builder: { id: params.builderId, label } }
        history.store.add(record, params)
        return { buildId: record.id, jobId: start(record, params, false) }
      },
      'build.attach': ({ id }) => {
        const record = history.known(id)
        const params = history.store.paramsOf(id)
        if (record.state !== 'detached' || params === null) throw failure('BUILD_NOT_DETACHED')
        const again: BuildRecord = { ...record, state: 'running' }
        return { jobId: start(again, params, true) }
      },
    },
  }
}

/** @throws AppFailure FILE_EXISTS, FILE_IS_DIRECTORY, FILE_NOT_FOUND for a folder that is not there */
async function checkTarget(target: string, force: boolean): Promise<void> {
  const found = await stat(target).catch(() => null)
  if (found?.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path: target })
  if (found && !force) throw failure('FILE_EXISTS', { path: target })
  const folder = dirname(target)
  if ((await stat(folder).catch(() => null))?.isDirectory() !== true) throw failure('FILE_NOT_FOUND', { path: folder })
}
