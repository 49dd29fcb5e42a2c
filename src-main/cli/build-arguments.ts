/** The arguments of a definition as a command is given them: those typed, over those of a file. It replaces nothing with them. */
import { resolve } from 'node:path'
import { readArgumentFile, readPair } from '../../src-shared/definition/arguments.ts'
import type { Program } from '../../src-shared/definition/meaning.ts'
import { readNamedText } from '../engine/platform/named-file.ts'
import { type CommandInput, listOption, textOption } from './command.ts'

const mostBytes = 16 * 1024 * 1024

export type GivenArguments =
  | {
      readonly kind: 'values'
      readonly values: ReadonlyMap<string, string>
      /** The words of the program about lines of the file that it skips. */
      readonly warnings: readonly string[]
    }
  /** What was typed is no argument; the message has the words of the program. */
  | { readonly kind: 'problem'; readonly typed: string; readonly message: string }

/**
 * Reads `--build-arg` and `--build-arg-file`.
 * @returns what each program takes of them: the two differ in empty values
 */
export async function readBuildArguments(input: CommandInput): Promise<(program: Program) => GivenArguments> {
  const path = textOption(input, 'build-arg-file')
  const content =
    path === undefined ? '' : await readNamedText(resolve(path), { mostBytes, allowsPipes: true, signal: input.signal })
  return (program) => {
    const file = content === '' ? { values: [], warnings: [] } : readArgumentFile(content, program)
    const values = new Map(file.values)
    for (const typed of listOption(input, 'build-arg')) {
      const pair = readPair(typed, program)
      if (pair.kind === 'problem') return { kind: 'problem', typed, message: pair.message }
      values.set(pair.name, pair.value + lineEndsAfter(typed))
    }
    return { kind: 'values', values, warnings: file.warnings }
  }
}

/** A value that was given with line ends behind it is taken with them; blanks around it count for nothing. */
function lineEndsAfter(text: string): string {
  return /[ \t]*(\r?\n)+$/.exec(text)?.[0] ?? ''
}
