/** The builder that is always there: this application, which runs no program. */
import type { BuildStartParams, BuildWeighParams } from '../../../../src-shared/contract/build.ts'
import type { Builder, BuilderFit, BuilderPoint } from '../../../../src-shared/model/build.ts'
import type { StepKey } from '../../../../src-shared/model/build-log.ts'
import { builderLabel } from '../../../../src-shared/text/builders.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { findHelper } from '../../files/helper-path.ts'
import { machineArchitecture } from '../../platform/architecture.ts'
import { toAppError } from '../../platform/failures.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import type { BuilderKind, BuilderRun } from '../builders/builder-kind.ts'
import { missingSources } from '../definition/host-sources.ts'
import { type DefinitionPlan, readDefinition } from '../definition/read-definition.ts'
import type { BuildLogWriter, StepPlan } from '../records/live-build.ts'
import { buildHere, type HereDeps } from './build-here.ts'

const here: Builder = { id: 'here', kind: 'here', program: null, remote: null, problem: null }

export function createHere(deps: HereDeps): BuilderKind {
  const run: BuilderRun = {
    label: builderLabel(here),
    async run(request, log, handle) {
      log.plan(plannedSteps(request.params))
      const following = followPhases(handle, log)
      const image = await buildHere(deps, request, following.handle, following.stage)
      log.step('write', { detail: request.target })
      return { kind: 'made', image: { ...image, digest: null } }
    },
  }
  return {
    owns: (id) => id === here.id,
    list: async () => [findHelper() === null ? { ...here, problem: appError('FILES_UNAVAILABLE') } : here],
    weigh: async (_, question) => weighHere(question),
    open: async () => run,
  }
}

/** What can be done here of a definition. */
async function weighHere(question: BuildWeighParams): Promise<BuilderFit> {
  const answer = (isPossible: boolean, points: readonly BuilderPoint[]): BuilderFit => ({
    ...{ builderId: here.id, isPossible, points, command: null, upload: null },
    // Any: no program of the image is run.
    architectures: [machineArchitecture()],
  })
  const parts: BuilderPoint = { code: 'partsHere', params: {}, isGood: true }
  let plan: DefinitionPlan
  try {
    const { text, sections, arguments: values } = question
    plan = readDefinition(text, {
      name: '',
      builder: 'singularity',
      sections,
      arguments: values,
      warn: () => undefined,
    })
  } catch (error) {
    const { code, params, message } = toAppError(error)
    if (code === 'BUILD_NEEDS_PROGRAM') {
      const sections = Array.isArray(params.sections) ? params.sections.join(', ') : ''
      return answer(false, [parts, { code: 'cannotRun', params: { sections }, isGood: false }])
    }
    return answer(false, [unreadable(typeof params.reason === 'string' ? params.reason : message)])
  }
  const refused = plan.stages.find(({ agent }) => !agents.has(agent))
  if (refused !== undefined) {
    return answer(false, [parts, { code: 'baseUnsupported', params: { agent: refused.agent }, isGood: false }])
  }
  const missing = await missingSources(
    plan.stages.flatMap(({ files }) => files),
    question.folder,
    'singularity',
  )
  if (missing.length > 0) {
    return answer(false, [parts, { code: 'filesMissing', params: { names: missing.join(', ') }, isGood: false }])
  }
  return answer(true, [{ code: 'everything', params: {}, isGood: true }, parts])
}

function unreadable(reason: string): BuilderPoint {
  return { code: 'unreadable', params: { reason }, isGood: false }
}

/** Bases that are opened without a program. */
const agents: ReadonlySet<string> = new Set([
  ...['docker', 'oci', 'oci-archive', 'docker-archive', 'library', 'oras', 'localimage', 'scratch'],
])

function plannedSteps({ from }: BuildStartParams): readonly StepPlan[] {
  if (from.kind === 'reference') {
    return [{ key: 'base', detail: from.reference }, { key: 'unpack' }, { key: 'pack' }, { key: 'write' }]
  }
  return [{ key: 'base' }, { key: 'unpack' }, { key: 'files' }, { key: 'pack' }, { key: 'write' }]
}

/** Phases of the job that begin a step of the build. */
const stepOfPhase: Readonly<Record<string, StepKey>> = {
  resolving: 'base',
  downloading: 'base',
  converting: 'unpack',
  addingFiles: 'files',
  packing: 'pack',
  assembling: 'metadata',
}

/** A job whose phases are steps of the build as well. */
function followPhases(
  handle: JobHandle,
  log: BuildLogWriter,
): { readonly handle: JobHandle; stage(name: string | null): void } {
  let current: string | null = null
  return {
    stage(name) {
      current = name
    },
    handle: {
      ...handle,
      phase(name, bytesTotal) {
        handle.phase(name, bytesTotal)
        const key = stepOfPhase[name]
        if (key !== undefined) log.step(key, { stage: current })
      },
      log(line) {
        handle.log(line)
        log.line('info', line)
      },
    },
  }
}
