/** The arguments as they arrive, before any command looks at them: common options, and bytes that are no text. */
import { readFileSync } from 'node:fs'
import { failure } from '../../src-shared/text/errors/index.ts'

const flags = ['json', 'quiet', 'verbose'] as const

/** Which common options stand anywhere before `--`. */
export function commonFlags(args: readonly string[]): Readonly<Record<(typeof flags)[number], boolean>> {
  const end = args.indexOf('--')
  const options = end < 0 ? args : args.slice(0, end)
  const has = (name: string): boolean => options.includes(`--${name}`)
  return { json: has('json'), quiet: has('quiet'), verbose: has('verbose') }
}

/** Lets common options also stand before the command: `--json verify x` means `verify --json x`. */
export function orderArguments(args: readonly string[]): readonly string[] {
  const isFlag = (argument: string): boolean => flags.some((name) => argument === `--${name}`)
  const place = args.findIndex((argument) => !isFlag(argument))
  const command = args[place]
  if (place <= 0 || command === undefined) return args
  return [command, ...args.slice(0, place), ...args.slice(place + 1)]
}

/**
 * Refuses arguments that are not UTF-8: they arrive with replacement characters, and a path made of
 * those would name another file.
 * @throws AppFailure ARGUMENT_NOT_UTF8
 */
export function refuseUnreadableArguments(args: readonly string[]): void {
  if (!args.some((argument) => argument.includes('\ufffd'))) return
  let bytes: Uint8Array
  try {
    bytes = readFileSync('/proc/self/cmdline')
  } catch {
    return // Only Linux shows the bytes; elsewhere names are UTF-8 or UTF-16 anyway.
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw failure('ARGUMENT_NOT_UTF8')
  }
}
