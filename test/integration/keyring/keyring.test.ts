/** The keyring with real keys: import and merge, hostile material, own keys, rings of the command lines. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { generateKey, readPrivateKey, reformatKey, revokeKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import type { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { sharedPath } from '../../support/shared.ts'
import { makeSigner } from '../../support/test-signer.ts'
import { withTrustEngine } from '../../support/trust-engine.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: AppFailure) => error.error.code,
  )

const text = (material: string) => ({ kind: 'text', text: material }) as const

describe('importing', () => {
  it('shows first, then stores, and grants nothing', async () => {
    const signer = await makeSigner('Ada Baker')
    await withTrustEngine(async ({ keyring, call }) => {
      const material = text(`Ärgerlich spät:\n\n${signer.armored}\nBye`)
      const preview = await keyring.handlers['keyring.previewImport']({ material }, call)
      expect(await keyring.handlers['keyring.list']({}, call)).toEqual([])
      expect(await keyring.handlers['keyring.import']({ material }, call)).toEqual(preview)
      expect(preview).toEqual({
        changes: [
          {
            fingerprint: signer.fingerprint,
            userIds: ['Ada Baker <signer@example.org>'],
            effect: 'new',
            details: ['New key.'],
          },
        ],
        secrets: [],
        skipped: [],
      })
      const [key] = await keyring.handlers['keyring.list']({}, call)
      expect(key).toMatchObject({ algorithm: 'ed25519', hasSecret: false, decision: null, revoked: null, weak: null })
      const again = await keyring.handlers['keyring.import']({ material }, call)
      expect(again.changes.map(({ effect }) => effect)).toEqual(['unchanged'])
    })
  })

  it('learns names, a later end and a revocation of a key it knows, and never forgets one', async () => {
    const date = new Date('2026-01-01T00:00:00Z')
    const config = { nonDeterministicSignaturesViaNotation: false }
    const { privateKey, publicKey } = await generateKey({
      userIDs: [{ name: 'Old' }],
      keyExpirationTime: 1000,
      date,
      format: 'object',
      config,
    })
    const later = await reformatKey({
      privateKey,
      userIDs: [{ name: 'Old' }, { name: 'New' }],
      keyExpirationTime: 86_400 * 365 * 20,
      date: new Date('2026-02-01T00:00:00Z'),
      format: 'object',
    })
    const { publicKey: revoked } = await revokeKey({
      key: privateKey,
      reasonForRevocation: { flag: 2, string: 'stolen' },
      date: new Date('2026-03-01T00:00:00Z'),
      format: 'object',
    })
    await withTrustEngine(async ({ keyring }) => {
      await keyring.importMaterial(text(publicKey.armor()))
      const extended = await keyring.importMaterial(text(later.publicKey.armor()))
      expect(extended.changes[0]).toMatchObject({ effect: 'updated', userIds: expect.arrayContaining(['Old', 'New']) })
      expect(extended.changes[0]?.details.join(' ')).toMatch(/New name: New\..*It ends on/)
      const ended = await keyring.importMaterial(text(revoked.armor()))
      expect(ended.changes[0]?.details).toEqual(['The key is revoked now.'])
      // An older copy brings nothing back.
      expect((await keyring.importMaterial(text(publicKey.armor()))).changes[0]?.effect).toBe('unchanged')
      const [summary] = [keyring.stored(publicKey.getFingerprint().toUpperCase())?.summary]
      expect(summary?.parts[0]?.life.revocations).toEqual([
        { reason: 'compromised', text: 'stolen', at: '2026-03-01T00:00:00.000Z' },
      ])
      expect(summary?.userIds).toHaveLength(2)
    })
  })

  it('takes a revocation by somebody else for nothing', async () => {
    const victim = await makeSigner('Victim')
    const attacker = await makeSigner('Attacker')
    const { publicKey: revoked } = await revokeKey({ key: attacker.key, format: 'object' })
    const stolen = revoked.revocationSignatures[0]
    const forged = victim.key.toPublic()
    if (stolen !== undefined) forged.revocationSignatures.push(stolen)
    await withTrustEngine(async ({ keyring }) => {
      await keyring.importMaterial(text(victim.armored))
      await keyring.importMaterial(text(forged.armor()))
      expect(keyring.stored(victim.fingerprint)?.summary.parts[0]?.life.revocations).toEqual([])
    })
  })

  it('keeps the public half of a secret key only, and says so', async () => {
    const signer = await makeSigner('Ada Baker')
    await withTrustEngine(async ({ keyring, folder, call }) => {
      const preview = await keyring.importMaterial(text(signer.key.armor()))
      expect(preview.skipped).toEqual([
        `The secret half of ${signer.fingerprint} was left out; only the public half counts here.`,
      ])
      expect(keyring.isOwn(signer.fingerprint)).toBe(false)
      const { armored } = await keyring.handlers['keyring.export']({ fingerprint: signer.fingerprint }, call)
      expect(armored).toContain('PUBLIC KEY BLOCK')
      expect(readFileSync(join(folder, 'home', 'sif-desktop.db')).includes('PRIVATE')).toBe(false)
    })
  })

  it.each([
    ['nothing', ''],
    ['a letter', 'Dear Ada, no key here.'],
    ['a block that is not closed', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME'],
    ['a binary beginning of nothing', Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff).toString('latin1')],
  ])('refuses %s', async (_name, material) => {
    await withTrustEngine(async ({ keyring }) => {
      expect(await codeOf(keyring.importMaterial(text(material)))).toBe('KEYRING_NO_KEYS')
    })
  })

  it('survives a key that is flooded with signatures', async () => {
    const signer = await makeSigner('Ada Baker')
    const flood = signer.key.toPublic()
    const [user] = flood.users
    const own = user?.selfCertifications[0]
    if (user !== undefined && own !== undefined) {
      for (let count = 0; count < 3000; count += 1) {
        user.otherCertifications.push(own)
      }
    }
    await withTrustEngine(async ({ keyring, call }) => {
      await keyring.importMaterial(text(flood.armor()))
      const { armored } = await keyring.handlers['keyring.export']({ fingerprint: signer.fingerprint }, call)
      expect(armored.length).toBeLessThan(100_000)
      expect(keyring.stored(signer.fingerprint)?.summary.vouchesForItself).toBe(true)
    })
  })
})

describe('own keys', () => {
  it('are protected whole, whatever they came with', async () => {
    const { privateKey } = await generateKey({ userIDs: [{ name: 'Me' }], format: 'object' })
    const fingerprint = privateKey.getFingerprint().toUpperCase()
    await withTrustEngine(async ({ keyring, folder, context }) => {
      expect(await codeOf(keyring.importSecret(text(privateKey.armor()), ''))).toBe('KEYRING_PASSPHRASE_NEEDED')
      await keyring.importSecret(text(privateKey.armor()), 'secret words')
      const file = join(context.paths.home, 'secret-keys', `${fingerprint}.asc`)
      expect([statSync(file).mode & 0o777, keyring.isOwn(fingerprint)]).toEqual([0o600, true])
      const stored = await readPrivateKey({ armoredKey: readFileSync(file, 'utf8') })
      const packets = [stored, ...stored.subkeys].map(({ keyPacket }) => keyPacket.isDecrypted())
      expect(packets).toEqual([false, false])
      expect(readdirSync(join(folder, 'home', 'secret-keys'))).toHaveLength(1)
      expect(
        await codeOf(
          Promise.resolve().then(() =>
            keyring.handlers['keyring.remove']({ fingerprint }, { signal: new AbortController().signal }),
          ),
        ),
      ).toBe('KEYRING_HAS_SECRET')
    })
  })

  const rsa = sharedPath('fixtures/trust/keys/pgp/rsa.sec.asc')
  it.skipIf(rsa === null)(
    'of the command lines, half unprotected, are repaired; a wrong passphrase stores nothing',
    async () => {
      const material = { kind: 'file', path: rsa ?? '' } as const
      await withTrustEngine(async ({ keyring, context, call }) => {
        expect(await codeOf(keyring.importSecret(material, 'wrong'))).toBe('KEYRING_PASSPHRASE_WRONG')
        expect(await keyring.handlers['keyring.list']({}, call)).toEqual([])
        await keyring.importSecret(material, 'pw-public-rsa')
        const [key] = await keyring.handlers['keyring.list']({}, call)
        const file = join(context.paths.home, 'secret-keys', `${key?.fingerprint}.asc`)
        const stored = await readPrivateKey({ armoredKey: readFileSync(file, 'utf8') })
        expect([stored, ...stored.subkeys].every(({ keyPacket }) => !keyPacket.isDecrypted())).toBe(true)
      })
    },
  )
})

const interop = sharedPath('fixtures/trust/keys/interop')
/** Kinds that OpenPGP.js cannot check in Node: known, but said to be unusable. */
const unusable = ['gpg-bp256', 'gpg-bp512', 'gpg-k1']
const weak: Readonly<Record<string, string>> = { 'gpg-rsa1024': 'RSA with 1024 bits', 'gpg-dsa2048': 'DSA' }

describe.skipIf(interop === null)('keys of other programs', () => {
  const names =
    interop === null
      ? []
      : readdirSync(interop)
          .filter((name) => name.endsWith('.pub.asc'))
          .map((name) => name.slice(0, -8))

  it.each(names)('%s is read, merged with its secret copy, exported and read again', async (name) => {
    await withTrustEngine(async ({ keyring, call }) => {
      const first = await keyring.importMaterial({ kind: 'file', path: join(interop ?? '', `${name}.pub.asc`) })
      expect(first.changes.map(({ effect }) => effect)).toEqual(['new'])
      const second = await keyring.importMaterial({ kind: 'file', path: join(interop ?? '', `${name}.sec.asc`) })
      // Other programs order or shorten a copy as they like; it is the same key all the same.
      expect(second.changes.map(({ fingerprint }) => fingerprint)).toEqual(
        first.changes.map(({ fingerprint }) => fingerprint),
      )
      const [key] = await keyring.handlers['keyring.list']({}, call)
      expect(await keyring.handlers['keyring.list']({}, call)).toHaveLength(1)
      expect(key?.weak ?? null).toBe(
        weak[name] ?? (unusable.includes(name) ? 'its own signatures do not hold or cannot be checked here' : null),
      )
      const { armored } = await keyring.handlers['keyring.export']({ fingerprint: key?.fingerprint ?? '' }, call)
      expect((await keyring.importMaterial(text(armored))).changes.map(({ effect }) => effect)).toEqual(['unchanged'])
    })
  })
})

const homes = sharedPath('fixtures/cli-home')
describe.skipIf(homes === null)('rings of the command lines', () => {
  const rings = (folder: string): string[] =>
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => /pgp-(public|secret)$/.test(name) && statSync(join(folder, name)).size > 0)

  it.each(homes === null ? [] : rings(homes))('%s is read as it is', async (name) => {
    await withTrustEngine(async ({ keyring }) => {
      const preview = await keyring.importMaterial({ kind: 'file', path: join(homes ?? '', name) })
      expect(preview.changes.length).toBeGreaterThan(0)
    })
  })
})
