/** Options that several commands read in the same way. */
import { resolve } from 'node:path'
import { failure } from '../../src-shared/text/errors/index.ts'
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

/** A positional as an absolute path. */
export function pathAt(input: CommandInput, index: number): string {
  return resolve(input.positionals[index] ?? '')
}
