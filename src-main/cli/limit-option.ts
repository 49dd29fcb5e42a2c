/** The option `--limit` of commands that transfer: how much of the line they may take. */
import { readRate } from '../../src-shared/model/rate.ts'
import { cliText } from '../../src-shared/text/cli.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import type { Engine } from '../engine/engine.ts'
import { type CommandInput, type OptionSpec, textOption } from './command.ts'
import { runCall } from './run-call.ts'

export const limitOption: OptionSpec = { type: 'string', value: 'RATE', about: cliText.limitOption }

/** @returns bytes a second, 0 for no limit; undefined when it was not given. @throws AppFailure USAGE */
export function limitGiven(input: CommandInput, command: string): number | undefined {
  const text = textOption(input, 'limit')
  if (text === undefined) return undefined
  const rate = readRate(text)
  if (rate === null) throw failure('USAGE', { problem: cliText.limitForms, command })
  return rate
}

/** Holds for what this command transfers; the settings stay as they are. */
export async function applyLimit(input: CommandInput, engine: Engine, limit: number | undefined): Promise<void> {
  if (limit !== undefined) await runCall(engine, 'transfers.limit', { bytesPerSecond: limit }, input.signal)
}
