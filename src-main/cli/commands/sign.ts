/** Signs an image: with an own key of the keyring, or with a private key in PEM form that lies in a file. */
import { resolve } from 'node:path'
import type { SignResult } from '../../../src-shared/contract/signatures.ts'
import { readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import type { SignScope } from '../../../src-shared/model/sign.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Command, type CommandInput, listOption, textOption } from '../command.ts'
import { pathAt, wholeNumber } from '../options.ts'
import { neededPassphrase, passphraseOption } from '../passphrase-file.ts'
import { runCall, runJob } from '../run-call.ts'

const largestId = 4_294_967_295

export const sign: Command = {
  usage: 'sign <file>',
  about: 'sign an image with your own key',
  options: {
    key: { type: 'string', value: 'FINGERPRINT', about: 'your key; may be left out when you have one alone' },
    'key-file': { type: 'string', value: 'PEM', about: 'sign with a private key in PEM form instead' },
    group: { type: 'string', multiple: true, value: 'N', about: 'only the objects of this group; may be repeated' },
    object: { type: 'string', multiple: true, value: 'N', about: 'only this object; may be repeated' },
    'passphrase-file': { type: 'string', value: 'F', about: 'file with the passphrase of the key' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const path = pathAt(input, 0)
    const scope = readScope(input)
    const keyFile = textOption(input, 'key-file')
    const named = textOption(input, 'key')
    if (keyFile !== undefined && named !== undefined)
      throw failure('USAGE', { problem: cliText.oneKeyOnly, command: 'sign' })
    const engine = await input.engine()
    // Asked first: what would be odd about the result is said even when signing fails later.
    const { warnings } = await runCall(engine, 'signatures.planSigning', { path, scope }, input.signal)
    for (const warning of warnings) input.output.note(signingText.warning(warning))
    if (keyFile !== undefined) {
      const passphrase = await passphraseOption(input, 'sign')
      const params = {
        path,
        scope,
        keyFile: resolve(keyFile),
        ...(passphrase === undefined ? {} : { passphrase }),
      }
      const result = await runCall(engine, 'signatures.signWithFile', params, input.signal)
      return print(input, { ...result, fingerprint: null, warnings })
    }
    const fingerprint = await ownFingerprint(input, engine, named)
    const passphrase = await neededPassphrase(input, 'sign')
    await runCall(engine, 'keyring.unlock', { fingerprint, passphrase }, input.signal)
    const start = () => runCall(engine, 'signatures.sign', { path, scope, fingerprint }, input.signal)
    const { result } = await runJob(input, engine, start, { quietEvents: true })
    return print(input, { ...(result as SignResult), fingerprint, warnings })
  },
}

function readScope(input: CommandInput): SignScope {
  const ids = (name: string): readonly number[] =>
    listOption(input, name).map((text) => wholeNumber(text, `--${name}`, 1, largestId, 'sign'))
  const [groupIds, objectIds] = [ids('group'), ids('object')]
  if (groupIds.length > 0 && objectIds.length > 0)
    throw failure('USAGE', { problem: cliText.groupOrObject, command: 'sign' })
  if (groupIds.length > 0) return { kind: 'groups', groupIds }
  return objectIds.length > 0 ? { kind: 'objects', objectIds } : { kind: 'image' }
}

/** The key that was named; else the only one that is the user's own. Never a guess among several. */
async function ownFingerprint(input: CommandInput, engine: Engine, named: string | undefined): Promise<string> {
  if (named !== undefined) {
    const read = readFingerprint(named)
    if (read.kind === 'fingerprint') return read.fingerprint
    throw failure('USAGE', { problem: cliText.notAFingerprint(printable(named)), command: 'sign' })
  }
  const own = (await runCall(engine, 'keyring.list', {}, input.signal)).filter(({ hasSecret }) => hasSecret)
  const [only] = own
  if (only !== undefined && own.length === 1) return only.fingerprint
  throw failure('USAGE', { problem: only === undefined ? cliText.noOwnKey : cliText.severalOwnKeys, command: 'sign' })
}

function print(
  { output }: CommandInput,
  {
    path,
    objectIds,
    planned,
    fingerprint,
    warnings,
  }: SignResult & {
    readonly fingerprint: string | null
    readonly warnings: readonly string[]
  },
): number {
  const signatures = planned.map(({ groupId, objectIds: covers }, place) => ({
    objectId: objectIds[place] ?? null,
    groupId,
    covers,
  }))
  output.document({ file: path, fingerprint, signatures, warnings })
  for (const { objectId, groupId, covers } of signatures) output.line(cliText.signed(objectId ?? 0, groupId, covers))
  if (fingerprint !== null) output.line(cliText.signedWith(formatFingerprint(fingerprint)))
  return 0
}
