/** All commands by name. A group, like `key`, has commands of its own below it. */
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { Command, CommandGroup } from '../command.ts'
import type { FoundCommand } from '../run-command.ts'

export type CommandTable = Readonly<Record<string, () => Promise<Command | CommandGroup>>>

export const commandTable: CommandTable = {
  open: async () => (await import('./open.ts')).open,
  serve: async () => (await import('./serve.ts')).serve,
  engine: async () => (await import('./engine.ts')).engine,
  demo: async () => (await import('./demo.ts')).demo,
  inspect: async () => (await import('./inspect.ts')).inspect,
  ls: async () => (await import('./ls.ts')).ls,
  cat: async () => (await import('./cat.ts')).cat,
  find: async () => (await import('./find.ts')).find,
  diff: async () => (await import('./diff.ts')).diff,
  extract: async () => (await import('./extract.ts')).extract,
  images: async () => (await import('./images.ts')).images,
  verify: async () => (await import('./verify.ts')).verify,
  sign: async () => (await import('./sign.ts')).sign,
  resolve: async () => (await import('./resolve.ts')).resolve,
  search: async () => (await import('./search.ts')).search,
  pull: async () => (await import('./pull.ts')).pull,
  push: async () => (await import('./push.ts')).push,
  tag: async () => (await import('./tag.ts')).tag,
  delete: async () => (await import('./delete.ts')).deleteCommand,
  key: async () => (await import('./key.ts')).key,
  trust: async () => (await import('./trust.ts')).trust,
  keyserver: async () => (await import('./keyserver.ts')).keyserver,
  remote: async () => (await import('./remote.ts')).remote,
  registry: async () => (await import('./registry.ts')).registry,
  disk: async () => (await import('./disk.ts')).disk,
  sif: async () => (await import('./sif.ts')).sif,
  build: async () => (await import('./build.ts')).build,
  def: async () => (await import('./def.ts')).def,
}

/** A group that was named without one of its commands. */
export interface FoundGroup {
  readonly commands: CommandGroup
}

export function isGroup(found: FoundCommand | FoundGroup): found is FoundGroup {
  return 'commands' in found
}

/** @throws AppFailure USAGE with the nearest name that exists */
export async function findCommand(first: string, rest: readonly string[]): Promise<FoundCommand | FoundGroup> {
  const load = Object.hasOwn(commandTable, first) ? commandTable[first] : undefined
  if (!load) throw unknown(first, Object.keys(commandTable))
  const found = await load()
  if (isCommand(found)) return { name: first, command: found, args: rest }
  // Common options may stand before the second word too.
  const place = rest.findIndex((argument) => !argument.startsWith('-'))
  const second = rest[place]
  if (second === undefined) return { commands: found }
  const command = Object.hasOwn(found, second) ? found[second] : undefined
  const args = [...rest.slice(0, place), ...rest.slice(place + 1)]
  if (command) return { name: `${first} ${second}`, command, args }
  throw unknown(
    `${first} ${second}`,
    Object.keys(found).map((name) => `${first} ${name}`),
  )
}

/** Whether it is a command of its own, not a group. */
export function isCommand(found: Command | CommandGroup): found is Command {
  return typeof found.run === 'function'
}

function unknown(name: string, known: readonly string[]) {
  const nearest = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance)[0]
  const suggestion = nearest && nearest.distance <= 2 ? ` ${cliText.didYouMean(nearest.candidate)}` : ''
  return failure(
    'USAGE',
    { problem: `${cliText.unknownCommand(name)}${suggestion}`, command: '' },
    { hint: cliText.seeGeneralHelp },
  )
}

/** Letters to change, add or drop to make one word of the other. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1]
    for (const [column, other] of [...b].entries()) {
      current.push(
        Math.min(
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (previous[column] ?? 0) + Number(letter !== other),
        ),
      )
    }
    previous = current
  }
  return previous.at(-1) ?? 0
}
