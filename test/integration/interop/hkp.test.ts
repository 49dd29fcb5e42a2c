/** A real HKP keyserver, SKS of Debian, on loopback: push, search, pull, and the refresh of a revocation. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../support/failing.ts'
import { inFolder } from '../../support/folder.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { withEngine } from '../../support/own-key-engine.ts'
import { hasSks, withSks } from '../../support/sks.ts'

const passphrase = 'correct horse battery'

describe.skipIf(!hasSks)('SKS (left out where the package sks is not installed)', () => {
  it('takes a key, finds it, hands it out and passes a revocation on', { timeout: 120_000 }, async () => {
    await inFolder((folder) =>
      withSks(folder, (url) =>
        withEngine((mine) =>
          withEngine(async (theirs) => {
            for (const { call } of [mine, theirs]) {
              await call('keyring.removeServer', { url: 'remote' })
              await call('keyring.addServer', { url })
            }
            const wanted = { name: 'Ada Baker', email: 'ada@example.org', lifeDays: 300, passphrase }
            const { fingerprint } = (await mine.call('keyring.make', wanted)).key
            expect(await codeOf(theirs.call('keyring.fetch', { fingerprint }))).toBe('KEYSERVER_KEY_NOT_FOUND')
            expect((await theirs.call('keyring.answers', { fingerprint })).map(({ outcome }) => outcome.kind)).toEqual([
              'missing',
            ])
            expect(await mine.call('keyring.publish', { fingerprint })).toEqual({ server: url })

            const byName = await theirs.call('keyring.searchServer', { text: 'baker' })
            expect(byName.keys.map((key) => [key.fingerprint, key.userIds, key.servers.length])).toEqual([
              [fingerprint, ['Ada Baker <ada@example.org>'], 1],
            ])
            const byFingerprint = await theirs.call('keyring.searchServer', { text: `0x${fingerprint}` })
            expect(byFingerprint.keys.map((key) => key.fingerprint)).toEqual([fingerprint])
            expect((await theirs.call('keyring.searchServer', { text: 'nobody-of-that-name' })).keys).toEqual([])

            const fetched = await theirs.call('keyring.fetch', { fingerprint })
            expect(fetched.changes.map(({ effect }) => effect)).toEqual(['new'])
            expect(fetched.answers.map(({ outcome }) => outcome.kind)).toEqual(['has'])

            await mine.call('keyring.addUserId', { fingerprint, name: 'Ada B.', email: 'ada@work.example', passphrase })
            await mine.call('keyring.unlock', { fingerprint, passphrase })
            await mine.call('keyring.revoke', { fingerprint, reason: 'compromised' })
            await mine.call('keyring.publish', { fingerprint })
            const { jobId } = await theirs.call('keyring.refreshAll', {})
            for (;;) {
              const job = (await theirs.call('jobs.list', {})).find(({ id }) => id === jobId)
              if (job?.state === 'done') {
                expect(job.result).toEqual({ asked: 1, changed: 1, revoked: 1, notFound: 0, failed: 0 })
                break
              }
              expect(job?.error ?? null).toBeNull()
              await new Promise((resolve) => setTimeout(resolve, 20))
            }
            const known = await theirs.call('keyring.get', { fingerprint })
            expect(known.revoked?.reason).toBe('compromised')
            expect(known.userIds).toContain('Ada B. <ada@work.example>')
            expect(known.refreshedAt).not.toBeNull()
          }),
        ),
      ),
    )
  })

  it.skipIf(!hasProgram('gpg'))('what GnuPG sent there is found and read here', { timeout: 120_000 }, async () => {
    await inFolder((folder) =>
      withSks(folder, (url) =>
        withEngine(async ({ call }) => {
          const home = join(folder, 'g')
          mkdirSync(home, { mode: 0o700 })
          const gpg = (...args: readonly string[]): string =>
            execFileSync(
              'gpg',
              ['--homedir', home, '--batch', '--pinentry-mode', 'loopback', '--passphrase', '', ...args],
              {
                encoding: 'utf8',
                stdio: ['ignore', 'pipe', 'ignore'],
              },
            )
          try {
            gpg('--quick-generate-key', 'Grace Hopper <grace@example.org>', 'rsa3072', 'sign', '1y')
            const fingerprint = /^fpr:{9}([0-9A-F]{40}):/m.exec(gpg('--with-colons', '--list-keys'))?.[1] ?? ''
            const keytext = gpg('--armor', '--export', fingerprint)
            const sent = await fetch(`${url}/pks/add`, { method: 'POST', body: new URLSearchParams({ keytext }) })
            expect(sent.status).toBe(200)
            await call('keyring.addServer', { url, place: 0 })
            await call('keyring.removeServer', { url: 'remote' })
            const { changes } = await call('keyring.fetch', { fingerprint })
            expect(changes.map(({ userIds, effect }) => [userIds, effect])).toEqual([
              [['Grace Hopper <grace@example.org>'], 'new'],
            ])
          } finally {
            execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
          }
        }),
      ),
    )
  })
})
