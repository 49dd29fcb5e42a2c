/** Every situation of the trust fixtures, through the same domains that the engine connects. */
import { describe, expect, it } from 'vitest'
import { verdictTable } from '../../../src-shared/text/verdicts/index.ts'
import { withTrustEngine } from '../../support/trust-engine.ts'
import {
  bestDecisionCounts,
  imagePath,
  type NamedSituation,
  situationTitle,
  trustFile,
  trustFolder,
  trustSituations,
} from '../../support/trust-fixtures.ts'

function optionOf(args: readonly string[], name: string): string | null {
  const place = args.indexOf(name)
  return place < 0 ? null : (args[place + 1] ?? null)
}

async function verifySituation({ file, situation }: NamedSituation) {
  return withTrustEngine(async ({ keyring, trust, signatures, folder, call }) => {
    // The empty ring holds nothing to import.
    if (!situation.keyring.endsWith('empty.pgp')) {
      await keyring.importMaterial({ kind: 'file', path: trustFile(situation.keyring) })
    }
    for (const { secret, passphrase } of situation.ownKeys) {
      await keyring.importSecret({ kind: 'file', path: trustFile(secret) }, passphrase)
    }
    for (const [fingerprint, kind] of Object.entries(situation.decisions)) {
      if (kind === 'yours') continue
      const how = kind === 'verified' ? 'phone' : 'notChecked'
      await trust.handlers['trust.decide']({ fingerprint, kind, how, scope: { kind: 'everywhere' }, note: '' }, call)
    }
    const group = optionOf(situation.cliArgs, '--group')
    const object = optionOf(situation.cliArgs, '--object')
    const keyFile = optionOf(situation.cliArgs, '--key') ?? optionOf(situation.cliArgs, '--certificate')
    return signatures.verify({
      path: imagePath(file, folder),
      scope: {
        groupId: group === null ? null : Number(group),
        objectId: object === null ? null : Number(object),
        legacy: situation.cliArgs.includes('--legacy'),
      },
      lookUpKeys: false,
      keyFiles: keyFile === null ? [] : [trustFile(keyFile)],
    })
  })
}

const ascending = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b)

const situations = trustSituations()

describe.skipIf(trustFolder === null)('the trust fixtures', () => {
  it('are all there', () => {
    expect(situations).toHaveLength(125)
  })

  it.each(situations.map((one) => [situationTitle(one), one] as const))('%s', async (title, one) => {
    const { design } = one.situation
    const found = await verifySituation(one)
    const allowed =
      bestDecisionCounts[title] === undefined ? [design.verdict, ...design.verdictAlso] : [bestDecisionCounts[title]]
    expect(allowed).toContain(found.verdict)
    if (found.verdict === design.verdict) expect(verdictTable[found.verdict].exitCode).toBe(design.exit)
    expect(found.sentence.length).toBeLessThanOrEqual(80)
    expect({
      integrity: found.integrity,
      coverage: found.coverage,
      signatures: found.signatures.map((signature) => ({
        objectId: signature.objectId,
        scheme: signature.scheme,
        fingerprint: signature.fingerprint,
        hash: signature.hash,
        legacy: signature.legacy,
        keyKnown: signature.key.known,
        keyState: signature.keyState,
        covers: signature.covers,
        state: signature.state,
        hasProblem: signature.problem !== null,
      })),
    }).toEqual({
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
  })
})
