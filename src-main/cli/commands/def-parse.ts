/** The command `def parse`: what a definition means to each command line. It builds nothing. */
import { isDeepStrictEqual } from 'node:util'
import { type Program, programs } from '../../../src-shared/definition/meaning.ts'
import { type Outcome, outcomeFor, outcomeOfPair, type StageData } from '../../../src-shared/definition/outcome.ts'
import { parseTree } from '../../../src-shared/definition/tree.ts'
import { definitionText } from '../../../src-shared/text/definition.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { readBuildArguments } from '../build-arguments.ts'
import type { Command, CommandInput } from '../command.ts'
import { readDefinitionFile } from '../definition-file.ts'
import { choiceOption, pathAt } from '../options.ts'

const exitFailed = 1

/** What a definition means after its arguments are put in, as each command line would have it. */
export const defParse: Command = {
  usage: 'def parse <file>',
  about: 'what a definition file means after its arguments are put in',
  options: {
    'build-arg': { type: 'string', multiple: true, value: 'NAME=VALUE', about: 'a value for {{ NAME }}' },
    'build-arg-file': { type: 'string', value: 'FILE', about: 'values, one NAME=VALUE per line' },
    program: {
      type: 'string',
      value: 'NAME',
      about: 'singularity (as without it) or apptainer: whose reading decides where they differ',
    },
  },
  positionals: { min: 1, max: 1 },
  async run(input: CommandInput) {
    const { output } = input
    const program = choiceOption(input, 'program', programs, 'def parse') ?? 'singularity'
    const { text } = await readDefinitionFile(pathAt(input, 0), input.signal)
    const tree = parseTree(text)
    const given = await readBuildArguments(input)
    const name = input.positionals[0] ?? ''
    const outcomeOf = (reader: Program): Outcome => {
      const pairs = given(reader)
      return pairs.kind === 'problem'
        ? outcomeOfPair(pairs.message)
        : outcomeFor(tree, { program: reader, buildArguments: pairs.values }, name)
    }
    const byProgram = { singularity: outcomeOf('singularity'), apptainer: outcomeOf('apptainer') }
    const chosen = byProgram[program]
    output.document({ file: pathAt(input, 0), ...chosen, byProgram })
    for (const line of linesOf(chosen)) output.line(line)
    if (!isDeepStrictEqual(byProgram.singularity, byProgram.apptainer)) {
      output.note(definitionText.programsDiffer(otherThan(program)))
    }
    return chosen.result === 'ok' ? 0 : exitFailed
  },
}

function otherThan(program: Program): Program {
  return program === 'singularity' ? 'apptainer' : 'singularity'
}

function* linesOf(outcome: Outcome): Generator<string> {
  if (outcome.result !== 'ok') {
    yield definitionText.cannotBeRead(printable(outcome.message))
    return
  }
  for (const [place, stage] of outcome.stages.entries()) yield* stageLines(stage, place)
  const { planError, unusedBuildArgs = [], warnings = [] } = outcome
  for (const warning of warnings) yield definitionText.warning(printable(warning))
  if (unusedBuildArgs.length > 0)
    yield definitionText.warning(definitionText.unusedArguments(unusedBuildArgs.map(printable)))
  if (planError !== undefined)
    yield definitionText.cannotBeBuilt(printable(planError.message ?? definitionText.nothingToBuild))
}

function* stageLines({ header, scripts, labels, files, apps }: StageData, place: number): Generator<string> {
  if (place > 0) yield ''
  yield definitionText.stageTitle(place + 1, printable(header?.stage ?? ''))
  for (const [keyword, value] of Object.entries(header ?? {})) yield `  ${keyword}: ${printable(value)}`
  for (const [name, value] of Object.entries(labels)) yield `  %labels ${printable(name)} ${printable(value)}`
  for (const { args, items } of files) {
    for (const { src, dst } of items)
      yield `  ${`%files ${printable(args)}`.trim()}: ${printable(src)} ${printable(dst)}`
  }
  for (const [name, { args, text }] of Object.entries(scripts)) {
    yield `  ${`%${name} ${printable(args)}`.trim()}: ${definitionText.lineCount(countLines(text))}`
  }
  for (const [name, text] of Object.entries(apps.sections)) {
    yield `  %${printable(name)}: ${definitionText.lineCount(countLines(text))}`
  }
}

function countLines(text: string): number {
  return text.split('\n').length - 1
}
