/** The calls about the user's own keys: what `own-keys.ts` does, kept in step with the keyring. */
import type { ownKeysCalls } from '../../../src-shared/contract/keyring.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import type { Handlers } from '../platform/context.ts'
import { checkBackup } from './backup.ts'
import type { KeyringService } from './keyring.ts'
import type { OwnKeys } from './own-keys.ts'

const secondsADay = 24 * 3600

export interface OwnKeysService {
  readonly handlers: Handlers<keyof typeof ownKeysCalls>
}

/** @param keyring learns every change of a public half */
export function createOwnKeysCalls(ownKeys: OwnKeys, keyring: KeyringService): OwnKeysService {
  const secondsOf = (days: number | null): number | null => (days === null ? null : days * secondsADay)
  /** Enters a public half as it is now and answers it as the keyring shows it. */
  const entered = async (fingerprint: string, publicKey: string, isNew = false): Promise<Key> => {
    await keyring.importMaterial({ kind: 'text', text: publicKey }, isNew ? 'generated' : 'own')
    keyring.markOwn(fingerprint)
    return keyring.shown(fingerprint)
  }

  return {
    handlers: {
      'keyring.make': async ({ lifeDays, ...wanted }) => {
        const made = await ownKeys.make({ ...wanted, lifeSeconds: secondsOf(lifeDays) })
        return { key: await entered(made.fingerprint, made.publicKey, true), revocationFile: made.revocationFile }
      },
      'keyring.unlock': async ({ fingerprint, passphrase, minutes }) => {
        await ownKeys.unlock(fingerprint, passphrase, minutes)
        return { unlocked: true }
      },
      'keyring.lock': ({ fingerprint }) => {
        ownKeys.lock(fingerprint)
        return { locked: true }
      },
      'keyring.unlocked': () => ({ fingerprints: ownKeys.unlockedKeys() }),
      'keyring.extend': async ({ fingerprint, lifeDays, passphrase }) =>
        entered(fingerprint, await ownKeys.extend(fingerprint, secondsOf(lifeDays), passphrase)),
      'keyring.addUserId': async ({ fingerprint, passphrase, ...wanted }) =>
        entered(fingerprint, await ownKeys.addUserId(fingerprint, wanted, passphrase)),
      'keyring.checkBackup': async ({ fingerprint, material, passphrase }, { signal }) => {
        const bytes = await keyring.materialBytes(material, signal)
        const secretParts = await checkBackup(bytes, fingerprint, await ownKeys.secretParts(fingerprint), passphrase)
        keyring.markBackedUp(fingerprint)
        return { key: keyring.shown(fingerprint), secretParts }
      },
      'keyring.changePassphrase': async ({ fingerprint, before, after }) => {
        await ownKeys.changePassphrase(fingerprint, before, after)
        return { changed: true }
      },
      'keyring.revoke': async ({ fingerprint, reason, text }) =>
        entered(fingerprint, await ownKeys.revoke(fingerprint, reason, text)),
      'keyring.exportSecret': async ({ fingerprint }) => ({ armored: await ownKeys.exportSecret(fingerprint) }),
      'keyring.removeSecret': async ({ fingerprint }) => {
        await ownKeys.removeSecret(fingerprint)
        keyring.markOwn(fingerprint, false)
        return { removed: true }
      },
    },
  }
}
