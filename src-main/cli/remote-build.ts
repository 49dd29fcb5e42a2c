/**
 * Building at a remote service from the terminal: what would be sent is shown and agreed to, each architecture is a
 * build of its own, and Ctrl-C cancels at the service.
 */
import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { CallInput } from '../../src-shared/contract/index.ts'
import type { BuildResult, BuildUpload } from '../../src-shared/model/build.ts'
import { buildText } from '../../src-shared/text/build.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import type { Engine } from '../engine/engine.ts'
import { type CommandInput, flagOption, textOption } from './command.ts'
import { printBuildLog } from './print-build-log.ts'
import { runCall, runJob } from './run-call.ts'

type StartInput = CallInput<'build.start'>

/** Whether the options of a command ask for a remote builder. */
export function wantsRemote(input: CommandInput): boolean {
  return flagOption(input, 'remote') || textOption(input, 'remote-name') !== undefined
}

/**
 * Builds for every architecture that was named.
 * @param params of one build; output and architecture are made of the positional and `--arch`
 * @throws AppFailure of the first build that failed, once all have ended; BUILD_UPLOAD_NOT_ACCEPTED
 */
export async function buildRemotely(input: CommandInput, params: Omit<StartInput, 'output'>): Promise<number> {
  const engine = await input.engine()
  const name = textOption(input, 'remote-name') ?? (await activeRemote(engine, input.signal))
  const builderId = `remote:${name}`
  const output = outputOf(input.positionals[0] ?? '')
  const agreed = await agreeToUpload(input, engine, { builderId, name, params, output })
  const wanted = (textOption(input, 'arch') ?? '').split(',').filter((architecture) => architecture !== '')
  const architectures = wanted.length === 0 ? [undefined] : [...new Set(wanted)]
  const ended = await Promise.allSettled(
    architectures.map((architecture) =>
      one(input, engine, {
        label: architectures.length > 1 ? `[${architecture}] ` : '',
        params: {
          ...params,
          builderId,
          output: architectures.length > 1 ? outputFor(output, architecture ?? '') : output,
          detached: flagOption(input, 'detached'),
          ...(architecture === undefined ? {} : { architecture }),
          ...agreed,
        },
      }),
    ),
  )
  const failed = ended.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return 0
}

export interface UploadQuestion {
  readonly builderId: string
  /** How messages name who gets the files. */
  readonly name: string
  readonly params: Omit<StartInput, 'output'>
  readonly output: string
}

/**
 * Shows what would leave this computer, and has it agreed to.
 * @returns the part of `build.start` that says so; nothing where nothing leaves
 * @throws AppFailure BUILD_UPLOAD_NOT_ACCEPTED
 */
export async function agreeToUpload(
  input: CommandInput,
  engine: Engine,
  { builderId, name, params, output }: UploadQuestion,
): Promise<Pick<StartInput, 'acceptUpload'>> {
  const upload = await weigh(engine, builderId, params, output, input.signal)
  if (upload === null) return {}
  await agree(input, name, upload)
  return { acceptUpload: { sizeBytes: upload.sizeBytes, fileCount: upload.fileCount } }
}

/** Comes back to a build that was left to a remote builder. */
export async function comeBackTo(input: CommandInput, id: string): Promise<number> {
  const engine = await input.engine()
  const { logLines } = await runCall(engine, 'build.get', { id }, input.signal)
  await follow(input, engine, { label: '', from: logLines + 1 }, async () => {
    const { jobId } = await runCall(engine, 'build.attach', { id }, input.signal)
    return { jobId, buildId: id }
  })
  return 0
}

async function activeRemote(engine: Engine, signal: AbortSignal): Promise<string> {
  const remotes = await runCall(engine, 'remotes.list', {}, signal)
  const active = remotes.find((remote) => remote.active)
  if (active === undefined) throw failure('REMOTE_NONE')
  return active.name
}

function outputOf(typed: string): string {
  return typed.startsWith('library://') ? typed : resolve(typed)
}

/** `out.sif` is `out-arm64.sif` for one of several architectures; a reference holds all of them. */
function outputFor(output: string, architecture: string): string {
  if (output.startsWith('library://')) return output
  return output.endsWith('.sif') ? `${output.slice(0, -4)}-${architecture}.sif` : `${output}-${architecture}`
}

/** @returns what would leave this computer */
async function weigh(
  engine: Engine,
  builderId: string,
  { from, arguments: values = {} }: Omit<StartInput, 'output'>,
  output: string,
  signal: AbortSignal,
): Promise<BuildUpload | null> {
  if (from.kind !== 'definition') return null
  const { text, folder } = from
  const fits = await runCall(engine, 'build.weigh', { text, folder, arguments: values, output }, signal)
  // What speaks against it is said by the build itself, with more words.
  return fits.find((fit) => fit.builderId === builderId)?.upload ?? null
}

/**
 * Without a terminal nobody can be asked: then only what lies below the folder that the command runs in goes along
 * unasked, as who typed the command can know.
 */
async function agree(input: CommandInput, remote: string, upload: BuildUpload): Promise<void> {
  const { files, fileCount, sizeBytes } = upload
  const { output } = input
  output.note(buildText.wouldLeave(remote, fileCount, sizeBytes))
  for (const { path, sizeBytes: bytes, leadsTo } of files) {
    output.note(buildText.fileThatLeaves(path, bytes, leadsTo ?? null))
  }
  if (fileCount > files.length) output.note(buildText.moreThatLeave(fileCount - files.length))
  if (flagOption(input, 'accept-upload')) return
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true && !output.json
  const isAgreed = isTerminal ? await ask(input.signal) : fileCount <= files.length && files.every(isBelowHere)
  if (!isAgreed) {
    const hint = isTerminal ? {} : { hint: buildText.acceptHint }
    throw failure('BUILD_UPLOAD_NOT_ACCEPTED', { fileCount, sizeBytes }, hint)
  }
}

function isBelowHere({ path, leadsTo }: BuildUpload['files'][number]): boolean {
  const way = leadsTo === undefined ? relative(process.cwd(), path) : relative(realpathSync('.'), leadsTo)
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}

async function ask(signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(?:es)?$/i.test((await lines.question(buildText.sendThem, { signal })).trim())
  } catch {
    throw failure('CANCELLED')
  } finally {
    lines.close()
  }
}

async function one(
  input: CommandInput,
  engine: Engine,
  { label, params }: { readonly label: string; readonly params: StartInput },
): Promise<void> {
  await follow(input, engine, { label, from: 1 }, () => runCall(engine, 'build.start', params, input.signal))
}

/** Shows a build to its end. */
async function follow(
  input: CommandInput,
  engine: Engine,
  { label, from }: { readonly label: string; readonly from: number },
  start: () => Promise<{ readonly jobId: string; readonly buildId: string }>,
): Promise<void> {
  const { output } = input
  let end: () => Promise<void> = async () => undefined
  let id = ''
  try {
    const job = await runJob(input, engine, async () => {
      const started = await start()
      id = started.buildId
      end = printBuildLog(engine, output, { id, from, label }).end
      return started
    })
    await end()
    if (isLeft(job.result)) {
      const { reference } = job.result
      output.event({ type: 'result', detached: true, buildId: id, reference })
      output.line(buildText.leftThere(reference, id))
      return
    }
    const result = job.result as BuildResult
    output.event({ type: 'result', buildId: id, ...result })
    for (const warning of result.warnings) output.note(buildText.warning(warning))
    output.line(buildText.built(result.path))
  } catch (error) {
    await end()
    if (id !== '') await tellIfLeft(engine, output, id)
    throw error
  }
}

/** What cannot be heard of any more may be going on all the same. */
async function tellIfLeft(engine: Engine, output: CommandInput['output'], id: string): Promise<void> {
  const { state } = await runCall(engine, 'build.get', { id }, new AbortController().signal)
  if (state === 'detached') output.note(buildText.goesOn(id))
}

function isLeft(result: unknown): result is { readonly reference: string } {
  return typeof result === 'object' && result !== null && 'reference' in result && !('path' in result)
}
