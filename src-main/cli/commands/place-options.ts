/** Options of commands that say where in a library something is, and for which architecture. */
import { type CommandInput, type OptionSpec, textOption } from '../command.ts'

export const placeOptions: Readonly<Record<string, OptionSpec>> = {
  arch: { type: 'string', value: 'NAME', about: 'architecture, like amd64 or arm64' },
  remote: { type: 'string', value: 'NAME', about: 'remote to ask; the active one by default' },
}

export function placeOptionsOf(input: CommandInput): { readonly architecture?: string; readonly remote?: string } {
  const architecture = textOption(input, 'arch')
  const remote = textOption(input, 'remote')
  return {
    ...(architecture === undefined ? {} : { architecture }),
    ...(remote === undefined ? {} : { remote }),
  }
}
