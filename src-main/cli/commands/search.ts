import { cliText } from '../../../src-shared/text/cli.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, flagOption, textOption } from '../command.ts'
import { runCall } from '../run-call.ts'

/** Finds users, collections and containers in a library. */
export const search: Command = {
  usage: 'search <query>',
  about: 'find containers, collections and users in a library',
  options: {
    arch: { type: 'string', value: 'NAME', about: 'only images for an architecture' },
    signed: { type: 'boolean', about: 'only what says it is signed' },
    remote: { type: 'string', value: 'NAME', about: 'remote to ask; the active one by default' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const query = input.positionals[0] ?? ''
    const architecture = textOption(input, 'arch')
    const remote = textOption(input, 'remote')
    const found = await runCall(
      await input.engine(),
      'library.search',
      {
        query,
        signedOnly: flagOption(input, 'signed'),
        ...(architecture === undefined ? {} : { architecture }),
        ...(remote === undefined ? {} : { remote }),
      },
      input.signal,
    )
    input.output.document(found)
    for (const container of found.containers) {
      const tags = container.tags.slice(0, 5).join(', ')
      input.output.line(`${printable(container.reference)}  ${printable(tags)}  ${container.architectures.join(', ')}`)
      if (container.description !== '') input.output.line(`  ${printable(container.description)}`)
      for (const fingerprint of container.fingerprints) input.output.line(`  says it is signed by ${fingerprint}`)
    }
    for (const collection of found.collections) input.output.line(`collection ${printable(collection.path)}`)
    for (const user of found.users) input.output.line(`user ${printable(user.name)}`)
    for (const source of found.failed) input.output.note(`${source.remote}: ${source.message}`)
    if (found.containers.length + found.collections.length + found.users.length === 0)
      input.output.note(cliText.noResults(query))
    return found.failed.length > 0 && found.containers.length === 0 ? 1 : 0
  },
}
