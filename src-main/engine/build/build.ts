/**
 * Builds on this computer that run no program: conversions of OCI images, and definitions that only take a
 * base and add to it. Owns the job kind `build`.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { BuildResult, BuildStartParams } from '../../../src-shared/contract/build.ts'
import { pullSchema } from '../../../src-shared/contract/transfers.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { parseReference } from '../../../src-shared/reference/index.ts'
import { buildWarningText } from '../../../src-shared/text/build.ts'
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { imageTime } from '../files/pack/image-time.ts'
import type { EnterFacts } from '../images/images.ts'
import { readPlatform } from '../oci/platform.ts'
import { machineArchitecture } from '../platform/architecture.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import type { JobHandle } from '../platform/jobs.ts'
import { discard, moveIntoPlace, temporaryName } from '../sif/replace-file.ts'
import { sweepFolder } from '../sif/sweep.ts'
import { type ArrivalDeps, findArrival } from '../transfers/arrival.ts'
import { type FetchDeps, fetchFile } from '../transfers/fetch-image.ts'
import { type Assembled, usualOwners } from './assemble.ts'
import type { Warn } from './container/add-metadata.ts'
import { noSections } from './container/container-plan.ts'
import { convertOpened, type ImageReference, type OpenSource, progressOf, splitTyped } from './conversion.ts'
import type { BaseOptions, FetchedBase } from './definition/bases.ts'
import { buildDefinition } from './definition/build-definition.ts'
import { type DefinitionPlan, readDefinition, type StagePlan } from './definition/read-definition.ts'

export interface BuildDeps {
  readonly openSource: OpenSource
  readonly arrivals: ArrivalDeps
  readonly fetch: FetchDeps
  readonly images: { enter(path: string, facts: EnterFacts): Promise<string> }
  readonly signatures: {
    /** @param lookUpKeys whether keyservers are asked for keys that are not here */
    verify(path: string, options: { readonly signal: AbortSignal; readonly lookUpKeys: boolean }): Promise<Verification>
  }
}

export interface BuildService {
  readonly handlers: Handlers<CallsOf<'build'>>
}

export function createBuild({ jobs }: EngineContext, deps: BuildDeps): BuildService {
  jobs.register<BuildStartParams>({
    kind: 'build',
    canPause: false,
    resumable: false,
    maxRunning: 2,
    run: (params, handle) => build(deps, params, handle),
  })
  return {
    handlers: {
      'build.start'(params) {
        // What cannot be built is told at once, not by a job.
        if (params.from.kind === 'reference') readSourceReference(params.from.reference)
        const from = params.from.kind === 'reference' ? params.from.reference : params.from.name
        return { jobId: jobs.start('build', { subject: basename(params.output), from, params }).id }
      },
    },
  }
}

async function build(deps: BuildDeps, params: BuildStartParams, handle: JobHandle): Promise<BuildResult> {
  const target = resolve(params.output)
  handle.phase('resolving')
  await checkTarget(target, params.force)
  await sweepFolder(dirname(target))
  const warnings: string[] = []
  const warn: Warn = (code, values) => {
    const text = buildWarningText(code, values)
    warnings.push(text)
    handle.log(text)
  }
  const made = await make(deps, params, target, handle, warn)
  try {
    handle.signal.throwIfAborted()
    handle.phase('moving')
    await moveIntoPlace(made.path, target, { overwrite: params.force })
  } catch (error) {
    await discard(made.path)
    throw error
  }
  const reference = params.from.kind === 'reference' ? { reference: params.from.reference.trim() } : {}
  const imageId = await deps.images.enter(target, reference)
  return { path: target, sizeBytes: made.sizeBytes, architecture: made.architecture, warnings, imageId }
}

async function make(
  deps: BuildDeps,
  params: BuildStartParams,
  target: string,
  handle: JobHandle,
  warn: Warn,
): Promise<Assembled> {
  const { from, like: builder, owners, insecure, architecture } = params
  const { signal } = handle
  const temporaryFolder = dirname(target)
  const question = { architecture, builder, insecure, temporaryFolder, signal }
  const reference = from.kind === 'reference' ? readSourceReference(from.reference) : null
  if (from.kind === 'reference' && reference?.kind === 'oci') {
    const opened = await deps.openSource({ ...question, reference: reference.image, typed: from.reference })
    try {
      return await convertOpened(
        opened,
        { typed: from.reference, builder, owners, format: params.format, target, warn },
        handle,
      )
    } finally {
      await opened.source.close()
    }
  }
  const { sections, arguments: values } = params
  if (params.format !== 'sif') throw failure('BUILD_OCI_SIF_NEEDS_IMAGE')
  const plan =
    from.kind === 'reference'
      ? definitionOfBase(from.reference, reference?.kind === 'base' ? reference.agent : 'localimage')
      : readDefinition(from.text, { name: from.name, builder, sections, arguments: values, warn })
  const platform = readPlatform(architecture ?? machineArchitecture())
  const base: BaseOptions = {
    folder: from.kind === 'reference' ? process.cwd() : from.folder,
    question,
    warn,
    openSource: deps.openSource,
    fetchSif: (typed) => fetchBase(deps, params, { typed, temporaryFolder }, handle),
    signedBy: (path, fingerprints) => signedBy(deps, path, fingerprints, signal),
  }
  return buildDefinition(plan, {
    ...{ builder, target, signal, warn, base, force: params.force },
    platform: { architecture: platform.architecture, variant: platform.variant },
    owners: owners ?? usualOwners(),
    imageTime: imageTime(process.env, Date.now()),
    progress: (sizes) => progressOf(handle, sizes),
  })
}

/** @throws AppFailure FILE_EXISTS, FILE_IS_DIRECTORY, FILE_NOT_FOUND for a folder that is not there */
async function checkTarget(target: string, force: boolean): Promise<void> {
  const found = await stat(target).catch(() => null)
  if (found?.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path: target })
  if (found && !force) throw failure('FILE_EXISTS', { path: target })
  const folder = dirname(target)
  if ((await stat(folder).catch(() => null))?.isDirectory() !== true) throw failure('FILE_NOT_FOUND', { path: folder })
}

/** What a reference is to a build: an OCI image to be converted, or the base of a definition that adds nothing. */
type SourceReference =
  | { readonly kind: 'oci'; readonly image: ImageReference }
  | { readonly kind: 'base'; readonly agent: 'library' | 'oras' | 'localimage' }

/** @throws AppFailure BUILD_DAEMON_UNSUPPORTED, BUILD_SOURCE_UNSUPPORTED, and those of reading references */
function readSourceReference(text: string): SourceReference {
  if (/^\s*docker-daemon:/i.test(text)) throw failure('BUILD_DAEMON_UNSUPPORTED')
  const parsed = parseReference(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  const reference = parsed.value
  switch (reference.transport) {
    case 'docker':
    case 'oci':
    case 'oci-archive':
    case 'docker-archive':
      return { kind: 'oci', image: reference }
    case 'library':
    case 'oras':
      return { kind: 'base', agent: reference.transport }
    case 'file':
      return { kind: 'base', agent: 'localimage' }
    default:
      throw failure('BUILD_SOURCE_UNSUPPORTED', { transport: reference.transport })
  }
}

/** The definition that stands for a base alone. */
function definitionOfBase(typed: string, agent: 'library' | 'oras' | 'localimage'): DefinitionPlan {
  const from = agent === 'localimage' ? typed.trim() : splitTyped(typed).rest
  const last: StagePlan = {
    name: null,
    agent,
    header: new Map([
      ['bootstrap', agent],
      ['from', from],
    ]),
    sections: noSections,
    files: [],
    appFiles: [],
  }
  return { stages: [last], last, embedded: `bootstrap: ${agent}\nfrom: ${from}\n\n` }
}

/** Fetches a SIF that is only a base, of a library or a registry: to a folder of its own, which goes with it. */
async function fetchBase(
  deps: BuildDeps,
  { architecture, remote, insecure }: BuildStartParams,
  { typed, temporaryFolder }: { readonly typed: string; readonly temporaryFolder: string },
  handle: JobHandle,
): Promise<FetchedBase> {
  const parsed = parseReference(typed)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  const reference = parsed.value
  if (reference.transport !== 'library' && reference.transport !== 'oras') {
    throw failure('BUILD_SOURCE_UNSUPPORTED', { transport: reference.transport })
  }
  const asked = pullSchema.parse({ reference: typed, architecture, remote, insecure })
  const { file } = await findArrival(deps.arrivals, reference, asked, handle.signal)
  const folder = temporaryName(join(temporaryFolder, 'base'))
  await mkdir(folder, { mode: 0o700 })
  const discardAll = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const target = { path: join(folder, 'base.sif'), folder, existingSizeBytes: null }
    const request = { file, target, connections: 4, copies: [] }
    const { path } = await fetchFile(deps.fetch, request, { ...handle, id: randomUUID() })
    return { path, discard: discardAll }
  } catch (error) {
    await discardAll()
    throw error
  }
}

/** Whether everybody who is asked for has signed all of a file; null when nobody has signed it. */
async function signedBy(
  deps: BuildDeps,
  path: string,
  fingerprints: readonly string[],
  signal: AbortSignal,
): Promise<boolean | null> {
  const { verdict, signatures, coverage } = await deps.signatures.verify(path, {
    signal,
    // Signers that are asked for by name may be unknown here.
    lookUpKeys: fingerprints.length > 0,
  })
  if (verdict === 'notSigned') return null
  const plain = (fingerprint: string): string => fingerprint.replace(/[\s:]/g, '').replace(/^0x/i, '').toUpperCase()
  const intact = signatures.filter(({ state }) => state === 'intact').map((found) => plain(found.fingerprint ?? ''))
  if (fingerprints.length === 0) return true
  const isWhole = verdict !== 'changed' && coverage?.complete === true
  return isWhole && fingerprints.every((wanted) => intact.includes(plain(wanted)))
}
