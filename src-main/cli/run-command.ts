/** Runs one command: reads its options, gives it what it needs, and closes what it opened. */
import { parseArgs } from 'node:util'
import { failure } from '../../src-shared/text/errors/index.ts'
import type { Engine } from '../engine/engine.ts'
import { createLog } from '../engine/platform/log.ts'
import { findPaths } from '../engine/platform/paths.ts'
import { createPlainPlatform } from '../engine/platform/plain-platform.ts'
import { type Command, type CommandInput, commonOptions, parseConfig } from './command.ts'
import type { Output } from './output.ts'

export interface FoundCommand {
  /** As it is typed, like `key import`. */
  readonly name: string
  readonly command: Command
  /** What follows the name. */
  readonly args: readonly string[]
}

/** @returns the exit code. @throws AppFailure USAGE, and whatever the command throws */
export async function runCommand(found: FoundCommand, output: Output, signal: AbortSignal): Promise<number> {
  const { name, command } = found
  const { values, positionals } = parse(found)
  const { min, max } = command.positionals
  if (positionals.length < min || positionals.length > max) {
    throw failure('USAGE', { problem: `Usage: sif-desktop ${command.usage}`, command: name })
  }

  let engine: Engine | null = null
  const paths = findPaths(process.env)
  const log = createLog((line) => process.stderr.write(`${line}\n`), values.verbose === true ? 'debug' : 'error')
  const input: CommandInput = {
    positionals,
    options: values,
    output,
    paths,
    log,
    signal,
    async engine({ face = 'terminal', resumeJobs = false, demo = false } = {}) {
      // Loaded on first use: inspecting a file needs neither database nor network nor OpenPGP.
      const { createEngine } = await import('../engine/engine.ts')
      engine ??= createEngine({ paths, platform: createPlainPlatform(face, paths), log, resumeJobs, demo })
      return engine
    },
  }
  try {
    return await command.run(input)
  } finally {
    await (engine as Engine | null)?.close()
  }
}

function parse({ name, command, args }: FoundCommand) {
  try {
    return parseArgs({
      args: [...args],
      options: parseConfig({ ...commonOptions, ...command.options }),
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error)
    throw failure('USAGE', { problem, command: name })
  }
}
