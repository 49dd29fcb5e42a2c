/** Decisions and what they do to images that were verified before: facts are kept, verdicts are drawn anew. */
import { appendFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { revokeKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import type { DecisionScope } from '../../../src-shared/model/decision.ts'
import { isInNamespace } from '../../../src-shared/model/namespace.ts'
import type { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { makeImage } from '../../support/make-sif.ts'
import { makeSigner, signImage } from '../../support/test-signer.ts'
import { type TrustEngine, withTrustEngine } from '../../support/trust-engine.ts'

const signer = await makeSigner('Ada Baker')
const { fingerprint } = signer
const everywhere: DecisionScope = { kind: 'everywhere' }
const whole = { groupId: null, objectId: null, legacy: false }

type Decide = Parameters<TrustEngine['trust']['handlers']['trust.decide']>[0]
const decide = (
  { trust, call }: TrustEngine,
  kind: Decide['kind'],
  how: Decide['how'],
  scope: DecisionScope = everywhere,
) => trust.handlers['trust.decide']({ fingerprint, kind, how, scope, note: '' }, call)

async function signedImage({ folder }: TrustEngine): Promise<string> {
  const path = join(folder, 'image.sif')
  await makeImage(path)
  await signImage(path, signer)
  return path
}

describe('a decision', () => {
  it('changes the verdict of what was verified before, and can be taken back', async () => {
    await withTrustEngine(async (engine) => {
      const { keyring, signatures, trust, call } = engine
      await keyring.importMaterial({ kind: 'text', text: signer.armored })
      const path = await signedImage(engine)
      const last = async () => (await signatures.handlers['signatures.last']({ path }, call))?.verdict ?? null
      expect(await last()).toBeNull()
      const seen = [(await signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })).verdict]
      await decide(engine, 'accepted', 'notChecked')
      seen.push((await last()) ?? 'cannotCheck')
      await decide(engine, 'verified', 'inPerson')
      seen.push((await last()) ?? 'cannotCheck')
      await decide(engine, 'rejected', 'notChecked')
      seen.push((await last()) ?? 'cannotCheck')
      expect(trust.handlers['trust.undecide']({ fingerprint }, call)).toEqual({ removed: 1 })
      seen.push((await last()) ?? 'cannotCheck')
      expect(seen).toEqual(['unknown', 'accepted', 'verified', 'rejected', 'unknown'])
    })
  })

  it('never calls a key verified that was not checked, and is about whole keys', async () => {
    await withTrustEngine(async (engine) => {
      await engine.keyring.importMaterial({ kind: 'text', text: signer.armored })
      const subkey = signer.key.subkeys[0]?.getFingerprint().toUpperCase() ?? ''
      const codes = []
      for (const attempt of [
        () => decide(engine, 'verified', 'notChecked'),
        () =>
          engine.trust.handlers['trust.decide'](
            { fingerprint: subkey, kind: 'accepted', how: 'phone', scope: everywhere, note: '' },
            engine.call,
          ),
      ]) {
        try {
          await attempt()
        } catch (error) {
          codes.push((error as AppFailure).error.code)
        }
      }
      expect(codes).toEqual(['TRUST_NOT_CHECKED', 'TRUST_NOT_A_PRIMARY_KEY'])
    })
  })

  it('of narrower scope counts before a wider one', async () => {
    const digest = `sha256:${'a'.repeat(64)}`
    const image = { reference: 'library://acme/genomics/gatk:4.6.1', digest }
    await withTrustEngine(async (engine) => {
      const { trust } = engine
      const kinds = () => trust.decisionFor(fingerprint, image)?.kind ?? null
      const seen = [kinds()]
      await decide(engine, 'rejected', 'notChecked', everywhere)
      seen.push(kinds())
      await decide(engine, 'accepted', 'notChecked', { kind: 'namespace', namespace: 'library://acme/*' })
      seen.push(kinds())
      await decide(engine, 'rejected', 'notChecked', { kind: 'namespace', namespace: 'library://acme/genomics' })
      seen.push(kinds())
      await decide(engine, 'verified', 'phone', { kind: 'image', digest })
      seen.push(kinds())
      expect(seen).toEqual([null, 'rejected', 'accepted', 'rejected', 'verified'])
      expect(trust.decisionFor(fingerprint, { reference: null, digest: null })?.kind).toBe('rejected')
      expect(trust.shownDecision(fingerprint)?.scope).toEqual(everywhere)
    })
  })

  it.each([
    ['library://acme', 'library://acme/x:1', true],
    ['library://acme/*', 'library://acme/genomics/x:1', true],
    ['library://acme/genomics/x', 'library://acme/genomics/x:1', true],
    ['library://acme', 'library://acme2/x', false],
    ['', 'library://acme/x', false],
    ['*', 'library://acme/x', false],
  ])('for %s is about %s: %s', (namespace, reference, expected) => {
    expect(isInNamespace(reference, namespace)).toBe(expected)
  })
})

describe('what was verified before', () => {
  it('learns of a revocation without reading the file again', async () => {
    const { publicKey: revoked } = await revokeKey({
      key: signer.key,
      reasonForRevocation: { flag: 2 },
      format: 'object',
    })
    await withTrustEngine(async (engine) => {
      const { keyring, signatures, call } = engine
      await keyring.importMaterial({ kind: 'text', text: signer.armored })
      const path = await signedImage(engine)
      await signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
      await keyring.importMaterial({ kind: 'text', text: revoked.armor() })
      const found = await signatures.handlers['signatures.last']({ path }, call)
      expect([found?.verdict, found?.sentence]).toEqual([
        'revoked',
        'The signer’s key was revoked as compromised; its signatures count for nothing.',
      ])
    })
  })

  it('is tried again when the missing key arrives', async () => {
    await withTrustEngine(async (engine) => {
      const { keyring, signatures, context, call } = engine
      const path = await signedImage(engine)
      expect((await signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })).verdict).toBe(
        'cannotCheck',
      )
      const told = new Promise<string>((resolve) => {
        context.events.listen((event) => {
          if (event.event === 'signatures.verified') resolve(event.payload.verification.verdict)
        })
      })
      await keyring.importMaterial({ kind: 'text', text: signer.armored })
      expect(await told).toBe('unknown')
      expect((await signatures.handlers['signatures.last']({ path }, call))?.verdict).toBe('unknown')
    })
  })

  it('is shown in lists as of now, whatever changed since', async () => {
    let reference: string | null = null
    await withTrustEngine(
      async (engine) => {
        const { keyring, signatures } = engine
        await keyring.importMaterial({ kind: 'text', text: signer.armored })
        const path = await signedImage(engine)
        const { stamp } = await signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
        const shown = () => signatures.latest(path, stamp)?.verdict ?? null
        const seen = [shown(), shown()]
        await decide(engine, 'accepted', 'notChecked', { kind: 'namespace', namespace: 'library://acme' })
        seen.push(shown())
        reference = 'library://acme/tools/x:1'
        seen.push(shown())
        await decide(engine, 'rejected', 'notChecked', { kind: 'namespace', namespace: 'library://acme/tools' })
        seen.push(shown())
        expect(seen).toEqual(['unknown', 'unknown', 'unknown', 'accepted', 'rejected'])
      },
      { imageOf: () => ({ reference, digest: null }) },
    )
  })

  it('is forgotten when the file changes', async () => {
    await withTrustEngine(async (engine) => {
      const { signatures, call } = engine
      const path = await signedImage(engine)
      const found = await signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
      expect(signatures.latest(path, found.stamp)?.verdict).toBe('cannotCheck')
      await appendFile(path, 'x')
      expect(await signatures.handlers['signatures.last']({ path }, call)).toBeNull()
      await utimes(path, new Date(0), new Date(0))
      expect(signatures.latest(path, { sizeBytes: found.stamp.sizeBytes + 1, modifiedMs: 0 })).toBeNull()
    })
  })
})

it('a verification is a job with a result', async () => {
  await withTrustEngine(async (engine) => {
    const { signatures, context, call } = engine
    const path = await signedImage(engine)
    const { jobId } = await signatures.handlers['signatures.verify'](
      { path, lookUpKeys: false, legacy: false, keyFiles: [] },
      call,
    )
    const job = await context.jobs.finished(jobId)
    expect([job.state, (job.result as { verdict: string }).verdict, job.subject]).toEqual([
      'done',
      'cannotCheck',
      'image.sif',
    ])
  })
})
