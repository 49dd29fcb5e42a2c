/** Reads passphrases and passwords from files: an argument would be seen by everybody who may list processes. It keeps none. */
import { resolve } from 'node:path'
import { cliText } from '../../src-shared/text/cli.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import { readNamedText } from '../engine/platform/named-file.ts'
import { type CommandInput, textOption } from './command.ts'

const mostBytes = 65_536

/** @returns undefined when `--passphrase-file` was not given. Errors as {@link secretFileOption} */
export function passphraseOption(input: CommandInput): Promise<string | undefined> {
  return secretFileOption(input, 'passphrase-file')
}

/**
 * @param name of the option that names the file
 * @returns undefined when it was not given
 * @throws AppFailure FILE_TOO_LARGE for what is no secret, and as readNamedFile
 */
export async function secretFileOption(input: CommandInput, name: string): Promise<string | undefined> {
  const path = textOption(input, name)
  if (path === undefined) return undefined
  const text = await readNamedText(resolve(path), { mostBytes, allowsPipes: true, signal: input.signal })
  // A final line end belongs to the file, not to the passphrase.
  return text.replace(/\r?\n$/, '')
}

/** @throws AppFailure USAGE when it was not given */
export async function neededPassphrase(input: CommandInput, command: string): Promise<string> {
  const passphrase = await passphraseOption(input)
  if (passphrase === undefined) throw failure('USAGE', { problem: cliText.passphraseNeeded, command })
  return passphrase
}
