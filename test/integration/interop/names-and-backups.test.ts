/** Names that are added and backups that are checked, with GnuPG and Sequoia reading what comes out. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decryptKey, readPrivateKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../support/failing.ts'
import { hasProgram, makeImage } from '../../support/make-sif.ts'
import { withEngine } from '../../support/own-key-engine.ts'

const passphrase = 'correct horse battery'
const ada = { name: 'Ada Baker', email: 'ada@example.org', lifeDays: 30, passphrase }

describe('a name that is added', () => {
  it.skipIf(!hasProgram('gpg') || !hasProgram('sq')).each(['ed25519', 'rsa4096'] as const)(
    'to an %s key is taken by GnuPG and Sequoia, and changes nothing else',
    { timeout: 120_000 },
    async (kind) => {
      await withEngine(async ({ call, folder }) => {
        const made = (await call('keyring.make', { ...ada, kind })).key
        const { fingerprint } = made
        const named = await call('keyring.addUserId', {
          fingerprint,
          name: 'Ada B.',
          email: 'ada@work.example',
          comment: 'work',
          passphrase,
        })
        expect(named.userIds).toEqual(['Ada Baker <ada@example.org>', 'Ada B. (work) <ada@work.example>'])
        expect([named.expiresAt, named.subkeys]).toEqual([made.expiresAt, made.subkeys])
        const file = join(folder, 'p.asc')
        await writeFile(file, (await call('keyring.export', { fingerprint })).armored)
        const home = join(folder, 'g')
        mkdirSync(home, { mode: 0o700 })
        const gpg = (...args: readonly string[]) =>
          execFileSync('gpg', ['--homedir', home, '--batch', ...args], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          })
        try {
          gpg('--import', file)
          const uids = gpg('--with-colons', '--list-keys').match(/^uid:.*$/gm) ?? []
          expect(uids.map((line) => line.split(':')[9])).toEqual([
            'Ada Baker <ada@example.org>',
            'Ada B. (work) <ada@work.example>',
          ])
        } finally {
          execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
        }
        expect(execFileSync('sq', ['inspect', file], { encoding: 'utf8' })).toContain(
          'Ada B. (work) <ada@work.example>',
        )
        // The secret half knows it too, and is protected as before.
        const secret = await readPrivateKey({
          armoredKey: (await call('keyring.exportSecret', { fingerprint })).armored,
        })
        expect(secret.getUserIDs()).toHaveLength(2)
        expect((await decryptKey({ privateKey: secret, passphrase })).isDecrypted()).toBe(true)
      })
    },
  )

  it.each([
    [{ name: 'Ada Baker', email: 'ada@example.org' }, 'KEYRING_NAME_KNOWN'],
    [{ name: 'Ada <root@example.org>', email: 'a@example.org' }, 'KEYRING_NAME_MALFORMED'],
    [{ name: 'Two\nlines', email: '' }, 'KEYRING_NAME_MALFORMED'],
    [{ name: 'Ada', email: 'no address' }, 'KEYRING_NAME_MALFORMED'],
    [{ name: 'Ada \u202egro', email: '' }, 'KEYRING_NAME_MALFORMED'],
    [{ name: 'Ada', email: 'ada@other.example', passphrase: 'another one' }, 'KEYRING_PASSPHRASE_WRONG'],
  ])('%o is refused', async (wanted, code) => {
    await withEngine(async ({ call }) => {
      const { fingerprint } = (await call('keyring.make', ada)).key
      expect(await codeOf(call('keyring.addUserId', { fingerprint, passphrase, ...wanted }))).toBe(code)
      expect((await call('keyring.get', { fingerprint })).userIds).toHaveLength(1)
    })
  })

  it('is not added to a revoked key', async () => {
    await withEngine(async ({ call }) => {
      const { fingerprint } = (await call('keyring.make', ada)).key
      await call('keyring.unlock', { fingerprint, passphrase })
      await call('keyring.revoke', { fingerprint, reason: 'retired' })
      const adding = call('keyring.addUserId', { fingerprint, name: 'Ada', email: 'b@example.org', passphrase })
      expect(await codeOf(adding)).toBe('KEYRING_NOT_NAMEABLE')
    })
  })
})

describe('a backup', () => {
  it('is seen to restore, and what could not bring the key back is said', async () => {
    await withEngine(async ({ call, folder, home }) => {
      const { fingerprint } = (await call('keyring.make', ada)).key
      const other = (await call('keyring.make', { ...ada, name: 'Other' })).key
      const file = join(folder, 'backup.asc')
      const armored = (await call('keyring.exportSecret', { fingerprint })).armored
      const before = await readFile(join(home, 'secret-keys', `${fingerprint}.asc`), 'utf8')
      const check = async (text: string, words = passphrase): Promise<string | null> => {
        await writeFile(file, text)
        return codeOf(
          call('keyring.checkBackup', { fingerprint, material: { kind: 'file', path: file }, passphrase: words }),
        )
      }
      expect(await check((await call('keyring.export', { fingerprint })).armored)).toBe('KEYRING_BACKUP_NO_SECRET')
      const foreign = (await call('keyring.exportSecret', { fingerprint: other.fingerprint })).armored
      expect(await check(foreign)).toBe('KEYRING_BACKUP_OTHER_KEY')
      expect(await check(armored, 'not this one')).toBe('KEYRING_PASSPHRASE_WRONG')
      expect(await check(armored.slice(0, armored.length / 2))).toBe('KEYRING_BACKUP_NO_SECRET')
      const whole = await readPrivateKey({ armoredKey: armored })
      whole.subkeys = []
      expect(await check(whole.armor())).toBe('KEYRING_BACKUP_INCOMPLETE')
      expect((await call('keyring.get', { fingerprint })).backedUpAt).toBeNull()

      await writeFile(file, armored)
      const material = { kind: 'file', path: file } as const
      const checked = await call('keyring.checkBackup', { fingerprint, material, passphrase })
      expect(checked.secretParts).toBe(2)
      expect(checked.key.backedUpAt).not.toBeNull()
      // Looking at it changed nothing, and it does bring the key back.
      expect(await readFile(join(home, 'secret-keys', `${fingerprint}.asc`), 'utf8')).toBe(before)
      await call('keyring.removeSecret', { fingerprint })
      await call('keyring.importSecret', { material, passphrase })
      expect((await call('keyring.get', { fingerprint })).hasSecret).toBe(true)
    })
  })
})

describe('an unlocked key', () => {
  it('stays so until it is locked when that was asked for, and never beyond the engine', async () => {
    await withEngine(async ({ call, engine }) => {
      const { fingerprint } = (await call('keyring.make', ada)).key
      await call('keyring.unlock', { fingerprint, passphrase, minutes: 0 })
      expect((await call('keyring.unlocked', {})).fingerprints).toEqual([fingerprint])
      await call('keyring.lock', {})
      expect((await call('keyring.unlocked', {})).fingerprints).toEqual([])
      await call('keyring.unlock', { fingerprint, passphrase, minutes: 0 })
      await engine.close()
      expect(await codeOf(call('keyring.unlocked', {}))).toBe('ENGINE_GONE')
    })
  })
})

describe('removing a key', () => {
  it('names the images that can no longer be checked', async () => {
    await withEngine(async ({ call, sign, folder }) => {
      const { fingerprint } = (await call('keyring.make', ada)).key
      const path = join(folder, 'mine.sif')
      await makeImage(path)
      await call('keyring.unlock', { fingerprint, passphrase })
      await sign(path, fingerprint)
      await call('images.add', { paths: [path] })
      await call('signatures.verify', { path })
      await expect
        .poll(async () => (await call('keyring.dependents', { fingerprint })).images, { timeout: 20_000 })
        .toEqual([{ path, name: 'mine.sif' }])
      expect((await call('keyring.dependents', { fingerprint: 'A'.repeat(40) })).images).toEqual([])
    })
  })
})
