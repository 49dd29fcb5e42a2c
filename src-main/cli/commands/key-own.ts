/** The user's own keys: making, extending, revoking, and taking the secret half out. Nothing here publishes. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, type CommandInput, textOption } from '../command.ts'
import { readLifeDays } from '../life.ts'
import { choiceOption, fingerprintAt, pathAt } from '../options.ts'
import { neededPassphrase } from '../passphrase-file.ts'
import { runCall } from '../run-call.ts'

const passphraseFile = { type: 'string', value: 'F', about: 'file with the passphrase of the key' } as const
const expires = { type: 'string', value: 'TIME', about: 'like 2y, 18m or 90d from now, or never' } as const

export const newpair: Command = {
  usage: 'key newpair --name NAME --email ADDRESS --passphrase-file F',
  about: 'make a key of your own, and the certificate that revokes it; publishes nothing',
  options: {
    name: { type: 'string', value: 'NAME', about: 'whose key it is to be' },
    email: { type: 'string', value: 'ADDRESS', about: 'where its owner is reached' },
    comment: { type: 'string', value: 'TEXT', about: 'stands between the two' },
    expires: { ...expires, about: `${expires.about}; 2y by default` },
    type: { type: 'string', value: 'KIND', about: 'ed25519 (default), or rsa4096 for command lines before 2020' },
    'passphrase-file': { ...passphraseFile, about: 'file with the passphrase that is to protect it' },
  },
  positionals: { min: 0, max: 0 },
  async run(input) {
    const command = 'key newpair'
    const [name, email] = [needed(input, 'name', command), needed(input, 'email', command)]
    const kind = choiceOption(input, 'type', ['ed25519', 'rsa4096'], command) ?? 'ed25519'
    const lifeDays = readLifeDays(textOption(input, 'expires') ?? '2y', command)
    const passphrase = await neededPassphrase(input, command)
    const params = { kind, name, email, comment: textOption(input, 'comment') ?? '', lifeDays, passphrase }
    const { key, revocationFile } = await runCall(await input.engine(), 'keyring.make', params, input.signal)
    input.output.document({ key, revocationFile })
    input.output.line(cliText.keyMade(formatFingerprint(key.fingerprint), key.algorithm))
    for (const userId of key.userIds) input.output.line(`  ${printable(userId)}`)
    input.output.line(cliText.keyEnd(key.expiresAt))
    input.output.line(cliText.revocationKept(printable(revocationFile)))
    input.output.note(cliText.backupAdvice(key.fingerprint))
    return 0
  },
}

export const extend: Command = {
  usage: 'key extend <fingerprint> --expires TIME --passphrase-file F',
  about: 'give your key a new end; those who have it learn of it when they get it again',
  options: { expires, 'passphrase-file': passphraseFile },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const command = 'key extend'
    const fingerprint = fingerprintAt(input, command)
    const lifeDays = readLifeDays(needed(input, 'expires', command), command)
    const passphrase = await neededPassphrase(input, command)
    const key = await runCall(
      await input.engine(),
      'keyring.extend',
      { fingerprint, lifeDays, passphrase },
      input.signal,
    )
    input.output.document(key)
    input.output.line(cliText.keyEnd(key.expiresAt))
    return 0
  },
}

export const addName: Command = {
  usage: 'key add-name <fingerprint> --name NAME --email ADDRESS --passphrase-file F',
  about: 'add a name to your key; publishes nothing',
  options: {
    name: { type: 'string', value: 'NAME', about: 'another name of its owner' },
    email: { type: 'string', value: 'ADDRESS', about: 'where its owner is reached under that name' },
    comment: { type: 'string', value: 'TEXT', about: 'stands between the two' },
    'passphrase-file': passphraseFile,
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const command = 'key add-name'
    const fingerprint = fingerprintAt(input, command)
    const [name, email] = [needed(input, 'name', command), textOption(input, 'email') ?? '']
    const passphrase = await neededPassphrase(input, command)
    const params = { fingerprint, name, email, comment: textOption(input, 'comment') ?? '', passphrase }
    const key = await runCall(await input.engine(), 'keyring.addUserId', params, input.signal)
    input.output.document(key)
    for (const userId of key.userIds) input.output.line(`  ${printable(userId)}`)
    input.output.note(cliText.publishAdvice(fingerprint))
    return 0
  },
}

export const checkBackup: Command = {
  usage: 'key check-backup <fingerprint> <file> --passphrase-file F',
  about: 'whether a backup of your secret key would bring it back; changes nothing',
  options: { 'passphrase-file': passphraseFile },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const command = 'key check-backup'
    const fingerprint = fingerprintAt(input, command)
    const passphrase = await neededPassphrase(input, command)
    const material = { kind: 'file', path: pathAt(input, 1) } as const
    const params = { fingerprint, material, passphrase }
    const { secretParts } = await runCall(await input.engine(), 'keyring.checkBackup', params, input.signal)
    input.output.document({ fingerprint, restores: true, secretParts })
    input.output.line(cliText.backupRestores(formatFingerprint(fingerprint), secretParts))
    return 0
  },
}

export const revoke: Command = {
  usage: 'key revoke <fingerprint> --reason WHY --passphrase-file F',
  about: 'revoke your key for good; publishes nothing',
  options: {
    reason: { type: 'string', value: 'WHY', about: 'compromised, superseded, retired or none' },
    text: { type: 'string', value: 'TEXT', about: 'a note for those who see the revocation' },
    'passphrase-file': passphraseFile,
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const command = 'key revoke'
    const fingerprint = fingerprintAt(input, command)
    needed(input, 'reason', command)
    const reason = choiceOption(input, 'reason', ['compromised', 'superseded', 'retired', 'none'], command) ?? 'none'
    const passphrase = await neededPassphrase(input, command)
    const engine = await input.engine()
    await runCall(engine, 'keyring.unlock', { fingerprint, passphrase }, input.signal)
    const params = { fingerprint, reason, text: textOption(input, 'text') ?? '' }
    const key = await runCall(engine, 'keyring.revoke', params, input.signal)
    input.output.document(key)
    input.output.line(cliText.keyRevoked(formatFingerprint(fingerprint), reason))
    input.output.note(cliText.publishAdvice(fingerprint))
    return 0
  },
}

/** Writes or prints the protected secret key; a file is for the user alone, and never over one that is there. */
export async function exportSecret(input: CommandInput, fingerprint: string): Promise<number> {
  const { armored } = await runCall(await input.engine(), 'keyring.exportSecret', { fingerprint }, input.signal)
  const target = input.positionals[1]
  if (target === undefined) {
    input.output.document({ fingerprint, armored })
    if (!input.output.json) await input.output.bytes(Buffer.from(armored, 'utf8'))
    return 0
  }
  await writeFile(resolve(target), armored, { flag: 'wx', mode: 0o600 })
  input.output.document({ fingerprint, path: resolve(target) })
  return 0
}

/** Deletes the secret half of one key. The public key and all other keys stay. */
export async function removeSecret(input: CommandInput, fingerprint: string): Promise<number> {
  const result = await runCall(await input.engine(), 'keyring.removeSecret', { fingerprint }, input.signal)
  input.output.document(result)
  input.output.line(cliText.secretRemoved(formatFingerprint(fingerprint)))
  return 0
}

function needed(input: CommandInput, name: string, command: string): string {
  const text = textOption(input, name)
  if (text === undefined || text === '') throw failure('USAGE', { problem: cliText.optionNeeded(name), command })
  return text
}
