import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { likes, owners } from '../../../src-shared/contract/build.ts'
import type { BuildResult } from '../../../src-shared/model/build.ts'
import { buildText } from '../../../src-shared/text/build.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { isFileSystem } from '../../engine/files/partition.ts'
import { readBuildArguments } from '../build-arguments.ts'
import { type Command, flagOption, listOption, textOption } from '../command.ts'
import { readDefinitionFile } from '../definition-file.ts'
import { choiceOption, pathAt } from '../options.ts'
import { printLog, programBuilder } from '../program-build.ts'
import { agreeToUpload, buildRemotely, comeBackTo, wantsRemote } from '../remote-build.ts'
import { runCall, runJob } from '../run-call.ts'

const { options: about } = buildText

/** Makes a SIF of an OCI image or a definition: here, or at a remote builder. */
export const build: Command = {
  usage: 'build <output> <definition or reference>',
  about:
    'make a SIF of an OCI image or a definition: here if that runs no program, with an installed one, or at a remote builder',
  options: {
    arch: { type: 'string', value: 'NAME', about: about.arch },
    section: { type: 'string', multiple: true, value: 'NAMES', about: about.section },
    'build-arg': { type: 'string', multiple: true, value: 'NAME=VALUE', about: about.argument },
    'build-arg-file': { type: 'string', value: 'FILE', about: about.argumentFile },
    force: { type: 'boolean', about: about.force },
    owners: { type: 'string', value: 'WHO', about: about.owners },
    oci: { type: 'boolean', about: about.oci },
    like: { type: 'string', value: 'PROGRAM', about: about.like },
    'base-remote': { type: 'string', value: 'NAME', about: about.remote },
    insecure: { type: 'boolean', about: about.insecure },
    with: { type: 'string', value: 'PROGRAM', about: about.with },
    remote: { type: 'boolean', about: about.remoteBuilder },
    'remote-name': { type: 'string', value: 'NAME', about: about.remoteName },
    detached: { type: 'boolean', about: about.detached },
    attach: { type: 'string', value: 'BUILD', about: about.attach },
    'accept-upload': { type: 'boolean', about: about.acceptUpload },
  },
  positionals: { min: 0, max: 2 },
  async run(input) {
    const left = textOption(input, 'attach')
    if (input.positionals.length !== (left === undefined ? 2 : 0)) {
      throw failure('USAGE', { problem: `Usage: sif-desktop ${build.usage}`, command: 'build' })
    }
    if (left !== undefined) return comeBackTo(input, left)
    const source = input.positionals[1] ?? ''
    const architecture = textOption(input, 'arch')
    const whose = choiceOption(input, 'owners', owners, 'build')
    const like = choiceOption(input, 'like', likes, 'build')
    const remote = textOption(input, 'base-remote')
    const sections = listOption(input, 'section').flatMap((names) => names.split(','))
    const isBase = isReference(source) || (await isImage(source))
    const from = isBase
      ? { kind: 'reference' as const, reference: isReference(source) ? source : resolve(source) }
      : {
          kind: 'definition' as const,
          text: await definitionText(source, input.signal),
          name: source,
          folder: process.cwd(),
        }
    const given = (await readBuildArguments(input))(like ?? 'singularity')
    if (given.kind === 'problem') throw failure('BUILD_ARGUMENT', { argument: given.typed })
    for (const warning of given.warnings) input.output.note(buildText.warning(warning))
    const params = {
      from,
      force: flagOption(input, 'force'),
      insecure: flagOption(input, 'insecure'),
      arguments: Object.fromEntries(given.values),
      ...(sections.length === 0 ? {} : { sections }),
      ...(whose === undefined ? {} : { owners: whose }),
      ...(like === undefined ? {} : { like }),
      ...(flagOption(input, 'oci') ? { format: 'oci-sif' as const } : {}),
      ...(remote === undefined ? {} : { remote }),
    }
    if (wantsRemote(input)) return buildRemotely(input, params)
    const engine = await input.engine()
    const chosen = textOption(input, 'with')
    const output = pathAt(input, 0)
    const builderId = chosen === undefined ? null : await programBuilder(input, engine, chosen)
    const start = {
      ...params,
      output,
      ...(architecture === undefined ? {} : { architecture }),
      ...(builderId === null ? {} : { builderId }),
      ...(builderId?.startsWith('ssh:')
        ? await agreeToUpload(input, engine, { builderId, name: chosen ?? '', params, output })
        : {}),
    }
    let buildId: string | null = null
    const endLog = chosen === undefined ? null : printLog(input, engine, () => buildId)
    const begin = async () => {
      const begun = await runCall(engine, 'build.start', start, input.signal)
      buildId = begun.buildId
      return begun
    }
    const job = await runJob(input, engine, begin).finally(() => endLog?.())
    const result = job.result as BuildResult
    input.output.event({ type: 'result', ...result })
    for (const warning of result.warnings) input.output.note(buildText.warning(warning))
    input.output.line(buildText.built(result.path))
    return 0
  },
}

/** A scheme before a colon makes a reference; everything else is the path of a definition. */
function isReference(text: string): boolean {
  return /^(?:docker|oras|library|shub|https?):\/\/|^(?:docker-daemon|docker-archive|oci|oci-archive):/i.test(text)
}

/** Whether a path is that of a folder or of a file that begins like an image. */
async function isImage(path: string): Promise<boolean> {
  // Nothing is not the folder one is in.
  if (path === '') return false
  const found = await stat(resolve(path)).catch(() => null)
  if (found?.isDirectory()) return true
  // What comes through a pipe can be read once only.
  if (!found?.isFile()) return false
  const handle = await open(resolve(path), 'r')
  try {
    if (await isFileSystem(handle)) return true
    const { buffer } = await handle.read(Buffer.alloc(42), 0, 42, 0)
    return buffer.toString('latin1', 32, 41) === 'SIF_MAGIC'
  } finally {
    await handle.close()
  }
}

/** @throws AppFailure BUILD_NOT_A_DEFINITION for what is no text; as {@link readDefinitionFile} */
async function definitionText(path: string, signal: AbortSignal): Promise<string> {
  if (path === '') throw failure('BUILD_NOT_A_DEFINITION', { path: '""' })
  const { text } = await readDefinitionFile(resolve(path), signal)
  if (text.slice(0, 4096).includes('\0')) throw failure('BUILD_NOT_A_DEFINITION', { path })
  return text
}
