/** The keyring and decisions about signers. Having a key is not trusting it: only `decide` says anything. */

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Key, KeyImportPreview } from '../../../src-shared/model/key.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, type CommandGroup, type CommandInput, flagOption, textOption } from '../command.ts'
import { fingerprintAt, pathAt } from '../options.ts'
import { passphraseOption } from '../passphrase-file.ts'
import { runCall } from '../run-call.ts'
import { decide } from './key-decide.ts'
import { exportSecret, extend, newpair, removeSecret, revoke } from './key-own.ts'
import { push } from './key-publish.ts'

const list: Command = {
  usage: 'key list',
  about: 'keys in the keyring and what you decided about them',
  options: {},
  positionals: { min: 0, max: 0 },
  async run(input) {
    const keys = await runCall(await input.engine(), 'keyring.list', {}, input.signal)
    input.output.document(keys)
    if (keys.length === 0) input.output.note(cliText.noKeys)
    for (const key of keys) for (const line of keyLines(key)) input.output.line(line)
    return 0
  },
}

const show: Command = {
  usage: 'key show <fingerprint>',
  about: 'all about one key',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const key = await runCall(
      await input.engine(),
      'keyring.get',
      { fingerprint: fingerprintAt(input, 'key show') },
      input.signal,
    )
    input.output.document(key)
    for (const line of keyLines(key)) input.output.line(line)
    for (const source of key.sources)
      input.output.line(
        `  from ${source.kind} ${'path' in source ? printable(source.path) : ''}${'url' in source ? source.url : ''} at ${source.at}`,
      )
    return 0
  },
}

const importKeys: Command = {
  usage: 'key import <file>',
  about: 'add public keys from a file, armored or binary, or your own secret key; grants no trust',
  options: {
    preview: { type: 'boolean', about: 'only say what would change' },
    'passphrase-file': { type: 'string', value: 'F', about: 'import your own secret key, kept under this passphrase' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const material = { kind: 'file', path: pathAt(input, 0) } as const
    const engine = await input.engine()
    const passphrase = await passphraseOption(input, 'key import')
    if (passphrase !== undefined) {
      const imported = await runCall(engine, 'keyring.importSecret', { material, passphrase }, input.signal)
      return printChanges(input, imported)
    }
    const preview = input.options.preview === true
    const changes = preview
      ? await runCall(engine, 'keyring.previewImport', { material }, input.signal)
      : await runCall(engine, 'keyring.import', { material }, input.signal)
    return printChanges(input, changes)
  },
}

const exportKey: Command = {
  usage: 'key export <fingerprint> [output]',
  about: 'the public key, armored; or your secret key, protected by its passphrase',
  options: { secret: { type: 'boolean', about: 'the secret key instead, for a backup' } },
  positionals: { min: 1, max: 2 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key export')
    if (flagOption(input, 'secret')) return exportSecret(input, fingerprint)
    const { armored } = await runCall(await input.engine(), 'keyring.export', { fingerprint }, input.signal)
    const target = input.positionals[1]
    if (target === undefined) {
      input.output.document({ fingerprint, armored })
      if (!input.output.json) await input.output.bytes(Buffer.from(armored, 'utf8'))
    } else {
      // Never over a file that is there.
      await writeFile(resolve(target), armored, { flag: 'wx' })
      input.output.document({ fingerprint, path: resolve(target) })
    }
    return 0
  },
}

const remove: Command = {
  usage: 'key remove <fingerprint>',
  about: 'remove a public key from the keyring',
  options: {
    secret: { type: 'boolean', about: 'delete the secret half of your own key instead; its public key stays' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key remove')
    if (flagOption(input, 'secret')) return removeSecret(input, fingerprint)
    const result = await runCall(await input.engine(), 'keyring.remove', { fingerprint }, input.signal)
    input.output.document(result)
    input.output.line(cliText.keyRemoved)
    return 0
  },
}

const search: Command = {
  usage: 'key search <text>',
  about: 'keys that the keyserver finds; nothing is stored',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const found = await runCall(
      await input.engine(),
      'keyring.searchServer',
      { text: input.positionals[0] ?? '' },
      input.signal,
    )
    input.output.document(found)
    for (const key of found) {
      input.output.line(`${formatFingerprint(key.fingerprint)}  ${key.algorithm}${key.revoked ? '  revoked' : ''}`)
      for (const userId of key.userIds) input.output.line(`  says it belongs to ${printable(userId)}`)
    }
    if (found.length === 0) input.output.note(cliText.noResults(input.positionals[0] ?? ''))
    return 0
  },
}

const pull: Command = {
  usage: 'key pull <fingerprint>',
  about: 'fetch one key from the keyservers, by its full fingerprint',
  options: { keyserver: { type: 'string', value: 'URL', about: 'the only server to ask' } },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key pull')
    const keyserver = textOption(input, 'keyserver')
    const params = keyserver === undefined ? { fingerprint } : { fingerprint, keyserver }
    return printChanges(input, await runCall(await input.engine(), 'keyring.fetch', params, input.signal))
  },
}

export const key: CommandGroup = {
  newpair,
  list,
  show,
  import: importKeys,
  export: exportKey,
  remove,
  search,
  pull,
  push,
  decide,
  extend,
  revoke,
}

function printChanges(input: CommandInput, { changes, skipped }: KeyImportPreview): number {
  input.output.document({ changes, skipped })
  for (const change of changes) {
    input.output.line(
      `${change.effect.padEnd(9)} ${formatFingerprint(change.fingerprint)}  says it belongs to ${change.userIds.map(printable).join(', ')}`,
    )
    for (const detail of change.details) input.output.line(`  ${printable(detail)}`)
  }
  for (const reason of skipped) input.output.note(printable(reason))
  return 0
}

function* keyLines(key: Key): Generator<string> {
  const state = key.revoked
    ? `revoked (${key.revoked.reason})`
    : key.expiresAt === null
      ? ''
      : `expires ${key.expiresAt}`
  yield `${formatFingerprint(key.fingerprint)}  ${key.algorithm}  ${state}`.trimEnd()
  for (const userId of key.userIds) yield `  says it belongs to ${printable(userId)}`
  if (key.hasSecret) yield '  yours: the secret key is here'
  yield key.decision === null
    ? '  undecided'
    : `  ${key.decision.kind} on ${key.decision.at.slice(0, 10)} (${key.decision.how})`
}
