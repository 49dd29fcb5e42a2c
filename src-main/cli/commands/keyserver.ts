/** The list of keyservers: which are asked, and in which order. The command lines need root for this; here it is the user's. */
import type { KeyserverEntry } from '../../../src-shared/model/keyserver.ts'
import { keyserverText } from '../../../src-shared/text/keyserver.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, type CommandGroup, type CommandInput, flagOption, textOption } from '../command.ts'
import { runDoctor } from '../diagnosis-lines.ts'
import { wholeNumber } from '../options.ts'
import { runCall } from '../run-call.ts'

const list: Command = {
  usage: 'keyserver list',
  about: 'the keyservers, in the order in which they are asked',
  options: {},
  positionals: { min: 0, max: 0 },
  run: async (input) => print(input, await runCall(await input.engine(), 'keyring.servers', {}, input.signal)),
}

const add: Command = {
  usage: 'keyserver add <url>',
  about: 'ask another keyserver too',
  options: {
    insecure: { type: 'boolean', about: 'allow plain http; a server on loopback needs no such leave' },
    order: { type: 'string', value: 'N', about: 'its place in the list, 1 for the first; the last by default' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const [url = ''] = input.positionals
    const order = textOption(input, 'order')
    const place = order === undefined ? {} : { place: wholeNumber(order, '--order', 1, 100, 'keyserver add') - 1 }
    const params = { url, insecure: flagOption(input, 'insecure'), ...place }
    return print(input, await runCall(await input.engine(), 'keyring.addServer', params, input.signal))
  },
}

const remove: Command = {
  usage: 'keyserver remove <url>|remote',
  about: 'ask a keyserver no more; that of the active remote is skipped and can be added again',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const [url = ''] = input.positionals
    return print(input, await runCall(await input.engine(), 'keyring.removeServer', { url }, input.signal))
  },
}

const status: Command = {
  usage: 'keyserver status <url>',
  about: 'test the connection to a keyserver of the list, step by step',
  options: {},
  positionals: { min: 1, max: 1 },
  run: (input) => runDoctor(input, { kind: 'keyserver', name: input.positionals[0] ?? '' }),
}

export const keyserver: CommandGroup = { list, add, remove, status }

function print(input: CommandInput, servers: readonly KeyserverEntry[]): number {
  input.output.document(servers)
  for (const [index, server] of servers.entries()) {
    const notes = [
      server.kind === 'remote' ? keyserverText.ofRemote(server.remote) : '',
      server.insecure ? keyserverText.plainHttp : '',
      server.isSkipped ? keyserverText.skipped : '',
    ].filter(Boolean)
    const url = server.url ?? keyserverText.remoteUnknown
    input.output.line(`#${index + 1}  ${printable(url)}  ${notes.map(printable).join(', ')}`.trimEnd())
  }
  return 0
}
