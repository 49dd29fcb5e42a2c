/**
 * The terminal face: finds the command, reads its options, runs it, and turns whatever happens into
 * words and an exit code. Commands are loaded only when they are run, so that starting stays quick.
 */
import { parseArgs } from 'node:util'
import { AppFailure, failure } from '../../src-shared/text/errors/index.ts'
import type { Engine } from '../engine/engine.ts'
import { toAppError } from '../engine/platform/failures.ts'
import { createLog } from '../engine/platform/log.ts'
import { findPaths } from '../engine/platform/paths.ts'
import { createPlainPlatform } from '../engine/platform/plain-platform.ts'
import { version } from '../engine/platform/version.ts'
import { type Command, type CommandInput, commonOptions, parseConfig } from './command.ts'
import { commandTable, findCommand } from './commands/index.ts'
import { commandHelp, generalHelp } from './help.ts'
import { createOutput } from './output.ts'

export const exitCancelled = 130
export const exitUsage = 2

async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    process.stdout.write(`${await generalHelp(commandTable)}\n`)
    return first === undefined ? exitUsage : 0
  }
  if (first === '--version' || first === 'version') {
    process.stdout.write(`${version}\n`)
    return 0
  }
  // Before the options are known to be right, only a look tells how errors are wanted.
  const output = createOutput({
    json: rest.includes('--json'),
    quiet: rest.includes('--quiet'),
    environment: process.env,
  })
  try {
    const { name, command, args: own } = await findCommand(first, rest)
    return await runCommand(name, command, own, output)
  } catch (error) {
    const failed = toAppError(error)
    output.error(failed)
    if (failed.kind === 'cancelled') return exitCancelled
    return failed.kind === 'wrongUsage' && failed.area === 'cli' ? exitUsage : 1
  }
}

async function runCommand(
  name: string,
  command: Command,
  args: readonly string[],
  output: ReturnType<typeof createOutput>,
): Promise<number> {
  const { values, positionals } = parse(name, command, args)
  if (values.help === true) {
    process.stdout.write(`${commandHelp(command)}\n`)
    return 0
  }
  const { min, max } = command.positionals
  if (positionals.length < min || positionals.length > max) {
    throw failure('USAGE', { problem: `Usage: sif-desktop ${command.usage}`, command: name })
  }

  const abort = new AbortController()
  const onSignal = (): void => {
    // The second Ctrl-C is for whoever does not want to wait for a clean end.
    if (abort.signal.aborted) process.exit(exitCancelled)
    abort.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)

  let engine: Engine | null = null
  const paths = findPaths(process.env)
  const log = createLog((line) => process.stderr.write(`${line}\n`), values.verbose === true ? 'debug' : 'error')
  const input: CommandInput = {
    positionals,
    options: values,
    output,
    paths,
    log,
    signal: abort.signal,
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

function parse(name: string, command: Command, args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: parseConfig({ ...commonOptions, ...command.options }),
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error)
    throw new AppFailure(failure('USAGE', { problem, command: name }).error)
  }
}

// A closed pipe (`… | head`) is the reader's right, not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await main(process.argv.slice(2))
// Keep-alive sockets and timers of libraries must not hold a finished command back.
setTimeout(() => process.exit(), 500).unref()
