/**
 * The terminal face: finds the command, runs it, and turns whatever happens into words and an exit
 * code. Commands are loaded only when they are run, so that starting stays quick.
 */
import '../engine/platform/small-heap.ts'
import { cliText } from '../../src-shared/text/cli.ts'
import { appError, failure } from '../../src-shared/text/errors/index.ts'
import { toAppError } from '../engine/platform/failures.ts'
import { version } from '../engine/platform/version.ts'
import { commonFlags, orderArguments, refuseUnreadableArguments } from './arguments.ts'
import { commandTable, findCommand, isGroup } from './commands/index.ts'
import { commandHelp, generalHelp, groupHelp } from './help.ts'
import { createOutput, type Output, ReaderGone } from './output.ts'
import { runCommand } from './run-command.ts'

const exitDone = 0
const exitFailed = 1
const exitUsage = 2
const exitCancelled = 130

async function main(args: readonly string[], output: Output, signal: AbortSignal): Promise<number> {
  const [first, ...rest] = args
  if (first === undefined) {
    output.note(await generalHelp(commandTable))
    throw failure('USAGE', { problem: cliText.commandNeeded, command: '' }, { hint: cliText.seeGeneralHelp })
  }
  refuseUnreadableArguments(args)
  const wantsHelp = rest.some((argument) => argument === '--help' || argument === '-h')
  if (first === '--version' || first === 'version') return print(version)
  if (first === '--help' || first === '-h' || (first === 'help' && rest[0] === undefined))
    return print(await generalHelp(commandTable))
  if (first === 'help' || wantsHelp) {
    const names = first === 'help' ? rest : args
    const [name = '', ...more] = names.filter((argument) => !argument.startsWith('-'))
    const found = await findCommand(name, more)
    return print(isGroup(found) ? groupHelp(found.commands) : commandHelp(found.command))
  }
  const found = await findCommand(first, rest)
  if (isGroup(found)) {
    throw failure('USAGE', { problem: cliText.oneOf(first, Object.keys(found.commands)), command: first })
  }
  return runCommand(found, output, signal)
}

/** Help and version go out as they are, whatever options stand beside them. */
function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return exitDone
}

function exitCodeOf(error: unknown, output: Output): number {
  if (error instanceof ReaderGone) return exitDone
  const failed = toAppError(error)
  output.error(failed)
  if (failed.kind === 'cancelled') return exitCancelled
  return failed.kind === 'wrongUsage' && failed.area === 'cli' ? exitUsage : exitFailed
}

/** Aborts on the first signal to end; the second is for whoever does not want to wait for a clean end. */
function watchSignals(): AbortSignal {
  const abort = new AbortController()
  const onSignal = (): void => {
    if (abort.signal.aborted) process.exit(exitCancelled)
    abort.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  return abort.signal
}

const signal = watchSignals()
const args = orderArguments(process.argv.slice(2))
// Before the options are known to be right, only a look tells how errors are wanted.
const output = createOutput({ ...commonFlags(args), signal })

// A reader of messages that leaves must not end the work.
process.stderr.on('error', () => undefined)
process.on('uncaughtException', (error) => {
  output.error(appError('INTERNAL', {}, { detail: error.stack ?? error.message }))
  process.exit(exitFailed)
})

const code = await main(args, output, signal).catch((error: unknown) => exitCodeOf(error, output))
// Who interrupted is told so, also when the work was just done.
process.exitCode = signal.aborted ? exitCancelled : code
await output.flush()
// Keep-alive sockets and timers of libraries must not hold a finished command back.
setTimeout(() => process.exit(), 500).unref()
