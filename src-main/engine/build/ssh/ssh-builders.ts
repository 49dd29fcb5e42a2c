/** Programs on other computers as builders, over ssh: only hosts that the user set, asked only when it is wanted. */
import type { BuildWeighParams } from '../../../../src-shared/contract/build.ts'
import type { Settings } from '../../../../src-shared/contract/settings.ts'
import type { Builder, BuilderFit, BuilderPoint, BuildProgram } from '../../../../src-shared/model/build.ts'
import { builderLabel } from '../../../../src-shared/text/builders.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { formatSize } from '../../../../src-shared/text/format.ts'
import { machineArchitecture } from '../../platform/architecture.ts'
import { toAppError } from '../../platform/failures.ts'
import type { BuilderKind } from '../builders/builder-kind.ts'
import { composeCommand } from '../programs/compose-command.ts'
import { prepareDefinition } from '../remote/prepare.ts'
import { namesOf, uploadOf } from '../remote/remote-builder.ts'
import { buildOverSsh, planSources } from './build-over-ssh.ts'
import { createHostFinder, type HostAnswer } from './find-hosts.ts'

const prefix = 'ssh:'

export interface SshBuilders {
  readonly kind: BuilderKind
  /** @throws AppFailure with why it cannot be used */
  test(host: string, signal: AbortSignal): Promise<{ readonly programs: readonly BuildProgram[] }>
}

export function createSshBuilders(network: () => Pick<Settings, 'sshBuildHosts' | 'isOffline'>): SshBuilders {
  const finder = createHostFinder()
  const ask = async (host: string): Promise<HostAnswer> => {
    if (network().isOffline) throw failure('BUILD_SSH_OFFLINE', { host })
    return finder.ask(host)
  }
  const buildersAt = async (host: string): Promise<readonly Builder[]> => {
    try {
      return (await ask(host)).programs.map((program) => builderOf(host, program))
    } catch (error) {
      const unknown = { name: 'apptainer', version: '', path: '', place: { kind: 'ssh', host } } as const
      return [{ ...builderOf(host, unknown), problem: toAppError(error) }]
    }
  }
  const kind: BuilderKind = {
    owns: (id) => id.startsWith(prefix),
    list: async () => (await Promise.all(network().sshBuildHosts.map(buildersAt))).flat(),
    async weigh(builder, question, signal) {
      const place = builder.program?.place
      const answer = place?.kind === 'ssh' && builder.problem === null ? await ask(place.host).catch(() => null) : null
      return weigh(builder, answer, question, signal)
    },
    async open(id) {
      const host = id.slice(prefix.length).split(':')[0] ?? ''
      if (!network().sshBuildHosts.includes(host)) throw failure('BUILDER_NOT_FOUND', { id })
      const answer = await ask(host)
      const program = answer.programs.find((candidate) => builderOf(host, candidate).id === id)
      if (program === undefined) throw failure('BUILDER_NOT_FOUND', { id })
      return {
        label: builderLabel(builderOf(host, program)),
        run: async (request, log, handle) => ({
          kind: 'made',
          image: await buildOverSsh({ host, program, answer }, request, log, handle),
        }),
      }
    },
  }
  return {
    kind,
    async test(host) {
      finder.forget(host)
      return { programs: (await ask(host)).programs }
    },
  }
}

function builderOf(host: string, program: BuildProgram): Builder {
  return { id: `${prefix}${host}:${program.path}`, kind: 'program', program, remote: null, problem: null }
}

async function weigh(
  { id, program, problem }: Builder,
  answer: HostAnswer | null,
  question: BuildWeighParams,
  signal: AbortSignal,
): Promise<BuilderFit> {
  const points: BuilderPoint[] = []
  const against = (code: BuilderPoint['code'], params: BuilderPoint['params']): void => {
    points.push({ code, params, isGood: false })
  }
  const own = answer?.architecture ?? machineArchitecture()
  const none = { builderId: id, isPossible: false, points, command: null, upload: null, architectures: [own] }
  if (program === null || answer === null) {
    against('notUsable', { reason: problem?.message ?? '' })
    return none
  }
  const { architecture = own, sections, arguments: values } = question
  if (architecture !== own) {
    against('otherArchitecture', { wanted: architecture, own })
    return none
  }
  try {
    const prepared = prepareDefinition({ ...question, name: '' }, () => undefined)
    const plan = await planSources(prepared.sources, prepared.folder, signal)
    points.push({ code: 'everything', params: {}, isGood: true })
    points.push({ code: answer.user.isRoot ? 'runsAsRoot' : 'ownersYours', params: {}, isGood: true })
    if (plan !== null) against('upload', { names: namesOf(prepared.sources), size: formatSize(plan.sizeBytes) })
    const command = composeCommand({
      ...{ program, user: answer.user, isDefinition: true, output: 'image.sif', source: 'image.def', force: false },
      ...{ sections, arguments: values },
    })
    return { ...none, isPossible: true, command, upload: plan === null ? null : uploadOf(plan) }
  } catch (error) {
    signal.throwIfAborted()
    const { code, params, message } = toAppError(error)
    const { reason, source } = params
    if (code === 'BUILD_REMOTE_LOCAL_BASE') against('localBase', {})
    else if (code === 'BUILD_FILES_MISSING' && typeof source === 'string') against('filesMissing', { names: source })
    else if (code === 'BUILD_DEFINITION')
      against('unreadable', { reason: typeof reason === 'string' ? reason : message })
    else against('notUsable', { reason: message })
    return none
  }
}
