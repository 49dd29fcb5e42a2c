/**
 * Builds with a program on another computer, over ssh: sends the definition and the files that were agreed to, runs
 * the command there, brings the image, and removes there what it made, however it ends.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { BuildProgram } from '../../../../src-shared/model/build.ts'
import { buildersText } from '../../../../src-shared/text/builders.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { discard, temporaryName } from '../../sif/replace-file.ts'
import type { BuildRequest, MadeImage } from '../builders/builder-kind.ts'
import { failureOf, lookAtMade, plannedSteps, stagesOf } from '../programs/build-with-program.ts'
import { composeCommand } from '../programs/compose-command.ts'
import { type ProgramEnd, runProgram } from '../programs/run-program.ts'
import type { BuildLogWriter } from '../records/live-build.ts'
import { createProgramOutput } from '../records/program-output.ts'
import { archive } from '../remote/context-archive.ts'
import { type ContextEntry, type ContextPlan, planContext, remotePath } from '../remote/context-plan.ts'
import { prepareBuild } from '../remote/prepare.ts'
import { checkAccepted } from '../remote/remote-run.ts'
import { fetchFile } from './fetch-file.ts'
import type { HostAnswer } from './find-hosts.ts'
import { buildScript, programEndedWith255, removeScript, takeScript } from './remote-shell.ts'
import { runScript, sshCommand, sshFailure } from './run-ssh.ts'

/** The other side gives the program eight seconds. */
const endsWithInputMs = 15_000
const removeWithinMs = 20_000

/**
 * What has to go along for a list of sources. On another computer only paths from the folder of the definition mean
 * the same as here.
 * @throws AppFailure BUILD_SSH_PLACE, and as {@link planContext}
 */
export async function planSources(
  sources: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<ContextPlan | null> {
  const odd = sources.find((source) => /^[/~\\]|^[A-Za-z]:|[$`]/.test(source))
  if (odd !== undefined) throw failure('BUILD_SSH_PLACE', { source: odd })
  return sources.length === 0 ? null : planContext(sources, folder, signal)
}

/** @throws AppFailure with why it failed; then no file is left, neither here nor there */
export async function buildOverSsh(
  { host, program, answer }: { readonly host: string; readonly program: BuildProgram; readonly answer: HostAnswer },
  { params, target, warn }: Pick<BuildRequest, 'params' | 'target' | 'warn'>,
  log: BuildLogWriter,
  handle: JobHandle,
): Promise<MadeImage> {
  const { from } = params
  const { signal } = handle
  const own = answer.architecture
  const wanted = params.architecture ?? own
  if (wanted !== own) throw failure('BUILD_PROGRAM_ARCHITECTURE', { program: program.name, own, wanted })
  const isDefinition = from.kind === 'definition'
  const prepared = prepareBuild({ ...params, sections: ['all'], like: 'singularity' }, warn)
  const plan = await planSources(prepared.sources, prepared.folder, signal)
  checkAccepted(plan, { params })
  log.plan([
    { key: 'upload' },
    ...(isDefinition ? plannedSteps(from.text, program, params.arguments) : [{ key: 'base' as const }]),
    { key: 'download' },
  ])
  const name = `sif-desktop-build-${randomBytes(16).toString('hex')}`
  const made = temporaryName(target)
  const work = await mkdtemp(join(tmpdir(), 'sif-desktop-build-'))
  try {
    log.step('upload', { detail: buildersText.filesSent(plan?.fileCount ?? 0, plan?.sizeBytes ?? 0) })
    handle.phase('uploading')
    const definition = join(work, 'image.def')
    await writeFile(definition, isDefinition ? from.text : '')
    const folder = await send(host, name, await entriesOf(definition, plan), signal)
    const output = `${folder}/image.sif`
    const source = isDefinition ? `${folder}/image.def` : from.reference.trim()
    const { force, sections, arguments: values } = params
    const command = composeCommand({
      ...{ program, user: answer.user, isDefinition, output, source, force, sections, arguments: values },
    })
    log.line('info', `${host}: ${command.join(' ')}`)
    handle.phase('buildingWithProgram')
    const workingFolder = isDefinition ? `${folder}/files${remotePath(prepared.folder)}` : folder
    const said = createProgramOutput(log, isDefinition ? stagesOf(from.text, program, values) : [])
    const end = await runProgram({
      command: sshCommand(host, buildScript({ name, folder, workingFolder, command })),
      folder: work,
      environment: process.env,
      signal,
      endsWithInputMs,
      onLine: (line) => said.line(line),
      ready: () => log.ready(),
    })
    if (signal.aborted) throw failure('CANCELLED')
    if (end.code === 255) {
      const { params: why } = sshFailure(host, 255, said.lastLines().join('\n'))
      throw failure('BUILD_SSH_LOST', { host, reason: why.reason ?? 'ssh ended' })
    }
    if (end.code !== 0) throw new AppFailure(failureOf(program, endThere(end), said, target))
    log.step('download', { detail: host })
    await fetchFile(host, output, made, handle)
    log.step('check')
    return await lookAtMade(made, program, signal)
  } catch (error) {
    await discard(made)
    throw error
  } finally {
    const late = AbortSignal.timeout(removeWithinMs)
    await runScript({ host, script: removeScript(name), signal: late }).catch((error: unknown) => {
      log.line('warning', buildersText.leftOver(host, name, error instanceof Error ? error.message : ''))
    })
    await rm(work, { recursive: true, force: true })
  }
}

async function entriesOf(definition: string, plan: ContextPlan | null): Promise<readonly ContextEntry[]> {
  const { size: sizeBytes } = await stat(definition)
  const first = { name: 'image.def', kind: 'file', path: definition, sizeBytes, mode: 0o600, leadsTo: null } as const
  const files = { name: 'files', kind: 'dir', path: '', sizeBytes: 0, mode: 0o700, leadsTo: null } as const
  return [first, files, ...(plan?.entries ?? []).map((entry) => ({ ...entry, name: `files/${entry.name}` }))]
}

/** @returns the folder as the other computer knows it */
async function send(
  host: string,
  name: string,
  entries: readonly ContextEntry[],
  signal: AbortSignal,
): Promise<string> {
  const input = Readable.from(archive(entries, () => undefined))
  const said = await runScript({ host, script: takeScript(name), signal, input })
  const folder = /^folder=(\/.*)$/m.exec(said)?.[1] ?? ''
  if (!folder.endsWith(`/${name}`)) throw failure('BUILD_SSH_REFUSED', { host, reason: 'no folder was made' })
  return folder
}

/** How the program ended there, from how its shell told. */
function endThere({ code, signal }: ProgramEnd): ProgramEnd {
  if (code === programEndedWith255) return { code: 255, signal: null }
  const killedBy = Object.entries(constants.signals).find(([, number]) => code === 128 + number)
  return killedBy === undefined ? { code, signal } : { code: null, signal: killedBy[0] as NodeJS.Signals }
}
