/** The keyring and decisions about signers. Having a key is not trusting it: only `decide` says anything. */

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Key } from '../../../src-shared/model/key.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, type CommandGroup, flagOption } from '../command.ts'
import { fingerprintAt } from '../options.ts'
import { runCall } from '../run-call.ts'
import { decide } from './key-decide.ts'
import { importKeys } from './key-import.ts'
import { addName, checkBackup, exportSecret, extend, newpair, removeSecret, revoke } from './key-own.ts'
import { push } from './key-publish.ts'
import { pull, refresh, search } from './key-servers.ts'

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
    const engine = await input.engine()
    const { images } = await runCall(engine, 'keyring.dependents', { fingerprint }, input.signal)
    const result = await runCall(engine, 'keyring.remove', { fingerprint }, input.signal)
    input.output.document({ ...result, unverifiable: images.map(({ path }) => path) })
    input.output.line(cliText.keyRemoved)
    for (const { path } of images) input.output.note(cliText.unverifiableNow(printable(path)))
    return 0
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
  refresh,
  decide,
  extend,
  'add-name': addName,
  'check-backup': checkBackup,
  revoke,
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
