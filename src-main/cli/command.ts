/** What a command of the terminal face is. One file per command; each is loaded only when it is run. */
import type { ParseArgsConfig } from 'node:util'
import type { Engine } from '../engine/engine.ts'
import type { Log } from '../engine/platform/log.ts'
import type { EnginePaths } from '../engine/platform/paths.ts'
import type { Output } from './output.ts'

/** An option, as `parseArgs` takes it, and what the help says about it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  readonly short?: string
  /** What stands for the value in the help, like `FILE`. */
  readonly value?: string
  readonly about: string
}

export interface CommandInput {
  /** What follows the command's own name. */
  readonly positionals: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>
  readonly output: Output
  readonly paths: EnginePaths
  readonly log: Log
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal
  /** Makes the engine on first use; closed when the command ends. */
  engine(options?: {
    readonly face?: 'terminal' | 'browser' | 'stdio'
    readonly resumeJobs?: boolean
    readonly demo?: boolean
  }): Promise<Engine>
}

export interface Command {
  /** Like `verify <file>…`. */
  readonly usage: string
  readonly about: string
  readonly options: Readonly<Record<string, OptionSpec>>
  /** How many positionals it takes. */
  readonly positionals: { readonly min: number; readonly max: number }
  /** @returns the exit code. @throws AppFailure, printed by the caller */
  run(input: CommandInput): Promise<number>
}

/** A command with commands of its own below it, like `key`. */
export type CommandGroup = Readonly<Record<string, Command>>

/** Options that every command takes. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  json: { type: 'boolean', about: 'print one JSON document (long commands: JSON lines)' },
  quiet: { type: 'boolean', about: 'print results and errors only' },
  verbose: { type: 'boolean', about: 'print what is being done' },
  help: { type: 'boolean', short: 'h', about: 'print this help' },
}

/** The option's text, or undefined when it was not given. */
export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name]
  return typeof value === 'string' ? value : undefined
}

export function flagOption(input: CommandInput, name: string): boolean {
  return input.options[name] === true
}

export function listOption(input: CommandInput, name: string): readonly string[] {
  const value = input.options[name]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** What `parseArgs` needs of a command's options. */
export function parseConfig(options: Readonly<Record<string, OptionSpec>>): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple, short }]) => [
      name,
      { type, ...(multiple ? { multiple } : {}), ...(short === undefined ? {} : { short }) },
    ]),
  )
}
