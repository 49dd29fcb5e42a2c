/** Options that several commands read in the same way. */
import { resolve } from 'node:path'
import { readFingerprint } from '../../src-shared/model/fingerprint-paste.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import { printable } from '../../src-shared/text/printable.ts'
import { type CommandInput, textOption } from './command.ts'

/** @returns 0 (any free port) when it was not given. @throws AppFailure USAGE */
export function portOption(input: CommandInput, command: string): number {
  const text = textOption(input, 'port')
  return text === undefined ? 0 : wholeNumber(text, '--port', 0, 65_535, command)
}

/** @throws AppFailure USAGE when the text is no whole number in the range */
export function wholeNumber(text: string, what: string, least: number, most: number, command: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw failure('USAGE', { problem: `${what} takes a whole number from ${least} to ${most}`, command })
}

/** @returns undefined when it was not given. @throws AppFailure USAGE for any other word */
export function choiceOption<Choice extends string>(
  input: CommandInput,
  name: string,
  choices: readonly Choice[],
  command: string,
): Choice | undefined {
  const text = textOption(input, name)
  if (text === undefined) return undefined
  const choice = choices.find((known) => known === text)
  if (choice === undefined) throw failure('USAGE', { problem: `--${name} is one of ${choices.join(', ')}`, command })
  return choice
}

/** A positional as an absolute path. */
export function pathAt(input: CommandInput, index: number): string {
  return resolve(input.positionals[index] ?? '')
}

/** The first positional as a full fingerprint. @throws AppFailure USAGE */
export function fingerprintAt(input: CommandInput, command: string): string {
  return fingerprintText(input.positionals[0] ?? '', command)
}

/** A full fingerprint in any of the forms people write. @throws AppFailure USAGE */
export function fingerprintText(text: string, command: string): string {
  const read = readFingerprint(text)
  if (read.kind === 'fingerprint') return read.fingerprint
  throw failure('USAGE', { problem: `${printable(text)} is not a full fingerprint (40 or 64 hex digits)`, command })
}
