/** Bringing keys in: from files, standard input and the keyrings of other programs. Importing grants no trust. */
import { buffer } from 'node:stream/consumers'
import type { FoundRing, KeyImportPreview } from '../../../src-shared/model/key.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Command, type CommandInput, flagOption, listOption } from '../command.ts'
import { choiceOption, fingerprintText, pathAt } from '../options.ts'
import { passphraseOption } from '../passphrase-file.ts'
import { runCall } from '../run-call.ts'

const name = 'key import'
const programs = ['gnupg', 'singularity', 'apptainer', 'global'] as const

type Material =
  | { readonly kind: 'file' | 'ring'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string }

export const importKeys: Command = {
  usage: 'key import <file>|- | key import --from PROGRAM',
  about: 'add public keys, armored or binary, or your own secret keys; grants no trust',
  options: {
    preview: { type: 'boolean', about: 'only say what would change' },
    from: {
      type: 'string',
      value: 'PROGRAM',
      about: `read a keyring of this computer instead: ${programs.join(', ')} (of all users); it is never written to`,
    },
    only: {
      type: 'string',
      multiple: true,
      value: 'FINGERPRINT',
      about: 'of several keys take this one; may be repeated',
    },
    'passphrase-file': { type: 'string', value: 'F', about: 'import your own secret key, kept under this passphrase' },
  },
  positionals: { min: 0, max: 1 },
  async run(input) {
    const engine = await input.engine()
    const passphrase = await passphraseOption(input)
    const isPreview = flagOption(input, 'preview')
    const materials = await materialsOf(
      input,
      engine,
      isPreview ? 'all' : passphrase === undefined ? 'public' : 'secret',
    )
    const wanted = listOption(input, 'only').map((text) => fingerprintText(text, name))
    const only = wanted.length === 0 ? {} : { only: wanted }
    const outcomes: KeyImportPreview[] = []
    for (const material of materials) {
      const { signal } = input
      if (isPreview) outcomes.push(await runCall(engine, 'keyring.previewImport', { material }, signal))
      else if (passphrase === undefined)
        outcomes.push(await runCall(engine, 'keyring.import', { material, ...only }, signal))
      else outcomes.push(await runCall(engine, 'keyring.importSecret', { material, passphrase, ...only }, signal))
    }
    return printChanges(input, {
      changes: distinct(outcomes.flatMap(({ changes }) => changes)),
      secrets: outcomes.flatMap(({ secrets }) => secrets),
      skipped: outcomes.flatMap(({ skipped }) => skipped),
    })
  },
}

/** @throws AppFailure USAGE, KEYRING_RING_NOT_FOUND */
async function materialsOf(
  input: CommandInput,
  engine: Engine,
  holding: 'public' | 'secret' | 'all',
): Promise<readonly Material[]> {
  const from = choiceOption(input, 'from', programs, name)
  const [file] = input.positionals
  if ((from === undefined) === (file === undefined))
    throw failure('USAGE', { problem: cliText.fileOrProgram, command: name })
  if (from === undefined) {
    if (file !== '-') return [{ kind: 'file', path: pathAt(input, 0) }]
    return [{ kind: 'text', text: textOf(await buffer(process.stdin)) }]
  }
  const rings = await runCall(engine, 'keyring.rings', {}, input.signal)
  const belongs = ({ program, isGlobal }: FoundRing): boolean =>
    from === 'global' ? isGlobal : program === from && !isGlobal
  const ofKind = rings.filter((ring) => belongs(ring) && (holding === 'all' || ring.holds === holding))
  if (ofKind.length === 0) throw failure('KEYRING_RING_NOT_FOUND', { path: from })
  return ofKind.map(({ path }) => ({ kind: 'ring', path }))
}

/** A key that stands in several rings is told once. */
function distinct(changes: KeyImportPreview['changes']): KeyImportPreview['changes'] {
  return [...new Map(changes.toReversed().map((change) => [change.fingerprint, change])).values()].toReversed()
}

/** Armored text as it is; binary keys as base64, which the engine takes as well. */
function textOf(bytes: Buffer): string {
  return bytes.includes('-----BEGIN PGP ') ? bytes.toString('utf8') : bytes.toString('base64')
}

/** Prints what an import changed or would change. @returns the exit code */
export function printChanges(input: CommandInput, { changes, secrets, skipped }: KeyImportPreview): number {
  input.output.document({ changes, secrets, skipped })
  for (const change of changes) {
    input.output.line(
      `${change.effect.padEnd(9)} ${formatFingerprint(change.fingerprint)}  says it belongs to ${change.userIds.map(printable).join(', ')}`,
    )
    for (const detail of change.details) input.output.line(`  ${printable(detail)}`)
  }
  for (const secret of secrets) {
    if (secret.isHere) continue
    input.output.note(cliText.secretOffered(formatFingerprint(secret.fingerprint), secret.protection))
  }
  for (const reason of skipped) input.output.note(printable(reason))
  return 0
}
