/** The keyring and decisions about signers. Having a key is not trusting it: only `decide` says anything. */

import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Decision, DecisionMethod, DecisionScope } from '../../../src-shared/model/decision.ts'
import { readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import type { Key, KeyImportPreview } from '../../../src-shared/model/key.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, type CommandInput, textOption } from '../command.ts'
import { pathAt } from '../options.ts'
import { runCall } from '../run-call.ts'
import type { CommandGroup } from './index.ts'

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
    const passphraseFile = textOption(input, 'passphrase-file')
    if (passphraseFile !== undefined) {
      // A final line end belongs to the file, not to the passphrase.
      const passphrase = (await readFile(resolve(passphraseFile), 'utf8')).replace(/\r?\n$/, '')
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
  about: 'the public key, armored',
  options: {},
  positionals: { min: 1, max: 2 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key export')
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
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key remove')
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
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key pull')
    return printChanges(input, await runCall(await input.engine(), 'keyring.fetch', { fingerprint }, input.signal))
  },
}

const decisionKinds = ['verified', 'accepted', 'rejected', 'undecided'] as const

const decide: Command = {
  usage: 'key decide <fingerprint> verified|accepted|rejected|undecided',
  about: 'record what you say about a signer, or take it back',
  options: {
    how: {
      type: 'string',
      value: 'TEXT',
      about: 'how it was checked: inPerson, phone, webPage, colleague, notChecked, or a note',
    },
    scope: {
      type: 'string',
      value: 'NAMESPACE|DIGEST',
      about: 'like library://acme/* or sha256:…; everywhere by default',
    },
  },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key decide')
    const kind = decisionKinds.find((known) => known === input.positionals[1])
    if (!kind)
      throw failure('USAGE', { problem: `A decision is one of ${decisionKinds.join(', ')}`, command: 'key decide' })
    const engine = await input.engine()
    const scope = scopeOf(textOption(input, 'scope'))
    if (kind === 'undecided') {
      const params = textOption(input, 'scope') === undefined ? { fingerprint } : { fingerprint, scope }
      const result = await runCall(engine, 'trust.undecide', params, input.signal)
      input.output.document(result)
      input.output.line(cliText.undecided(fingerprint))
      return 0
    }
    const { how, note } = methodOf(textOption(input, 'how'), kind)
    const decision = await runCall(engine, 'trust.decide', { fingerprint, kind, how, scope, note }, input.signal)
    input.output.document(decision)
    input.output.line(cliText.decided(decision.kind, formatFingerprint(fingerprint)))
    return 0
  },
}

export const key: CommandGroup = { list, show, import: importKeys, export: exportKey, remove, search, pull, decide }

function fingerprintAt(input: CommandInput, command: string): string {
  const text = input.positionals[0] ?? ''
  const read = readFingerprint(text)
  if (read.kind === 'fingerprint') return read.fingerprint
  throw failure('USAGE', { problem: `${printable(text)} is not a full fingerprint (40 or 64 hex digits)`, command })
}

function scopeOf(text: string | undefined): DecisionScope {
  if (text === undefined) return { kind: 'everywhere' }
  return text.startsWith('sha256:') ? { kind: 'image', digest: text } : { kind: 'namespace', namespace: text }
}

const methods: readonly DecisionMethod[] = ['inPerson', 'phone', 'webPage', 'colleague', 'notChecked']

/** Any other text is a note; who verifies without saying how has at least compared it himself. */
function methodOf(
  text: string | undefined,
  kind: Decision['kind'],
): { readonly how: DecisionMethod; readonly note: string } {
  const known = methods.find((method) => method.toLowerCase() === text?.toLowerCase().replace(/[\s-]/g, ''))
  if (known) return { how: known, note: '' }
  return { how: kind === 'verified' ? 'inPerson' : 'notChecked', note: text ?? '' }
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
