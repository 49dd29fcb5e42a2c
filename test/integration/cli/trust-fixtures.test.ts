/** Every situation of the trust fixtures as a user of the terminal meets it: options, JSON and exit codes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { verdictTable } from '../../../src-shared/text/verdicts/index.ts'
import { runCommand } from '../../support/command-line.ts'
import {
  bestDecisionCounts,
  imagePath,
  type Situation,
  situationTitle,
  trustFile,
  trustFolder,
  trustSituations,
} from '../../support/trust-fixtures.ts'

// Each situation is a process; they share the processors.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 3 })

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sif-desktop-cli-trust-'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

/** One home for each set of keys and decisions, filled by the commands that a user would type. */
const homes = new Map<string, Promise<string>>()

function homeFor({ keyring, decisions, ownKeys }: Situation): Promise<string> {
  const name = JSON.stringify([keyring, decisions, ownKeys])
  const known = homes.get(name)
  if (known !== undefined) return known
  const home = prepareHome(join(folder, `home-${homes.size}`), { keyring, decisions, ownKeys })
  homes.set(name, home)
  return home
}

async function prepareHome(
  home: string,
  { keyring, decisions, ownKeys }: Pick<Situation, 'keyring' | 'decisions' | 'ownKeys'>,
): Promise<string> {
  const succeed = async (...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await runCommand(home, args)
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' })
  }
  // The empty ring holds nothing to import.
  if (!keyring.endsWith('empty.pgp')) await succeed('key', 'import', trustFile(keyring))
  for (const [index, { secret, passphrase }] of ownKeys.entries()) {
    const file = `${home}-passphrase-${index}`
    await writeFile(file, `${passphrase}\n`, { mode: 0o600 })
    await succeed('key', 'import', trustFile(secret), '--passphrase-file', file)
  }
  for (const [fingerprint, kind] of Object.entries(decisions)) {
    if (kind !== 'yours') await succeed('key', 'decide', fingerprint, kind)
  }
  return home
}

/** The options of a situation; files in them lie in the fixtures. */
function optionsOf({ cliArgs }: Situation): readonly string[] {
  return cliArgs.map((argument) => (argument.startsWith('keys/') ? trustFile(argument) : argument))
}

const ascending = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b)

describe.skipIf(trustFolder === null)('sif-desktop verify', { concurrent: true }, () => {
  it.each(trustSituations().map((one) => [situationTitle(one), one] as const))('%s', async (title, one) => {
    const { design } = one.situation
    const home = await homeFor(one.situation)
    const image = imagePath(one.file, folder)
    const result = await runCommand(home, ['verify', image, '--offline', '--json', ...optionsOf(one.situation)])
    const found = result.document as Verification
    const allowed =
      bestDecisionCounts[title] === undefined ? [design.verdict, ...design.verdictAlso] : [bestDecisionCounts[title]]
    expect(allowed).toContain(found.verdict)
    expect(result.code).toBe(found.verdict === design.verdict ? design.exit : verdictTable[found.verdict].exitCode)
    expect(result.stderr).toBe('')
    expect({
      file: found.file,
      integrity: found.integrity,
      coverage: found.coverage,
      signatures: found.signatures.map(({ objectId, scheme, fingerprint, hash, legacy, key, keyState, ...more }) => ({
        objectId,
        scheme,
        fingerprint,
        hash,
        legacy,
        keyKnown: key.known,
        keyState,
        covers: more.covers,
        state: more.state,
        hasProblem: more.problem !== null,
      })),
    }).toEqual({
      file: image,
      integrity: design.integrity,
      coverage: design.coverage,
      signatures: design.signatures.map(({ problem, scheme, covers, ...signature }) => ({
        objectId: signature.objectId,
        scheme: scheme ?? 'unknown',
        fingerprint: signature.fingerprint,
        hash: signature.hash,
        legacy: signature.legacy,
        keyKnown: signature.keyKnown,
        keyState: signature.keyState,
        covers: ascending(covers),
        state: signature.state,
        hasProblem: problem !== undefined,
      })),
    })
    const note = found.checks.find(({ name }) => name === 'Certificate')
    const certificate = design.signatures.find((signature) => signature.certificate !== undefined)?.certificate
    if (certificate !== undefined) expect(note?.result).toBe(certificate === 'ok' ? 'done' : 'failed')
  })
})
