/** Help texts, made from the same tables that the commands are parsed with. */
import { cliText } from '../../src-shared/text/cli.ts'
import { type Command, type CommandGroup, commonOptions, type OptionSpec } from './command.ts'
import { type CommandTable, isCommand } from './commands/index.ts'

/** All commands with one line each. */
export async function generalHelp(table: CommandTable): Promise<string> {
  const commands = await Promise.all(Object.values(table).map((load) => load()))
  const rows = commands.flatMap((loaded) => (isCommand(loaded) ? [loaded] : Object.values(loaded)))
  return [
    cliText.about,
    '',
    cliText.usage('COMMAND …'),
    '',
    `${cliText.commandsTitle}:`,
    ...columns(rows.map((command) => [command.usage, command.about])),
    '',
    cliText.moreHelp,
    cliText.homeHint,
    cliText.exitCodes,
  ].join('\n')
}

/** The commands of a group. */
export function groupHelp(commands: CommandGroup): string {
  return [
    `${cliText.commandsTitle}:`,
    ...columns(Object.values(commands).map((command) => [command.usage, command.about])),
    '',
    cliText.moreHelp,
  ].join('\n')
}

export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions })
  return [
    cliText.usage(command.usage),
    '',
    command.about,
    '',
    `${cliText.optionsTitle}:`,
    ...columns(options.map(([name, option]) => [optionForm(name, option), option.about])),
  ].join('\n')
}

function optionForm(name: string, option: OptionSpec): string {
  const short = option.short === undefined ? '' : `-${option.short}, `
  return `${short}--${name}${option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''}`
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.min(44, Math.max(...rows.map(([left]) => left.length)))
  return rows.map(([left, right]) =>
    left.length > width ? `  ${left}\n  ${' '.repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`,
  )
}
