/** Keys and signatures of this application and of GnuPG, Sequoia and siftool, in both directions. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPrivateKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import { hasProgram, makeImage } from '../../support/make-sif.ts'
import { type WholeEngine, withEngine } from '../../support/own-key-engine.ts'
import { appendSignature, messageFor } from '../../support/test-signer.ts'

const passphrase = 'correct horse battery'
const lacks = (...names: readonly string[]): boolean => names.some((name) => !hasProgram(name))

/** GnuPG in a folder of its own; its agent ends with the folder. */
function gnupg(folder: string) {
  const home = join(folder, 'g')
  mkdirSync(home, { mode: 0o700 })
  const run = (args: readonly string[], input?: string): string =>
    execFileSync('gpg', ['--batch', '--yes', '--pinentry-mode', 'loopback', '--passphrase', passphrase, ...args], {
      env: { PATH: process.env.PATH, GNUPGHOME: home, LC_ALL: 'C' },
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  const stop = (): void => {
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
  }
  return { run, stop }
}

/** Checks a file and waits for what was found. */
async function lastVerification(call: WholeEngine['call'], path: string) {
  await call('signatures.verify', { path })
  for (let tries = 0; tries < 1000; tries += 1) {
    const last = await call('signatures.last', { path })
    if (last !== null) return last
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return expect.fail('there is no verification')
}

const signatureOf = (path: string, id: number): string =>
  execFileSync('siftool', ['dump', String(id), path], { encoding: 'utf8' })

describe('what is made here', () => {
  it.skipIf(lacks('gpg', 'sq', 'siftool')).each(['ed25519', 'rsa4096'] as const)(
    'an %s key and its signatures are taken by GnuPG, Sequoia and siftool, also after a new end',
    { timeout: 120_000 },
    async (kind) => {
      await withEngine(async ({ call, sign, folder }) => {
        const { key } = await call('keyring.make', {
          kind,
          name: 'Ada Baker',
          email: 'ada@example.org',
          lifeDays: 30,
          passphrase,
        })
        const { fingerprint } = key
        await call('keyring.extend', { fingerprint, lifeDays: 700, passphrase })
        await call('keyring.unlock', { fingerprint, passphrase })
        const path = join(folder, 'image.sif')
        await makeImage(path)
        await sign(path, fingerprint)
        const list = execFileSync('siftool', ['list', path], { encoding: 'utf8' })
        expect(list).toMatch(/Signature/)
        const text = signatureOf(path, 4)
        const publicKey = (await call('keyring.export', { fingerprint })).armored
        const secretKey = (await call('keyring.exportSecret', { fingerprint })).armored
        const files = { text: join(folder, 's.asc'), public: join(folder, 'p.asc'), secret: join(folder, 'sec.asc') }
        await writeFile(files.text, text)
        await writeFile(files.public, publicKey)
        await writeFile(files.secret, secretKey)
        const gpg = gnupg(folder)
        try {
          gpg.run(['--import', files.public])
          expect(gpg.run(['--status-fd', '1', '--verify', files.text])).toMatch(new RegExp(`VALIDSIG .*${fingerprint}`))
          gpg.run(['--import', files.secret])
          // With the secret key there, GnuPG signs as its owner.
          expect(gpg.run(['--clearsign', '-u', fingerprint], 'text')).toContain('BEGIN PGP SIGNATURE')
          const days = Number(/^pub:(?:[^:]*:){5}(\d+)/m.exec(gpg.run(['--with-colons', '--list-keys']))?.[1])
          expect((days - Date.now() / 1000) / 86_400).toBeGreaterThan(690)
        } finally {
          gpg.stop()
        }
        const verified = execFileSync('sq', ['verify', '--signer-cert', files.public, files.text], { encoding: 'utf8' })
        expect(verified.trimEnd()).toBe(await messageFor(path))
        expect(execFileSync('sq', ['inspect', files.secret], { encoding: 'utf8' })).toMatch(/Secret key: Encrypted/)
      })
    },
  )
})

describe('what others make', () => {
  it.skipIf(lacks('gpg')).each(['ed25519', 'rsa3072', 'nistp256'])(
    'a GnuPG key of %s signs here, and its own signatures check here',
    { timeout: 120_000 },
    async (kind) => {
      await withEngine(async ({ call, sign, folder }) => {
        const gpg = gnupg(folder)
        const path = join(folder, 'image.sif')
        await makeImage(path)
        let fingerprint = ''
        try {
          gpg.run(['--quick-generate-key', 'Grace <grace@example.org>', kind, 'sign', '1y'])
          fingerprint = /^fpr:{9}([0-9A-F]{40}):/m.exec(gpg.run(['--with-colons', '--list-keys']))?.[1] ?? ''
          gpg.run(['--quick-add-uid', fingerprint, 'Second <second@example.org>'])
          gpg.run(['--quick-add-key', fingerprint, kind.replace('nistp256', 'rsa2048'), 'sign', '1y'])
          const theirs = gpg.run(
            ['--clearsign', '--digest-algo', 'SHA256', '-u', `${fingerprint}!`],
            await messageFor(path),
          )
          await appendSignature(path, theirs.trimEnd(), fingerprint)
          const secret = gpg.run(['--armor', '--export-secret-keys', fingerprint])
          await call('keyring.importSecret', { material: { kind: 'text', text: secret }, passphrase })
        } finally {
          gpg.stop()
        }
        const extended = await call('keyring.extend', { fingerprint, lifeDays: 1000, passphrase })
        expect(extended.userIds.toSorted()).toEqual(['Grace <grace@example.org>', 'Second <second@example.org>'])
        expect(extended.subkeys.map(({ canSign }) => canSign)).toEqual([true])
        const ends = [extended.expiresAt, ...extended.subkeys.map(({ expiresAt }) => expiresAt)]
        for (const end of ends) expect((Date.parse(end ?? '') - Date.now()) / 86_400_000).toBeGreaterThan(990)
        await call('keyring.unlock', { fingerprint, passphrase })
        await sign(path, fingerprint)
        await call('signatures.verify', { path })
        for (let tries = 0; tries < 1000; tries += 1) {
          const last = await call('signatures.last', { path })
          if (last !== null && last.signatures.length === 2) {
            expect(last.signatures.map((one) => [one.fingerprint, one.state])).toEqual([
              [fingerprint, 'intact'],
              [fingerprint, 'intact'],
            ])
            return expect(last.verdict).toBe('yours')
          }
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
        expect.fail('there is no verification')
      })
    },
  )

  it.skipIf(lacks('sq'))(
    'a message that Sequoia clear-signed over an image checks here, with its key fetched as a file',
    { timeout: 60_000 },
    async () => {
      await withEngine(async ({ call, folder }) => {
        const secret = join(folder, 'sq.pgp')
        const open = join(folder, 'sq.pub')
        execFileSync('sq', ['key', 'generate', '--userid', 'Sam <sam@example.org>', '--export', secret], {
          stdio: 'pipe',
        })
        const certificate = execFileSync('sq', ['key', 'extract-cert', secret], { encoding: 'utf8', stdio: 'pipe' })
        await writeFile(open, certificate)
        const { changes } = await call('keyring.import', { material: { kind: 'file', path: open } })
        const fingerprint = changes[0]?.fingerprint ?? ''
        const path = join(folder, 'image.sif')
        await makeImage(path)
        const text = join(folder, 'message.json')
        await writeFile(text, await messageFor(path))
        const signed = ['sign', '--cleartext-signature', '--signer-key', secret, text]
        const theirs = execFileSync('sq', signed, { encoding: 'utf8', stdio: 'pipe' })
        await appendSignature(path, theirs.trimEnd(), fingerprint)
        const verification = await lastVerification(call, path)
        expect(verification.signatures.map((one) => [one.fingerprint, one.state])).toEqual([[fingerprint, 'intact']])
        expect(verification.verdict).toBe('unknown')
        // What was changed after it was signed is a change, whoever signed it.
        const other = join(folder, 'other.sif')
        await makeImage(other)
        await appendSignature(other, theirs.replace('"version":1', '"version":2').trimEnd(), fingerprint)
        expect((await lastVerification(call, other)).verdict).toBe('changed')
      })
    },
  )

  it.skipIf(lacks('sq', 'siftool'))(
    'a Sequoia key, whose primary key only certifies, signs here',
    { timeout: 60_000 },
    async () => {
      await withEngine(async ({ call, sign, folder }) => {
        const file = join(folder, 'sq.pgp')
        execFileSync('sq', ['key', 'generate', '--userid', 'Sam <sam@example.org>', '--export', file])
        const { changes } = await call('keyring.importSecret', { material: { kind: 'file', path: file }, passphrase })
        const fingerprint = changes[0]?.fingerprint ?? ''
        const before = await call('keyring.get', { fingerprint })
        const extended = await call('keyring.extend', { fingerprint, lifeDays: 2000, passphrase })
        const uses = ({ subkeys }: typeof before) =>
          subkeys.map(({ fingerprint: part, canSign, canEncrypt }) => [part, canSign, canEncrypt])
        expect(uses(extended)).toEqual(uses(before))
        await call('keyring.unlock', { fingerprint, passphrase })
        const path = join(folder, 'image.sif')
        await makeImage(path)
        await sign(path, fingerprint)
        const text = join(folder, 's.asc')
        const publicFile = join(folder, 'p.asc')
        await writeFile(publicFile, (await call('keyring.export', { fingerprint })).armored)
        await writeFile(text, signatureOf(path, 4))
        const verified = execFileSync('sq', ['verify', '--signer-cert', publicFile, text], { encoding: 'utf8' })
        expect(verified.trimEnd()).toBe(await messageFor(path))
      })
    },
  )
})

describe('an own key', () => {
  it('leaves its passphrase nowhere, is protected on disk, and signs no more once revoked', async () => {
    await withEngine(async ({ call, sign, folder, home }) => {
      const made = await call('keyring.make', { name: 'Ada', email: 'a@example.org', lifeDays: 30, passphrase })
      const { fingerprint } = made.key
      const path = join(folder, 'image.sif')
      await makeImage(path)
      await call('keyring.unlock', { fingerprint, passphrase })
      await sign(path, fingerprint)
      await call('keyring.revoke', { fingerprint, reason: 'retired' })
      expect((await call('keyring.get', { fingerprint })).revoked?.reason).toBe('retired')
      await call('keyring.unlock', { fingerprint, passphrase })
      await expect(sign(path, fingerprint)).rejects.toMatchObject({ error: { code: 'SIGN_KEY_CANNOT_SIGN' } })
      await expect(call('keyring.unlock', { fingerprint, passphrase: 'another one' })).rejects.toMatchObject({
        error: { code: 'KEYRING_PASSPHRASE_WRONG' },
      })
      const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((file) => file.isFile())
      expect(files.map(({ name }) => name)).toContain(`${fingerprint}.asc`)
      for (const { parentPath, name } of files) {
        expect([name, (await readFile(join(parentPath, name))).includes(passphrase)]).toEqual([name, false])
      }
      const secret = files.find(({ parentPath }) => parentPath.endsWith('secret-keys'))
      const stored = join(secret?.parentPath ?? '', secret?.name ?? '')
      expect((await stat(stored)).mode & 0o777).toBe(0o600)
      const key = await readPrivateKey({ armoredKey: await readFile(stored, 'utf8') })
      expect(key.getKeys().map(({ keyPacket }) => 'privateParams' in keyPacket && keyPacket.isDecrypted())).toEqual([
        false,
        false,
      ])
    })
  })
})
