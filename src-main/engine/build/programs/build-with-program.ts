/**
 * Builds with an installed apptainer or singularity: into a temporary name beside the target, with a folder of its
 * own for what it needs meanwhile, and its refusals told as errors with a code. The file gets no name here.
 */
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { interpretDefinition } from '../../../../src-shared/definition/interpret.ts'
import type { BuildProgram } from '../../../../src-shared/model/build.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { parseReference } from '../../../../src-shared/reference/index.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { machineArchitecture } from '../../platform/architecture.ts'
import { hashFile } from '../../platform/hashing/index.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { withSif } from '../../sif/read.ts'
import { discard, temporaryName } from '../../sif/replace-file.ts'
import type { BuildRequest, MadeImage } from '../builders/builder-kind.ts'
import type { BuildLogWriter } from '../records/live-build.ts'
import { createProgramOutput, type ProgramOutput } from '../records/program-output.ts'
import { readBuildUser } from './build-user.ts'
import { composeCommand } from './compose-command.ts'
import { type ProgramEnd, runProgram } from './run-program.ts'

/**
 * @throws AppFailure BUILD_PROGRAM_ARCHITECTURE, BUILD_PROGRAM_OPTION, those of {@link failureOf}, BUILD_PROGRAM_NOTHING,
 *   those of a SIF that cannot be read; then there is no file
 */
export async function buildWithProgram(
  program: BuildProgram,
  { params, target }: Pick<BuildRequest, 'params' | 'target'>,
  log: BuildLogWriter,
  handle: JobHandle,
): Promise<MadeImage> {
  const own = machineArchitecture()
  const wanted = params.architecture ?? own
  if (wanted !== own) throw failure('BUILD_PROGRAM_ARCHITECTURE', { program: program.name, own, wanted })
  const option = (params.format !== 'sif' && '--oci') || (params.owners !== undefined && '--owners')
  if (option) throw failure('BUILD_PROGRAM_OPTION', { option })
  const { from } = params
  const isDefinition = from.kind === 'definition'
  const work = await mkdtemp(join(tmpdir(), 'sif-desktop-build-'))
  const made = temporaryName(target)
  try {
    const temporary = join(work, 'tmp')
    await mkdir(temporary)
    const source = isDefinition ? join(work, basename(from.name) || 'image.def') : sourceOf(from.reference)
    if (isDefinition) await writeFile(source, from.text)
    const command = composeCommand({
      ...{ program, user: await readBuildUser(), isDefinition, output: made, source },
      ...{ force: params.force, sections: params.sections, arguments: params.arguments },
    })
    log.plan(isDefinition ? plannedSteps(from.text, program, params.arguments) : [{ key: 'base' }, { key: 'pack' }])
    log.line('info', command.join(' '))
    handle.phase('buildingWithProgram')
    const output = createProgramOutput(log, isDefinition ? stagesOf(from.text, program, params.arguments) : [])
    const [first = '', ...rest] = command
    const end = await runProgram({
      command: [first, ...rest],
      folder: isDefinition ? from.folder : dirname(target),
      environment: { ...process.env, APPTAINER_TMPDIR: temporary, SINGULARITY_TMPDIR: temporary },
      signal: handle.signal,
      onLine: (line) => output.line(line),
      ready: () => log.ready(),
    })
    if (handle.signal.aborted) throw failure('CANCELLED')
    if (end.code !== 0) throw new AppFailure(failureOf(program, end, output, target))
    log.step('check')
    return await lookAtMade(made, program, handle.signal)
  } catch (error) {
    await discard(made)
    throw error
  } finally {
    // What it unpacked may have folders that nobody may enter.
    await rm(work, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** A file is named by its whole path, so that nothing in its name is an option. */
function sourceOf(typed: string): string {
  const parsed = parseReference(typed)
  return parsed.ok && parsed.value.transport === 'file' ? resolve(typed.trim()) : typed.trim()
}

/** What was made, once it is on the disk. */
export async function lookAtMade(path: string, program: BuildProgram, signal: AbortSignal): Promise<MadeImage> {
  const file = await open(path, 'r+').catch(() => null)
  if (file === null) throw failure('BUILD_PROGRAM_NOTHING', { program: program.name })
  const sizeBytes = await (async () => {
    try {
      await file.sync()
      return (await file.stat()).size
    } finally {
      await file.close()
    }
  })()
  const architecture = await withSif(path, async ({ structure }) => structure.header.architecture)
  const { hex } = await hashFile(path, 'sha256', { signal })
  return { path, sizeBytes, architecture: architecture ?? machineArchitecture(), digest: `sha256:${hex}` }
}

/** The names of the stages, in their order. */
export function stagesOf(text: string, program: BuildProgram, given: Readonly<Record<string, string>>) {
  const meaning = interpretDefinition(text, { program: program.name, buildArguments: new Map(Object.entries(given)) })
  return meaning.result === 'ok' ? meaning.stages.map(({ header }) => header?.get('stage') ?? null) : []
}

/** The steps that can be foreseen of a definition. */
export function plannedSteps(text: string, program: BuildProgram, given: Readonly<Record<string, string>>) {
  const meaning = interpretDefinition(text, { program: program.name, buildArguments: new Map(Object.entries(given)) })
  if (meaning.result !== 'ok') return []
  // Of several stages nobody knows which come again.
  const has = (section: 'post' | 'setup' | 'test'): boolean =>
    meaning.stages.length === 1 && meaning.stages[0]?.scripts.has(section) === true
  const hasFiles = meaning.stages.length === 1 && (meaning.stages[0]?.files.length ?? 0) > 0
  return [
    ...(meaning.stages.length === 1 ? [{ key: 'base' as const }, { key: 'unpack' as const }] : []),
    ...(has('setup') ? [{ key: 'setup' as const }] : []),
    ...(hasFiles ? [{ key: 'files' as const }] : []),
    ...(has('post') ? [{ key: 'post' as const }] : []),
    ...(has('test') ? [{ key: 'test' as const }] : []),
    ...[{ key: 'pack' as const }, { key: 'write' as const }],
  ]
}

const refusals: readonly (readonly [RegExp, 'BUILD_PROGRAM_FAKEROOT' | 'BUILD_PROGRAM_SUBUID'])[] = [
  [/subuid|subgid|no mapping entry|fakeroot mapping/i, 'BUILD_PROGRAM_SUBUID'],
  [/proot command are required|requires root or|suid installation|user namespace/i, 'BUILD_PROGRAM_FAKEROOT'],
]

/** Why it failed, from what it said and how it ended. */
export function failureOf(
  { name: program }: BuildProgram,
  { code, signal }: ProgramEnd,
  output: ProgramOutput,
  target: string,
): AppError {
  const said = output.reason()
  const detail = { detail: output.lastLines().join('\n') }
  const reason = said ?? `it ended with ${code ?? signal} and gave no reason`
  const command = output.failedCommand()
  const [, wanted, own] = /Requested architecture \((.+?)\) does not match host \((.+?)\)/.exec(reason) ?? []
  if (wanted !== undefined && own !== undefined) {
    return failure('BUILD_PROGRAM_ARCHITECTURE', { program, own, wanted }, detail).error
  }
  if (command !== null) return failure('BUILD_PROGRAM_COMMAND_FAILED', { command }, detail).error
  if (signal !== null) return failure('BUILD_PROGRAM_KILLED', { program, signal }, detail).error
  const refusal = refusals.find(([pattern]) => pattern.test(reason))
  if (refusal !== undefined) return failure(refusal[1], { program }, detail).error
  if (/No space left on device/i.test(detail.detail)) return failure('OUT_OF_SPACE', { path: target }, detail).error
  if (/already exists\. Use --force/.test(reason)) return failure('FILE_EXISTS', { path: target }, detail).error
  return failure('BUILD_PROGRAM_FAILED', { program, reason }, detail).error
}
