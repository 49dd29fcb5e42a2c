/** Publishing an own key to a keyserver, and what others learn from there. */
import { expect, it } from 'vitest'
import { runServices } from '../../../src-main/demo/services/services.ts'
import { codeOf } from '../../support/failing.ts'
import { withEngine } from '../../support/own-key-engine.ts'

it('hands a key over only when told to, and its revocation reaches those who fetch it again', async () => {
  const services = await runServices({ addingKeysNeedsLogin: false })
  const keyserver = services.origin
  const passphrase = 'correct horse battery'
  try {
    await withEngine(async (mine) => {
      await withEngine(async (theirs) => {
        const made = await mine.call('keyring.make', { name: 'Ada', email: 'a@example.org', lifeDays: 30, passphrase })
        const { fingerprint } = made.key
        const fetch = () => theirs.call('keyring.fetch', { fingerprint, keyserver })
        expect(await codeOf(fetch())).toBe('KEYSERVER_KEY_NOT_FOUND')
        expect(await mine.call('keyring.publish', { fingerprint, keyserver })).toEqual({ server: keyserver })
        expect((await fetch()).changes.map(({ effect }) => effect)).toEqual(['new'])
        await mine.call('keyring.unlock', { fingerprint, passphrase })
        await mine.call('keyring.revoke', { fingerprint, reason: 'superseded' })
        expect((await fetch()).changes.map(({ effect }) => effect)).toEqual(['unchanged'])
        await mine.call('keyring.publish', { fingerprint, keyserver })
        expect((await fetch()).changes.map(({ effect }) => effect)).toEqual(['updated'])
        const known = await theirs.call('keyring.get', { fingerprint })
        expect([known.hasSecret, known.revoked?.reason]).toEqual([false, 'superseded'])
        expect(await codeOf(theirs.call('keyring.exportSecret', { fingerprint }))).toBe('KEYRING_SECRET_MISSING')
      })
    })
  } finally {
    await services.close()
  }
})
