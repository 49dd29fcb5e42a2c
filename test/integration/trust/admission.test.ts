/** Policies with real signatures, the memory of signers, and what waits for review: from first image to another signer. */
import { join } from 'node:path'
import { generateKey, readKey, revokeKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import { type AdmissionService, createAdmission } from '../../../src-main/engine/trust/admission.ts'
import { vouchersOf } from '../../../src-main/engine/trust/vouching.ts'
import type { Admission } from '../../../src-shared/model/policy.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { makeImage } from '../../support/make-sif.ts'
import {
  appendSignature,
  clearSignAt,
  makeSigner,
  messageFor,
  signImage,
  type TestSigner,
} from '../../support/test-signer.ts'
import { type TrustEngine, withTrustEngine } from '../../support/trust-engine.ts'

const first = await makeSigner('Ada Baker')
const second = await makeSigner('Ada Baker')
const third = await makeSigner('Cleo Dunn')
/** A key that lived for a day, long ago. */
const ended = await generateKey({
  userIDs: [{ name: 'Ada Baker' }],
  format: 'object',
  date: new Date('2024-01-01T00:00:00Z'),
  keyExpirationTime: 86_400,
}).then(
  ({ privateKey, publicKey }): TestSigner => ({
    key: privateKey,
    fingerprint: publicKey.getFingerprint().toUpperCase(),
    armored: publicKey.armor(),
  }),
)
const namespace = 'library://acme/cfd'
const whole = { groupId: null, objectId: null, legacy: false }

interface AdmissionEngine extends TrustEngine {
  readonly admission: AdmissionService
  /** An image comes, signed by these, and is treated as the policies say. */
  arrive(name: string, signers: readonly TestSigner[], reference?: string): Promise<Admission>
  review(): Promise<readonly string[]>
}

async function withAdmission(work: (engine: AdmissionEngine) => Promise<void>): Promise<void> {
  let reference: string | null = null
  await withTrustEngine(
    async (engine) => {
      const { context, trust, keyring, signatures, folder, call } = engine
      const admission = createAdmission(context, { trust, keyring, imageOf: () => null })
      for (const { armored } of [first, second, third]) await keyring.importMaterial({ kind: 'text', text: armored })
      const arrive: AdmissionEngine['arrive'] = async (name, signers, from = `${namespace}/${name}:1`) => {
        const path = join(folder, `${name}.sif`)
        await makeImage(path, { labels: { name } })
        for (const signer of signers) {
          // No library signs with a key that has ended.
          if (signer === ended)
            await appendSignature(
              path,
              await clearSignAt(await messageFor(path), signer, new Date()),
              signer.fingerprint,
            )
          else await signImage(path, signer)
        }
        reference = from
        const verification = await signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
        const admitted = admission.judge({ reference: from, verification, pullPolicy: 'refuseChanged' })
        admission.record({
          reference: from,
          digest: null,
          name: `${name}.sif`,
          path,
          sizeBytes: 1,
          verification,
          admission: admitted,
        })
        return admitted
      }
      const review = async () => {
        const entries = await admission.handlers['trust.review']({}, call)
        return entries.map((entry) =>
          entry.kind === 'apart'
            ? `apart ${entry.name}`
            : `${entry.kind} ${entry.fingerprint === second.fingerprint ? 'second' : entry.fingerprint}`,
        )
      }
      await work({ ...engine, admission, arrive, review })
    },
    { imageOf: () => ({ reference, digest: null }) },
  )
}

const decide = (
  { trust }: TrustEngine,
  fingerprint: string,
  kind: 'accepted' | 'verified' | 'rejected',
  where?: string,
) =>
  trust.record({
    fingerprint,
    kind,
    how: kind === 'verified' ? 'phone' : 'notChecked',
    scope: where === undefined ? { kind: 'everywhere' } : { kind: 'namespace', namespace: where },
    note: '',
  })

describe('the first signer of a namespace', () => {
  it('is remembered; another one is kept apart and waits until something is decided', async () => {
    await withAdmission(async (engine) => {
      const { admission, arrive, review, call } = engine
      expect(await arrive('one', [first])).toMatchObject({ outcome: 'labelled', reason: 'unknownSigner' })
      expect(await arrive('two', [first])).toMatchObject({ outcome: 'labelled' })
      expect(await review()).toEqual([])
      expect(await arrive('three', [second])).toMatchObject({ outcome: 'apart', reason: 'anotherSigner' })
      // Keeping on refusing is what happens by itself, however often it comes.
      expect(await arrive('four', [second])).toMatchObject({ outcome: 'apart', reason: 'anotherSigner' })
      expect(await review()).toEqual(['signerChange second', 'apart four.sif', 'apart three.sif'])
      const change = await admission.handlers['trust.signerChange'](
        { namespace, fingerprint: second.fingerprint },
        call,
      )
      expect(change).toMatchObject({
        namespace,
        action: 'apart',
        oldVouchesForNew: false,
        newVouchesForOld: false,
        before: [{ fingerprint: first.fingerprint, apart: [], vouchedBy: [] }],
        now: { fingerprint: second.fingerprint, apart: [{ name: 'four.sif' }, { name: 'three.sif' }] },
      })
      expect(await arrive('five', [first])).toMatchObject({ outcome: 'labelled' })
    })
  })

  it('shares the namespace with one whom the user accepts there', async () => {
    await withAdmission(async (engine) => {
      const { arrive, review } = engine
      await arrive('one', [first])
      await arrive('two', [second])
      decide(engine, second.fingerprint, 'accepted', namespace)
      expect(await review()).toEqual(['apart two.sif'])
      expect(await arrive('three', [second])).toMatchObject({ outcome: 'kept', reason: 'knownSigner' })
      expect(await arrive('four', [first])).toMatchObject({ outcome: 'labelled' })
    })
  })

  it('is not replaced by one whom the user accepted elsewhere or rejected', async () => {
    await withAdmission(async (engine) => {
      const { arrive, review } = engine
      await arrive('one', [first])
      decide(engine, second.fingerprint, 'accepted', 'library://other')
      expect(await arrive('two', [second])).toMatchObject({ outcome: 'apart', reason: 'anotherSigner' })
      decide(engine, second.fingerprint, 'rejected')
      expect(await review()).toEqual(['apart two.sif'])
      expect(await arrive('three', [second])).toMatchObject({ outcome: 'labelled', reason: 'badSigner' })
    })
  })

  it('counts also beside a reviewer nobody knows, and needs no memory of one who is verified', async () => {
    await withAdmission(async (engine) => {
      const { arrive, review } = engine
      await arrive('one', [first])
      expect(await arrive('two', [third, first])).toMatchObject({ outcome: 'labelled' })
      decide(engine, third.fingerprint, 'verified')
      expect(await arrive('three', [third])).toMatchObject({ outcome: 'kept' })
      expect(await review()).toEqual([])
    })
  })

  it('is whom the user knows, not a reviewer beside', async () => {
    await withAdmission(async (engine) => {
      const { arrive, review } = engine
      decide(engine, first.fingerprint, 'verified')
      expect(await arrive('one', [second, first])).toMatchObject({ outcome: 'kept' })
      expect(await arrive('two', [second])).toMatchObject({ outcome: 'apart', reason: 'anotherSigner' })
      expect(await review()).toEqual(['signerChange second', 'apart two.sif'])
    })
  })

  it('is not replaced by one whose key had ended before it signed', async () => {
    await withAdmission(async ({ arrive, keyring }) => {
      await keyring.importMaterial({ kind: 'text', text: ended.armored })
      await arrive('one', [first])
      expect(await arrive('two', [ended])).toMatchObject({ outcome: 'apart', reason: 'anotherSigner' })
      // Nor does such a key become the first.
      expect(await arrive('three', [ended], 'library://acme/new/three:1')).toMatchObject({ outcome: 'labelled' })
      expect(await arrive('four', [second], 'library://acme/new/four:1')).toMatchObject({ outcome: 'labelled' })
    })
  })

  it('is of one namespace alone', async () => {
    await withAdmission(async ({ arrive, review }) => {
      await arrive('one', [first])
      expect(await arrive('two', [second], 'library://acme/genomics/two:1')).toMatchObject({ outcome: 'labelled' })
      expect(await arrive('three', [second], 'library://acme/cfd2/three:1')).toMatchObject({ outcome: 'labelled' })
      expect(await review()).toEqual([])
    })
  })

  it('is not made by an image that a policy kept out, and unsigned images have none', async () => {
    await withAdmission(async ({ admission, arrive }) => {
      admission.setPolicy(
        {
          namespace,
          signers: [first.fingerprint],
          changed: 'refuse',
          other: 'refuse',
          notSigned: 'refuse',
          signerChange: 'apart',
        },
        { kind: 'yours' },
      )
      expect(await arrive('one', [second])).toEqual({ outcome: 'refused', reason: 'otherSigner', namespace })
      expect(await arrive('two', [])).toEqual({ outcome: 'refused', reason: 'notSigned', namespace })
      expect(await arrive('three', [first])).toEqual({ outcome: 'kept', reason: 'allowedSigner', namespace })
      expect(await arrive('four', [second, first])).toEqual({ outcome: 'kept', reason: 'allowedSigner', namespace })
    })
  })
})

describe('what is verified in place', () => {
  it('is compared with the remembered signer too', async () => {
    let reference = `${namespace}/one:1`
    const verified: Record<string, Verification> = {}
    await withTrustEngine(async ({ context, trust, keyring, signatures, folder, call }) => {
      const admission = createAdmission(context, { trust, keyring, imageOf: () => ({ reference, digest: null }) })
      for (const [name, signer] of [
        ['one', first],
        ['two', second],
      ] as const) {
        await keyring.importMaterial({ kind: 'text', text: signer.armored })
        const path = join(folder, `${name}.sif`)
        await makeImage(path)
        await signImage(path, signer)
        reference = `${namespace}/${name}:1`
        verified[name] = await signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
      }
      const entries = await admission.handlers['trust.review']({}, call)
      expect(entries).toMatchObject([{ kind: 'signerChange', namespace, fingerprint: second.fingerprint }])
      // The list of checks says so too, of the second image alone.
      const notes = ['one', 'two'].map((name) => {
        const image = { reference: `${namespace}/${name}:1`, digest: null }
        return verified[name] && (admission.signerNote(image, verified[name])?.detail ?? null)
      })
      expect(notes).toEqual([null, `Until now somebody else signed what comes from ${namespace}/*.`])
    })
  })
})

describe('a revocation', () => {
  it('waits for review when it is about a key that was decided about, until it was seen', async () => {
    await withAdmission(async (engine) => {
      const { admission, keyring, review, call } = engine
      const { publicKey } = await revokeKey({ key: second.key, reasonForRevocation: { flag: 2 }, format: 'object' })
      await keyring.importMaterial({ kind: 'text', text: publicKey.armor() })
      expect(await review()).toEqual([])
      decide(engine, second.fingerprint, 'verified')
      expect(await review()).toEqual(['revocation second'])
      expect(await review()).toEqual(['revocation second'])
      const { fingerprint } = second
      expect(await admission.handlers['trust.sawRevocation']({ fingerprint }, call)).toEqual({ seen: true })
      expect(await admission.handlers['trust.sawRevocation']({ fingerprint }, call)).toEqual({ seen: false })
      expect(await review()).toEqual([])
    })
  })
})

describe('vouching', () => {
  it('is a certification by the old key that holds, and nothing else', async () => {
    const make = async (name: string) =>
      generateKey({ userIDs: [{ name }], format: 'object', date: new Date('2025-01-01') })
    const [old, next, stranger] = [await make('Old'), await make('New'), await make('Stranger')]
    const oldArmor = old.publicKey.armor()
    const certified = (await next.publicKey.signAllUsers([old.privateKey])).armor()
    const name = old.publicKey.getFingerprint().toUpperCase()
    expect(await vouchersOf(certified, [oldArmor, stranger.publicKey.armor()])).toEqual([name])
    expect(await vouchersOf(next.publicKey.armor(), [oldArmor])).toEqual([])
    expect(await vouchersOf(oldArmor, [certified])).toEqual([])
    expect(await vouchersOf(certified, [next.publicKey.armor(), 'no key'])).toEqual([])
    // A key that was revoked vouches for nobody.
    const { publicKey } = await revokeKey({ key: old.privateKey, reasonForRevocation: { flag: 2 }, format: 'object' })
    expect(await vouchersOf(certified, [publicKey.armor()])).toEqual([])
    // A certification of another key that is put onto this one does not hold.
    const forged = await readKey({ armoredKey: stranger.publicKey.armor() })
    const from = await readKey({ armoredKey: certified })
    forged.users[0]?.otherCertifications.push(...(from.users[0]?.otherCertifications ?? []))
    expect(await vouchersOf(forged.armor(), [oldArmor])).toEqual([])
  })
})
