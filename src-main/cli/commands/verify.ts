import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Verdict, Verification } from '../../../src-shared/model/verification.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { verdictTable } from '../../../src-shared/text/verdicts/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { toAppError } from '../../engine/platform/failures.ts'
import { type Command, type CommandInput, flagOption, textOption } from '../command.ts'
import { wholeNumber } from '../options.ts'
import { runCall, runJob } from '../run-call.ts'
import { verificationLines } from '../verification-lines.ts'
import { verifyMany } from '../verify-many.ts'

const largestId = 4_294_967_295

/** Whether images were changed, and who signed them; the exit code is that of the worst verdict. */
export const verify: Command = {
  usage: 'verify <file or folder>…',
  about: 'whether images were changed since they were signed, and who signed them',
  options: {
    group: { type: 'string', value: 'N', about: 'only the objects of one group' },
    object: { type: 'string', value: 'N', about: 'only one object' },
    legacy: { type: 'boolean', about: 'only signatures in the form used before 2020, which cover data alone' },
    key: { type: 'string', value: 'PEM', about: 'check key signatures with this public key; cosign keys too' },
    certificate: { type: 'string', value: 'PEM', about: 'check key signatures with the key of this certificate' },
    'certificate-intermediates': { type: 'string', value: 'PEM', about: 'certificates between it and a root' },
    'certificate-roots': { type: 'string', value: 'PEM', about: 'roots to trust; those of the system by default' },
    report: {
      type: 'string',
      value: 'FILE',
      about: 'write a report: a page for printing, or JSON when it ends in .json',
    },
    offline: { type: 'boolean', about: 'do not ask keyservers for keys that are missing' },
  },
  positionals: { min: 1, max: 10_000 },
  async run(input) {
    const question = readQuestion(input)
    const paths = input.positionals.map((positional) => resolve(positional))
    const reportFile = textOption(input, 'report') ?? null
    const hasFolder = (await Promise.all(paths.map(isFolder))).includes(true)
    if (hasFolder || reportFile !== null) {
      if (!isAboutAll(question)) throw failure('USAGE', { problem: cliText.wholeImagesOnly, command: 'verify' })
      const { lookUpKeys } = question
      const many = await verifyMany(input, paths, { lookUpKeys, reportFile: reportFile && resolve(reportFile) })
      return worstExit(many.verdicts, many.failed > 0)
    }
    const engine = await input.engine()
    const answers: Answer[] = []
    for (const path of paths) answers.push(await answer(input, engine, path, question))
    print(input, answers)
    const verdicts = answers.flatMap((one) => ('verification' in one ? [one.verification.verdict] : []))
    return worstExit(verdicts, verdicts.length < answers.length)
  },
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** Whether nothing narrows the question or brings keys of its own; a report is about images as such. */
function isAboutAll(question: ReturnType<typeof readQuestion>): boolean {
  const { legacy, keyFiles } = question
  const isNarrow = 'groupId' in question || 'objectId' in question || 'certificate' in question
  return !legacy && keyFiles.length === 0 && !isNarrow
}

type Answer =
  | { readonly file: string; readonly verification: Verification }
  | { readonly file: string; readonly error: AppError }

function readQuestion(input: CommandInput) {
  const group = textOption(input, 'group')
  const object = textOption(input, 'object')
  const path = (name: string): string | undefined => {
    const text = textOption(input, name)
    return text === undefined ? undefined : resolve(text)
  }
  const certificate = path('certificate')
  const intermediates = path('certificate-intermediates')
  const roots = path('certificate-roots')
  if (certificate === undefined && (intermediates !== undefined || roots !== undefined))
    throw failure('USAGE', { problem: cliText.certificateNeeded, command: 'verify' })
  return {
    lookUpKeys: !flagOption(input, 'offline'),
    legacy: flagOption(input, 'legacy'),
    keyFiles: [path('key') ?? []].flat(),
    ...(certificate === undefined
      ? {}
      : {
          certificate: {
            path: certificate,
            ...(intermediates === undefined ? {} : { intermediates }),
            ...(roots === undefined ? {} : { roots }),
          },
        }),
    ...(group === undefined ? {} : { groupId: wholeNumber(group, '--group', 1, largestId, 'verify') }),
    ...(object === undefined ? {} : { objectId: wholeNumber(object, '--object', 1, largestId, 'verify') }),
  }
}

/** A file that cannot be verified at all is an answer too, where there are others; a wish to stop is not. */
async function answer(
  input: CommandInput,
  engine: Engine,
  file: string,
  question: ReturnType<typeof readQuestion>,
): Promise<Answer> {
  try {
    const params = { path: file, ...question }
    const start = () => runCall(engine, 'signatures.verify', params, input.signal)
    // The result is one document; progress would be others.
    const { result } = await runJob(input, engine, start, { quietEvents: true })
    return { file, verification: result as Verification }
  } catch (error) {
    const failed = toAppError(error)
    if (input.positionals.length === 1 || failed.kind === 'cancelled' || input.signal.aborted) throw error
    return { file, error: failed }
  }
}

function print({ output }: CommandInput, answers: readonly Answer[]): void {
  const isOnly = answers.length === 1
  const documents = answers.map((one) => {
    if ('verification' in one) return one.verification
    const { code, area, message, hint } = one.error
    return { file: one.file, error: { code, area, message, ...(hint === undefined ? {} : { hint }) } }
  })
  output.document(isOnly ? documents[0] : documents)
  for (const [index, one] of answers.entries()) {
    if (index > 0) output.line('')
    if (!isOnly) output.line(`${printable(one.file)}:`)
    if ('error' in one) output.line(printable(cliText.error(one.error.message)))
    else for (const line of verificationLines(one.verification)) output.line(line)
  }
}

/** Zero only when every file is in order; else the code of the worst verdict, and 1 when a file could only not be verified. */
function worstExit(verdicts: readonly Verdict[], someFailed: boolean): number {
  // The table is ordered from the worst down, and the verdicts that stand apart come last.
  for (const [verdict, { exitCode }] of Object.entries(verdictTable)) {
    if (exitCode !== 0 && verdicts.some((found) => found === verdict)) return exitCode
  }
  return someFailed ? 1 : 0
}
