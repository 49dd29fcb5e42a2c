/** Signs images: with an own key of the keyring, one that lives in GnuPG, or a private key in PEM form that lies in a file. */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SignResult } from '../../../src-shared/contract/signatures.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import type { SignScope } from '../../../src-shared/model/sign.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import type { Engine } from '../../engine/engine.ts'
import { toAppError } from '../../engine/platform/failures.ts'
import { type Command, type CommandInput, flagOption, listOption, textOption } from '../command.ts'
import { pathAt, wholeNumber } from '../options.ts'
import { neededPassphrase, passphraseOption } from '../passphrase-file.ts'
import { runCall, runJob } from '../run-call.ts'

const largestId = 4_294_967_295

export const sign: Command = {
  usage: 'sign <file>…',
  about: 'sign images with your own key',
  options: {
    key: { type: 'string', value: 'FINGERPRINT', about: 'your key; may be left out when you have one alone' },
    'key-file': { type: 'string', value: 'PEM', about: 'sign with a private key in PEM form instead' },
    gnupg: { type: 'boolean', about: 'the key lives in your GnuPG or on a smartcard, which asks for what it needs' },
    group: { type: 'string', multiple: true, value: 'N', about: 'only the objects of this group; may be repeated' },
    object: { type: 'string', multiple: true, value: 'N', about: 'only this object; may be repeated' },
    'passphrase-file': { type: 'string', value: 'F', about: 'file with the passphrase of the key' },
  },
  positionals: { min: 1, max: 10_000 },
  async run(input) {
    const paths = input.positionals.map((_, place) => pathAt(input, place))
    const scope = readScope(input)
    const engine = await input.engine()
    const way = await readWay(input, engine)
    const answers: Answer[] = []
    for (const path of paths) answers.push(await answer(input, engine, path, scope, way))
    print(input, answers)
    return answers.some((one) => 'error' in one) ? 1 : 0
  },
}

/** With what is signed; asked for once, however many images there are. */
type Way =
  | { readonly kind: 'file'; readonly keyFile: string; readonly passphrase: string | undefined }
  | { readonly kind: 'key'; readonly keeper: 'here' | 'gnupg'; readonly fingerprint: string }

type Answer =
  | (SignResult & { readonly fingerprint: string | null; readonly warnings: readonly string[] })
  | { readonly path: string; readonly error: AppError }

async function readWay(input: CommandInput, engine: Engine): Promise<Way> {
  const keyFile = textOption(input, 'key-file')
  const named = textOption(input, 'key')
  const isGnupg = flagOption(input, 'gnupg')
  if (keyFile !== undefined && (named !== undefined || isGnupg))
    throw failure('USAGE', { problem: cliText.oneKeyOnly, command: 'sign' })
  if (keyFile !== undefined)
    return { kind: 'file', keyFile: await keyFilePath(input, keyFile), passphrase: await passphraseOption(input) }
  if (isGnupg) return { kind: 'key', keeper: 'gnupg', fingerprint: await gnupgFingerprint(input, engine, named) }
  const fingerprint = await ownFingerprint(input, engine, named)
  const passphrase = await neededPassphrase(input, 'sign')
  await runCall(engine, 'keyring.unlock', { fingerprint, passphrase }, input.signal)
  return { kind: 'key', keeper: 'here', fingerprint }
}

/** The key file is read for every image, which a pipe allows once only: said before anything is signed. */
async function keyFilePath(input: CommandInput, typed: string): Promise<string> {
  const path = resolve(typed)
  const found = await stat(path).catch(() => null)
  if (input.positionals.length > 1 && found?.isFIFO())
    throw failure('USAGE', { problem: cliText.keyFromPipe, command: 'sign' })
  return path
}

/** An image that cannot be signed is an answer too, where there are others; a wish to stop is not. */
async function answer(input: CommandInput, engine: Engine, path: string, scope: SignScope, way: Way): Promise<Answer> {
  try {
    return await signOne(input, engine, path, scope, way)
  } catch (error) {
    const failed = toAppError(error)
    if (input.positionals.length === 1 || failed.kind === 'cancelled' || input.signal.aborted) throw error
    return { path, error: failed }
  }
}

async function signOne(
  input: CommandInput,
  engine: Engine,
  path: string,
  scope: SignScope,
  way: Way,
): Promise<Extract<Answer, SignResult>> {
  // Asked first: what would be odd about the result is said even when signing fails later.
  const { warnings } = await runCall(engine, 'signatures.planSigning', { path, scope }, input.signal)
  for (const warning of warnings) input.output.note(signingText.warning(warning))
  if (way.kind === 'file') {
    const { keyFile, passphrase } = way
    const params = { path, scope, keyFile, ...(passphrase === undefined ? {} : { passphrase }) }
    const result = await runCall(engine, 'signatures.signWithFile', params, input.signal)
    return { ...result, fingerprint: null, warnings }
  }
  const { fingerprint, keeper } = way
  const start = () => runCall(engine, 'signatures.sign', { path, scope, fingerprint, keeper }, input.signal)
  const { result } = await runJob(input, engine, start, { quietEvents: true })
  return { ...(result as SignResult), fingerprint, warnings }
}

/** A key in GnuPG that was named, or the only one there. Never a guess among several. */
async function gnupgFingerprint(input: CommandInput, engine: Engine, named: string | undefined): Promise<string> {
  if (named !== undefined) return ownFingerprint(input, engine, named)
  const keys = await runCall(engine, 'signatures.gnupgKeys', { isAsked: true }, input.signal)
  const [only] = keys
  if (only !== undefined && keys.length === 1) return only.fingerprint
  const problem =
    only === undefined ? cliText.noGnupgKey : cliText.severalGnupgKeys(keys.map(({ fingerprint }) => fingerprint))
  throw failure('USAGE', { problem, command: 'sign' })
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

function print({ output }: CommandInput, answers: readonly Answer[]): void {
  const documents = answers.map((one) => {
    if ('error' in one) {
      const { code, area, message, hint } = one.error
      return { file: one.path, error: { code, area, message, ...(hint === undefined ? {} : { hint }) } }
    }
    return { file: one.path, fingerprint: one.fingerprint, signatures: signaturesOf(one), warnings: one.warnings }
  })
  const isOnly = answers.length === 1
  output.document(isOnly ? documents[0] : documents)
  for (const one of answers) {
    if (!isOnly) output.line(`${printable(one.path)}:`)
    if ('error' in one) {
      output.line(cliText.error(printable(one.error.message)))
      continue
    }
    for (const { objectId, groupId, covers } of signaturesOf(one))
      output.line(cliText.signed(objectId ?? 0, groupId, covers))
    if (one.fingerprint !== null) output.line(cliText.signedWith(formatFingerprint(one.fingerprint)))
  }
}

function signaturesOf({ planned, objectIds }: SignResult) {
  return planned.map(({ groupId, objectIds: covers }, place) => ({
    objectId: objectIds[place] ?? null,
    groupId,
    covers,
  }))
}
