/** Installed programs as builders: which there are, what each makes of a definition, and the command it would run. */
import { basename } from 'node:path'
import type { BuildWeighParams } from '../../../../src-shared/contract/build.ts'
import { interpretDefinition } from '../../../../src-shared/definition/interpret.ts'
import type { Builder, BuilderFit, BuilderPoint } from '../../../../src-shared/model/build.ts'
import { builderLabel } from '../../../../src-shared/text/builders.ts'
import { machineArchitecture } from '../../platform/architecture.ts'
import { toAppError } from '../../platform/failures.ts'
import type { BuilderKind } from '../builders/builder-kind.ts'
import { missingSources } from '../definition/host-sources.ts'
import { readBuildUser } from './build-user.ts'
import { buildWithProgram } from './build-with-program.ts'
import { composeCommand, needsFakeroot } from './compose-command.ts'
import { createProgramFinder } from './find-programs.ts'

const prefix = 'program:'

export function createPrograms(): BuilderKind {
  const finder = createProgramFinder()
  const builderAt = async (path: string): Promise<Builder> => {
    const common = { id: `${prefix}${path}`, kind: 'program', remote: null } as const
    try {
      return { ...common, program: await finder.identify(path), problem: null }
    } catch (error) {
      const name = basename(path) === 'apptainer' ? 'apptainer' : 'singularity'
      return { ...common, program: { name, version: '', path, place: { kind: 'path' } }, problem: toAppError(error) }
    }
  }
  return {
    owns: (id) => id.startsWith(prefix),
    list: async () => Promise.all((await finder.paths()).map(builderAt)),
    weigh,
    async open(id) {
      const program = await finder.identify(id.slice(prefix.length))
      return {
        label: builderLabel({ kind: 'program', program, remote: null }),
        run: async (request, log, handle) => ({
          kind: 'made',
          image: await buildWithProgram(program, request, log, handle),
        }),
      }
    },
  }
}

async function weigh({ id, program, problem }: Builder, question: BuildWeighParams): Promise<BuilderFit> {
  const own = machineArchitecture()
  const points: BuilderPoint[] = []
  const against = (code: BuilderPoint['code'], params: BuilderPoint['params']): number =>
    points.push({ code, params, isGood: false })
  const none = { builderId: id, isPossible: false, points, command: null, upload: null, architectures: [own] }
  if (problem !== null || program === null) {
    against('notUsable', { reason: problem?.message ?? '' })
    return none
  }
  const user = await readBuildUser()
  const { text, architecture = own, output, sections } = question
  const command = composeCommand({
    ...{ program, user, isDefinition: true, output: output || 'image.sif', source: 'image.def', force: false },
    ...{ sections, arguments: question.arguments },
  })
  const buildArguments = new Map(Object.entries(question.arguments))
  const meaning = interpretDefinition(text, { program: program.name, buildArguments })
  const unreadable = meaning.result === 'ok' ? meaning.planError : meaning.error
  if (unreadable !== null) against('unreadable', { reason: unreadable.message ?? '' })
  if (meaning.result === 'ok') {
    const lists = meaning.stages.flatMap(({ files }) => files)
    const missing = await missingSources(lists, question.folder, program.name)
    if (missing.length > 0) against('filesMissing', { names: missing.join(', ') })
    const scripts = meaning.stages.flatMap((stage) =>
      (['pre', 'setup'] as const).filter((section) => stage.scripts.has(section)),
    )
    const isProot =
      !user.isRoot && program.name === 'singularity' && !needsFakeroot({ program, user, isDefinition: true })
    if (isProot && scripts.length > 0) {
      against('setupNeedsRoot', { sections: [...new Set(scripts)].map((section) => `%${section}`).join(', ') })
    }
  }
  if (architecture !== own) against('otherArchitecture', { wanted: architecture, own })
  const isPossible = points.length === 0
  if (isPossible) points.push({ code: 'everything', params: {}, isGood: true })
  points.push({ code: user.isRoot ? 'runsAsRoot' : 'ownersYours', params: {}, isGood: true })
  return { ...none, isPossible, command }
}
