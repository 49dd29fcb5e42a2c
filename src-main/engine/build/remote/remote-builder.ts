/** The build services of remotes, as builders: which there are, what each makes of a definition, and a way in. */
import { join } from 'node:path'
import type { BuildWeighParams } from '../../../../src-shared/contract/build.ts'
import type { Builder, BuilderFit, BuilderPoint, BuildUpload } from '../../../../src-shared/model/build.ts'
import type { Remote } from '../../../../src-shared/model/remote.ts'
import { formatSize } from '../../../../src-shared/text/format.ts'
import { machineFirst } from '../../platform/architecture.ts'
import type { EngineContext } from '../../platform/context.ts'
import { toAppError } from '../../platform/failures.ts'
import type { RemotesService } from '../../remotes/remotes.ts'
import type { FetchDeps } from '../../transfers/fetch-image.ts'
import type { BuilderKind } from '../builders/builder-kind.ts'
import { type ContextPlan, planContext } from './context-plan.ts'
import { createContextUse } from './context-use.ts'
import { type FollowTiming, usualTiming } from './follow-build.ts'
import { prepareDefinition } from './prepare.ts'
import { comeBack, type RemoteRunDeps, runRemotely } from './remote-run.ts'
import { connectBuilder } from './usable-remote.ts'

export interface RemoteBuilderDeps extends FetchDeps {
  readonly remotes: Pick<RemotesService, 'list' | 'known' | 'connect'>
  readonly timing?: FollowTiming
}

const prefix = 'remote:'
/** What services of this kind build for; which of them one has, it tells nobody. */
const usualArchitectures = ['amd64', 'arm64'] as const
const mostNamedFiles = 1000
const mostNamedSources = 3

export function createRemoteBuilders({ paths }: Pick<EngineContext, 'paths'>, given: RemoteBuilderDeps): BuilderKind {
  const { remotes, timing = usualTiming } = given
  const deps: RemoteRunDeps = { ...given, timing, folder: join(paths.home, 'builds'), contexts: createContextUse() }
  const builderOf = ({ name, uri, builderUri, libraryUri, hasToken }: Remote): Builder | null => {
    // A remote that was never asked may have one; one that was asked and named none has none.
    if (builderUri === null && libraryUri !== null) return null
    const remote = { name, uri: builderUri ?? uri, hasToken }
    return { id: `${prefix}${name}`, kind: 'remote', program: null, remote, problem: null }
  }
  return {
    owns: (id) => id.startsWith(prefix),
    async list() {
      return (await remotes.list()).map(builderOf).filter((builder) => builder !== null)
    },
    weigh: (builder, question, signal) => weigh(builder, question, signal),
    async open(id) {
      const name = id.slice(prefix.length)
      // A name that is not there is told before anything is begun; the network is asked when it is.
      remotes.known(name)
      return {
        label: name,
        run: async (request, log, handle) =>
          runRemotely(deps, await connectBuilder(remotes, name, handle.signal), request, log, handle),
        attach: async (request, log, handle) =>
          comeBack(deps, await connectBuilder(remotes, name, handle.signal), request, log, handle),
      }
    },
  }
}

async function weigh({ id, remote }: Builder, question: BuildWeighParams, signal: AbortSignal): Promise<BuilderFit> {
  const points: BuilderPoint[] = []
  const answer = (isPossible: boolean, upload: BuildUpload | null = null): BuilderFit => ({
    ...{ builderId: id, isPossible: isPossible && remote?.hasToken === true, points, command: null, upload },
    architectures: machineFirst(usualArchitectures),
  })
  const against = (code: BuilderPoint['code'], params: BuilderPoint['params']): void => {
    points.push({ code, params, isGood: false })
  }
  if (remote !== null && !remote.hasToken) against('needsToken', { name: remote.name })
  try {
    const prepared = prepareDefinition({ ...question, name: '' }, () => undefined)
    const plan = prepared.sources.length === 0 ? null : await planContext(prepared.sources, prepared.folder, signal)
    points.unshift({ code: 'everything', params: {}, isGood: true })
    const [, ...others] = machineFirst(usualArchitectures)
    points.push({ code: 'alsoFor', params: { names: others.join(', ') }, isGood: true })
    if (prepared.isFilled) points.push({ code: 'argumentsFilled', params: {}, isGood: true })
    if (plan === null) return answer(true)
    against('upload', { names: namesOf(prepared.sources), size: formatSize(plan.sizeBytes) })
    return answer(true, uploadOf(plan))
  } catch (error) {
    signal.throwIfAborted()
    const { code, params, message } = toAppError(error)
    const { reason, source } = params
    if (code === 'BUILD_REMOTE_LOCAL_BASE') against('localBase', {})
    else if (code === 'BUILD_FILES_MISSING' && typeof source === 'string') against('filesMissing', { names: source })
    else if (code === 'BUILD_DEFINITION')
      against('unreadable', { reason: typeof reason === 'string' ? reason : message })
    else against('notUsable', { reason: message })
    return answer(false)
  }
}

export function namesOf(sources: readonly string[]): string {
  const named = sources.slice(0, mostNamedSources).join(', ')
  return sources.length > mostNamedSources ? `${named}…` : named
}

export function uploadOf({ entries, fileCount, sizeBytes }: ContextPlan): BuildUpload {
  const files = entries.filter(({ kind }) => kind === 'file').slice(0, mostNamedFiles)
  const shown = files.map(({ path, sizeBytes: bytes, leadsTo }) => ({
    ...{ path, sizeBytes: bytes },
    ...(leadsTo === null ? {} : { leadsTo }),
  }))
  return { files: shown, fileCount, sizeBytes }
}
