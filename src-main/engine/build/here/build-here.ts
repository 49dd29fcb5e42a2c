/**
 * Builds on this computer that run no program: conversions of OCI images, and definitions that only take a
 * base and add to it. It makes a temporary file beside the target and gives no file its name.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuildStartParams } from '../../../../src-shared/contract/build.ts'
import { pullSchema } from '../../../../src-shared/contract/transfers.ts'
import type { Verification } from '../../../../src-shared/model/verification.ts'
import { parseReference } from '../../../../src-shared/reference/index.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { imageTime } from '../../files/pack/image-time.ts'
import { readPlatform } from '../../oci/platform.ts'
import { machineArchitecture } from '../../platform/architecture.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { temporaryName } from '../../sif/replace-file.ts'
import { type ArrivalDeps, findArrival } from '../../transfers/arrival.ts'
import { type FetchDeps, fetchFile } from '../../transfers/fetch-image.ts'
import { type Assembled, usualOwners } from '../assemble.ts'
import type { BuildRequest } from '../builders/builder-kind.ts'
import { noSections } from '../container/container-plan.ts'
import { convertOpened, type ImageReference, type OpenSource, progressOf, splitTyped } from '../conversion.ts'
import type { BaseOptions, FetchedBase } from '../definition/bases.ts'
import { buildDefinition } from '../definition/build-definition.ts'
import { type DefinitionPlan, readDefinition, type StagePlan } from '../definition/read-definition.ts'

export interface HereDeps {
  readonly openSource: OpenSource
  readonly arrivals: ArrivalDeps
  readonly fetch: FetchDeps
  readonly signatures: {
    /** @param lookUpKeys whether keyservers are asked for keys that are not here */
    verify(path: string, options: { readonly signal: AbortSignal; readonly lookUpKeys: boolean }): Promise<Verification>
  }
}

/**
 * Makes the image of a build.
 * @param stage told the name of the stage whose base is merged next; null for the last
 * @throws AppFailure those of references, of opening sources and bases, of copying and of assembling; then there is no file
 */
export async function buildHere(
  deps: HereDeps,
  { params, target, warn }: Pick<BuildRequest, 'params' | 'target' | 'warn'>,
  handle: JobHandle,
  stage: (name: string | null) => void,
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
    progress: (sizes, name) => {
      stage(name)
      return progressOf(handle, sizes)
    },
  })
}

/** What a reference is to a build: an OCI image to be converted, or the base of a definition that adds nothing. */
type SourceReference =
  | { readonly kind: 'oci'; readonly image: ImageReference }
  | { readonly kind: 'base'; readonly agent: 'library' | 'oras' | 'localimage' }

/** @throws AppFailure BUILD_DAEMON_UNSUPPORTED, BUILD_SOURCE_UNSUPPORTED, and those of reading references */
export function readSourceReference(text: string): SourceReference {
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
  deps: HereDeps,
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
  deps: HereDeps,
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
