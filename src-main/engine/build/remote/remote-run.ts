/**
 * One build at a remote service, from the files that go there to the image that comes back. It cancels at the
 * service what was cancelled here, deletes there what was sent there, and leaves to the service what was left to it.
 */
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { buildersText } from '../../../../src-shared/text/builders.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { machineArchitecture } from '../../platform/architecture.ts'
import { toAppError } from '../../platform/failures.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { temporaryName } from '../../sif/replace-file.ts'
import { sweepFolder } from '../../sif/sweep.ts'
import type { FetchDeps } from '../../transfers/fetch-image.ts'
import type { BuildRequest, RunOutcome } from '../builders/builder-kind.ts'
import type { BuildLogWriter, StepPlan } from '../records/live-build.ts'
import { createProgramOutput, type ProgramOutput } from '../records/program-output.ts'
import { type BuildApi, createBuildApi, type ServiceBuild } from './build-api.ts'
import { writeContext } from './context-archive.ts'
import { type ContextPlan, planContext, remotePath } from './context-plan.ts'
import type { ContextUse } from './context-use.ts'
import { fetchResult } from './fetch-result.ts'
import { type FollowTiming, followBuild } from './follow-build.ts'
import { createHeardOutput } from './heard-output.ts'
import { type Prepared, prepareBuild } from './prepare.ts'
import { type RemotePlace, readPlace } from './remote-place.ts'
import type { UsableRemote } from './usable-remote.ts'

export interface RemoteRunDeps extends FetchDeps {
  /** Where archives are made before they are sent. */
  readonly folder: string
  readonly contexts: ContextUse
  readonly timing: FollowTiming
}

interface Run {
  readonly deps: RemoteRunDeps
  readonly remote: UsableRemote
  readonly api: BuildApi
  readonly request: BuildRequest
  readonly log: BuildLogWriter
  readonly handle: JobHandle
}

/** What is done when nobody waits any more gets so long. */
const lastWordMs = 5000

/** @throws AppFailure with why it failed, or could not be begun; then nothing is left here */
export async function runRemotely(
  deps: RemoteRunDeps,
  remote: UsableRemote,
  request: BuildRequest,
  log: BuildLogWriter,
  handle: JobHandle,
): Promise<RunOutcome> {
  const run: Run = { deps, remote, api: createBuildApi(deps.http, remote.access), request, log, handle }
  const prepared = prepareBuild(request.params, request.warn)
  const plan =
    prepared.sources.length === 0 ? null : await planContext(prepared.sources, prepared.folder, handle.signal)
  checkAccepted(plan, request)
  const planned = stepsAfterUpload(request.params.output.startsWith('library://'))
  log.plan([...(plan === null ? [] : [{ key: 'upload' as const }]), ...planned])
  if (prepared.isFilled) log.line('info', buildersText.argumentsFilled)
  const place = await submit(run, prepared, plan)
  if (!request.params.detached) return follow(run, place)
  deps.contexts.leave(place.contextDigest)
  log.line('info', buildersText.leftThere(run.api.host, place.libraryRef))
  return { kind: 'detached', reference: place.libraryRef }
}

/** @throws AppFailure BUILD_NOT_DETACHED when nothing is known of a place to come back to */
export async function comeBack(
  deps: RemoteRunDeps,
  remote: UsableRemote,
  request: BuildRequest,
  log: BuildLogWriter,
  handle: JobHandle,
): Promise<RunOutcome> {
  const place = readPlace(request.kept)
  if (place === null) throw failure('BUILD_NOT_DETACHED')
  if (place.contextDigest !== '') deps.contexts.use(place.contextDigest)
  // How long it waited there was told before.
  log.plan(stepsAfterUpload(place.staysThere).slice(1))
  const api = createBuildApi(deps.http, remote.access)
  log.step('remote', { detail: api.host })
  return follow({ deps, remote, api, request, log, handle }, place)
}

function stepsAfterUpload(staysThere: boolean): readonly StepPlan[] {
  return [{ key: 'queue' }, { key: 'remote' }, ...(staysThere ? [] : [{ key: 'download' as const }])]
}

/** What the user agreed to has to be what is there now. @throws AppFailure BUILD_UPLOAD_NOT_ACCEPTED */
export function checkAccepted(plan: ContextPlan | null, { params }: Pick<BuildRequest, 'params'>): void {
  if (plan === null) return
  const { sizeBytes, fileCount } = plan
  const { acceptUpload: accepted } = params
  if (accepted?.sizeBytes === sizeBytes && accepted.fileCount === fileCount) return
  throw failure('BUILD_UPLOAD_NOT_ACCEPTED', { fileCount, sizeBytes, wasAsked: accepted !== undefined })
}

async function submit(run: Run, prepared: Prepared, plan: ContextPlan | null): Promise<RemotePlace> {
  const { api, remote, request, log, handle } = run
  const { params } = request
  const staysThere = params.output.startsWith('library://')
  const architecture = params.architecture ?? machineArchitecture()
  const contextDigest = plan === null ? '' : await sendContext(run, plan)
  let build: ServiceBuild
  try {
    log.step('queue', { detail: api.host })
    handle.phase('submitting')
    build = await api.submit(
      {
        definition: prepared.text,
        libraryRef: staysThere ? params.output : '',
        libraryUrl: remote.services.library ?? '',
        architecture,
        contextDigest,
        workingFolder: remotePath(prepared.folder),
      },
      handle.signal,
    )
  } catch (error) {
    await dropContext(run, contextDigest)
    throw error
  }
  const { id, libraryRef } = build
  const place: RemotePlace = { id, libraryRef, contextDigest, architecture, staysThere, heard: null }
  request.keep(place)
  return place
}

/** @returns the digest that the service knows the files by */
async function sendContext(run: Run, plan: ContextPlan): Promise<string> {
  const { deps, api, log, handle } = run
  const { signal } = handle
  log.step('upload', { detail: buildersText.filesSent(plan.fileCount, plan.sizeBytes) })
  await mkdir(deps.folder, { recursive: true, mode: 0o700 })
  await sweepFolder(deps.folder)
  const path = temporaryName(join(deps.folder, 'context.tar.gz'))
  try {
    handle.phase('gathering', plan.sizeBytes)
    const archive = await writeContext(plan.entries, path, signal, (bytes) => handle.advance(bytes))
    for (const { name, kind } of plan.entries) if (kind === 'file') log.line('output', `/${name}`)
    const { digest, sizeBytes } = archive
    deps.contexts.use(digest)
    try {
      await deps.contexts.inTurn(digest, async () => {
        signal.throwIfAborted()
        const to = await api.announceContext(archive, signal)
        if (to === null) {
          log.line('info', buildersText.filesThereAlready(api.host))
          return
        }
        handle.phase('uploading', sizeBytes)
        await api.sendContext(to, sizeBytes, counted(path, signal, handle), signal)
      })
      return digest
    } catch (error) {
      await dropContext(run, toAppError(error).code === 'BUILD_CONTEXT_UNSUPPORTED' ? '' : digest)
      throw error
    }
  } finally {
    await rm(path, { force: true })
  }
}

async function* counted(path: string, signal: AbortSignal, handle: JobHandle): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18, signal })) {
    handle.advance((chunk as Buffer).length)
    yield chunk as Buffer
  }
}

/** Deletes files at the service once no build of this engine needs them; says so when that cannot be done. */
async function dropContext({ deps, api, request }: Run, digest: string): Promise<void> {
  if (digest === '' || !deps.contexts.isLast(digest)) return
  await api.deleteContext(digest, AbortSignal.timeout(lastWordMs)).catch((error: unknown) => {
    request.warn('contextStays', { host: api.host, reason: toAppError(error).message })
  })
}

async function follow(run: Run, place: RemotePlace): Promise<RunOutcome> {
  const { api, request, log, handle } = run
  const output = createProgramOutput(log)
  const heard = createHeardOutput((line) => output.line(line), place.heard)
  handle.phase('queued')
  const keepHeard = (): void => request.keep({ ...place, heard: heard.heard() })
  let isRunning = false
  let build: ServiceBuild
  try {
    const followed = await followBuild({
      api,
      http: run.deps.http,
      id: place.id,
      signal: AbortSignal.any([handle.signal, request.leave]),
      timing: run.deps.timing,
      listener: {
        begin: () => heard.begin(),
        text(piece) {
          if (!isRunning) {
            isRunning = true
            log.step('remote', { detail: api.host })
            handle.phase('building')
          }
          heard.text(piece)
          return log.ready()
        },
        lost(reason, isForGood) {
          keepHeard()
          if (isForGood) log.line('info', buildersText.noLiveOutput(api.host, reason?.message ?? ''))
        },
      },
    })
    heard.finish(followed.isOutputWhole)
    build = followed.build
  } catch (error) {
    keepHeard()
    return stopped(run, place, toAppError(error))
  }
  // What was sent is not needed any more, whatever came of it.
  await dropContext(run, place.contextDigest)
  const rest: RemotePlace = { ...place, contextDigest: '', heard: heard.heard() }
  request.keep(rest)
  try {
    const done = await outcome(run, rest, build, output)
    request.keep(null)
    return done
  } catch (error) {
    if (handle.signal.aborted && handle.endsWithEngine()) return { kind: 'detached', reference: rest.libraryRef }
    // A library that cannot be reached now may be later; everything else is the end of it.
    if (handle.signal.aborted || toAppError(error).kind !== 'offline') request.keep(null)
    throw error
  }
}

/** Nobody waits for the build any more: because it was cancelled, or left, or cannot be heard of. */
async function stopped(run: Run, place: RemotePlace, error: AppError): Promise<RunOutcome> {
  const { api, request, log, handle, deps } = run
  const isCancelled = handle.signal.aborted && !handle.endsWithEngine()
  if (isCancelled) {
    const refused = await api.cancel(place.id, AbortSignal.timeout(lastWordMs)).then(
      () => null,
      (failed: unknown) => toAppError(failed).message,
    )
    if (refused === null) log.line('info', buildersText.cancelledThere(api.host))
    else request.warn('cancelNotHeard', { host: api.host, reason: refused })
    await dropContext(run, place.contextDigest)
    request.keep(null)
    throw failure('CANCELLED')
  }
  if (handle.signal.aborted || request.leave.aborted) {
    deps.contexts.leave(place.contextDigest)
    log.line('info', buildersText.leftThere(api.host, place.libraryRef))
    return { kind: 'detached', reference: place.libraryRef }
  }
  if (error.code === 'BUILD_REMOTE_NOT_COMPLETE') await dropContext(run, place.contextDigest)
  else deps.contexts.leave(place.contextDigest)
  if (error.code === 'NOT_FOUND_ON_SERVER') {
    // It knows nothing of the build: there is nothing to come back to.
    request.keep(null)
    throw failure('BUILD_REMOTE_FORGOTTEN', { host: api.host })
  }
  throw new AppFailure(error)
}

/** @throws AppFailure BUILD_REMOTE_FAILED, BUILD_REMOTE_COMMAND_FAILED; those of {@link fetchResult} */
async function outcome(run: Run, place: RemotePlace, build: ServiceBuild, output: ProgramOutput): Promise<RunOutcome> {
  const { api, deps, remote, request, log, handle } = run
  if (build.imageSizeBytes <= 0) throw failed(api.host, output)
  if (place.staysThere) return { kind: 'elsewhere', sizeBytes: build.imageSizeBytes, digest: build.imageDigest }
  log.step('download', { detail: build.libraryRef })
  const image = await fetchResult(
    deps,
    {
      // What was promised at the beginning holds when the end says nothing else.
      build: { ...build, libraryRef: build.libraryRef || place.libraryRef },
      remote,
      host: api.host,
      architecture: place.architecture,
      target: request.target,
      onNoChecksum: () => request.warn('noChecksum', { host: api.host }),
    },
    handle,
  )
  return { kind: 'made', image }
}

function failed(host: string, output: ProgramOutput): AppFailure {
  const command = output.failedCommand()
  const reason = output.reason() ?? buildersText.noReason
  const extra = { detail: output.lastLines().join('\n') }
  return command === null
    ? failure('BUILD_REMOTE_FAILED', { host, reason }, extra)
    : failure('BUILD_REMOTE_COMMAND_FAILED', { host, reason, command }, extra)
}
