/** The command `def lint`: problems of a definition file, and safe corrections written in its place. */
import { existsSync } from 'node:fs'
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fixDefinition, type LintOptions, lintDefinition } from '../../../src-shared/definition/lint/lint.ts'
import type { DefinitionProblem } from '../../../src-shared/definition/lint/problem.ts'
import { definitionText } from '../../../src-shared/text/definition.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, type CommandInput, flagOption, listOption } from '../command.ts'
import { readDefinitionFile } from '../definition-file.ts'
import { pathAt } from '../options.ts'

const exitFailed = 1

/** Problems of a definition file with their places; safe corrections when asked. */
export const defLint: Command = {
  usage: 'def lint <file>',
  about: 'problems of a definition file, with line and column',
  options: {
    fix: { type: 'boolean', about: 'correct what can be corrected without changing what the file means' },
    'build-arg': {
      type: 'string',
      multiple: true,
      value: 'NAME=VALUE',
      about: 'a value that will be given for {{ NAME }}',
    },
  },
  positionals: { min: 1, max: 1 },
  async run(input: CommandInput) {
    const { output } = input
    const path = pathAt(input, 0)
    const name = input.positionals[0] ?? ''
    const options = lintOptions(input, path)
    const { text, isUtf8 } = await readDefinitionFile(path, input.signal)
    let current = text
    let fixed = 0
    if (flagOption(input, 'fix')) {
      const result = fixDefinition(text, options)
      if (result.count > 0) {
        if (!isUtf8) throw failure('DEFINITION_NOT_UTF8', { path })
        await replaceFile(path, result.text)
        current = result.text
        fixed = result.count
      }
      output.note(fixed > 0 ? definitionText.fixed(fixed, name) : definitionText.nothingToFix(name))
    }
    const problems = lintDefinition(current, options)
    const counts = countOf(problems)
    output.document({ file: path, problems: problems.map(asData), counts, fixed })
    for (const problem of problems) output.line(lineOf(name, problem))
    tellCounts(input, name, problems, counts)
    return counts.errors > 0 ? exitFailed : 0
  },
}

/** Sources are looked for beside the file and where the command was started, as builds are started in either. */
function lintOptions(input: CommandInput, path: string): LintOptions {
  const folders = [dirname(path), process.cwd()]
  return {
    fileExists: (source) => folders.some((folder) => existsSync(resolve(folder, source))),
    givenArguments: new Set(listOption(input, 'build-arg').map((text) => text.split('=')[0]?.trim() ?? '')),
  }
}

interface Counts {
  readonly errors: number
  readonly warnings: number
  readonly hints: number
}

function countOf(problems: readonly DefinitionProblem[]): Counts {
  const count = (severity: DefinitionProblem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length
  return { errors: count('error'), warnings: count('warning'), hints: count('hint') }
}

function asData({ code, severity, line, column, length, message, fix }: DefinitionProblem) {
  return { code, severity, line, column, length, message, fix }
}

function lineOf(file: string, { line, column, severity, message, code }: DefinitionProblem): string {
  return `${printable(file)}:${line}:${column}: ${severity}: ${printable(message)} [${code}]`
}

function tellCounts(
  { output }: CommandInput,
  name: string,
  problems: readonly DefinitionProblem[],
  { errors, warnings, hints }: Counts,
): void {
  if (problems.length === 0) {
    output.note(definitionText.noProblems(name))
    return
  }
  const fixable = problems.filter(({ fix }) => fix?.isSafe === true).length
  output.note(definitionText.counts(errors, warnings, hints))
  if (fixable > 0) output.note(definitionText.fixable(fixable))
}

/** Writes beside the file and puts it in its place, so that it is always whole; its mode stays. */
async function replaceFile(path: string, text: string): Promise<void> {
  // A link stays a link; what it points to is replaced.
  const target = await realpath(path)
  const { mode } = await stat(target)
  const temporary = `${target}.${process.pid}.new`
  try {
    await writeFile(temporary, text, { flag: 'wx', flush: true })
    await chmod(temporary, mode & 0o7777)
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
