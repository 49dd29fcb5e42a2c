import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import { bundleItemText, bundleSignerText, bundleText, effectWords } from '../../../src-shared/text/bundles.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, flagOption, listOption, textOption } from '../command.ts'
import { pathAt } from '../options.ts'
import { passphraseOption } from '../passphrase-file.ts'
import { runCall } from '../run-call.ts'

/** Makes a bundle for the team. */
export const exportBundle: Command = {
  usage: 'trust bundle-export <name> [output] --key FINGERPRINT --passphrase-file F',
  about: 'your decisions, their keys and your policies as one text for your team, signed with a key of yours',
  options: {
    key: { type: 'string', value: 'FINGERPRINT', about: 'your key that signs it' },
    'passphrase-file': { type: 'string', value: 'F', about: 'file with the passphrase of that key' },
    'with-default': { type: 'boolean', about: 'the policy for everything else goes along' },
  },
  positionals: { min: 1, max: 2 },
  async run(input) {
    const command = 'trust bundle-export'
    const read = readFingerprint(textOption(input, 'key') ?? '')
    if (read.kind !== 'fingerprint') throw failure('USAGE', { problem: bundleText.keyNeeded, command })
    const key = read.fingerprint
    const engine = await input.engine()
    const passphrase = await passphraseOption(input)
    if (passphrase !== undefined)
      await runCall(engine, 'keyring.unlock', { fingerprint: key, passphrase }, input.signal)
    const namespaces = flagOption(input, 'with-default') ? ('all' as const) : ('named' as const)
    const params = { name: input.positionals[0] ?? '', key, namespaces }
    const { text, ...counts } = await runCall(engine, 'trust.exportBundle', params, input.signal)
    const target = input.positionals[1]
    if (target === undefined) {
      input.output.document({ ...counts, text })
      if (!input.output.json) await input.output.bytes(Buffer.from(text, 'utf8'))
      return 0
    }
    // Never over a file that is there.
    await writeFile(resolve(target), text, { flag: 'wx', flush: true })
    input.output.document({ ...counts, path: resolve(target) })
    input.output.line(bundleText.exported(counts))
    return 0
  },
}

/** Shows a bundle. */
export const showBundle: Command = {
  usage: 'trust bundle-show <file>',
  about: 'what a team bundle says, who signed it, and what it would change; changes nothing',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const material = { kind: 'file', path: pathAt(input, 0) } as const
    const bundle = await runCall(await input.engine(), 'trust.readBundle', { material }, input.signal)
    input.output.document(bundle)
    input.output.line(printable(bundle.name))
    input.output.line(formatFingerprint(bundle.signer.fingerprint))
    for (const userId of bundle.signer.userIds) input.output.line(`  says it belongs to ${printable(userId)}`)
    input.output.line(bundleSignerText(bundle.signer))
    for (const [index, item] of bundle.items.entries())
      input.output.line(`${index + 1}. ${printable(bundleItemText(item))} (${effectWords[item.effect]})`)
    return 0
  },
}

/** Takes items of a bundle over. */
export const takeBundle: Command = {
  usage: 'trust bundle-take <file> --item N…|--all',
  about: 'take over what you name of a team bundle; its signer must be one you know',
  options: {
    item: { type: 'string', multiple: true, value: 'N', about: 'number of an item, as bundle-show prints it' },
    all: { type: 'boolean', about: 'all items but those that replace what you said' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const command = 'trust bundle-take'
    const engine = await input.engine()
    const material = { kind: 'file', path: pathAt(input, 0) } as const
    const bundle = await runCall(engine, 'trust.readBundle', { material }, input.signal)
    const named = listOption(input, 'item').map((text) => {
      const item = /^\d{1,5}$/.test(text) ? bundle.items[Number(text) - 1] : undefined
      if (item === undefined) throw failure('USAGE', { problem: bundleText.noItem(printable(text)), command })
      return item
    })
    const all = flagOption(input, 'all')
      ? bundle.items.filter(({ effect }) => effect === 'new' || effect === 'updates')
      : []
    const items = [...new Set([...named, ...all].map(({ id }) => id))]
    if (items.length === 0) throw failure('USAGE', { problem: bundleText.nothingNamed, command })
    const taken = await runCall(engine, 'trust.takeBundle', { material, digest: bundle.digest, items }, input.signal)
    input.output.document(taken)
    input.output.line(bundleText.taken(taken.taken))
    return 0
  },
}
