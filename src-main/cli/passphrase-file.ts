/** Reads passphrases and passwords from files: an argument would be seen by everybody who may list processes. It keeps none. */
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { cliText } from '../../src-shared/text/cli.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import { type CommandInput, textOption } from './command.ts'

const mostBytes = 4096

/**
 * @returns undefined when `--passphrase-file` was not given
 * @throws AppFailure USAGE for a file that is too large for a passphrase
 */
export function passphraseOption(input: CommandInput, command: string): Promise<string | undefined> {
  return secretFileOption(input, 'passphrase-file', command)
}

/**
 * @param name of the option that names the file
 * @returns undefined when it was not given
 * @throws AppFailure USAGE for a file that is too large for a secret
 */
export async function secretFileOption(
  input: CommandInput,
  name: string,
  command: string,
): Promise<string | undefined> {
  const path = textOption(input, name)
  if (path === undefined) return undefined
  const file = await open(resolve(path), 'r')
  try {
    const buffer = Buffer.alloc(mostBytes + 1)
    let length = 0
    // Not the size of the file: a pipe has none.
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null)
      if (bytesRead === 0) break
      length += bytesRead
    }
    if (length > mostBytes) throw failure('USAGE', { problem: cliText.secretTooLong(name), command })
    // A final line end belongs to the file, not to the passphrase.
    return buffer
      .subarray(0, length)
      .toString('utf8')
      .replace(/\r?\n$/, '')
  } finally {
    await file.close()
  }
}

/** @throws AppFailure USAGE when it was not given */
export async function neededPassphrase(input: CommandInput, command: string): Promise<string> {
  const passphrase = await passphraseOption(input, command)
  if (passphrase === undefined) throw failure('USAGE', { problem: cliText.passphraseNeeded, command })
  return passphrase
}
