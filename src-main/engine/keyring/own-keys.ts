/**
 * The user's own keys: made, unlocked for a while, changed. A secret key is at rest only under its
 * passphrase and unlocked only in memory; nothing unlocked outlives the engine, and a passphrase
 * is never kept. It decides nothing about trust.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encryptKey, enums, generateKey, type PrivateKey, readPrivateKey, revokeKey } from 'openpgp'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { renew } from './renew.ts'
import { secretPartsOf, storeSecret } from './secrets.ts'
import { addUserId, type NewUserId } from './user-ids.ts'

/** Elliptic curves for today's programs; RSA for command lines before 2020. */
export type NewKeyKind = 'ed25519' | 'rsa4096'

export interface NewKey {
  readonly kind: NewKeyKind
  readonly name: string
  readonly email: string
  readonly comment: string
  /** Seconds from now; null for a key without an end. */
  readonly lifeSeconds: number | null
  readonly passphrase: string
}

export interface MadeKey {
  readonly fingerprint: string
  readonly publicKey: string
  /** File with the revocation certificate, readable by the user only. */
  readonly revocationFile: string
}

export type RevocationReason = 'compromised' | 'superseded' | 'retired' | 'none'

export interface OwnKeys {
  make(wanted: NewKey): Promise<MadeKey>
  /**
   * @param minutes how long it stays unlocked after its last use; 0: until it is locked or the engine ends
   * @throws AppFailure KEYRING_SECRET_MISSING, KEYRING_PASSPHRASE_WRONG
   */
  unlock(fingerprint: string, passphrase: string, minutes: number): Promise<void>
  /** Forgets one unlocked key, or all. */
  lock(fingerprint?: string): void
  /** @throws AppFailure KEYRING_LOCKED when it has to be unlocked first */
  unlocked(fingerprint: string): PrivateKey
  unlockedKeys(): readonly string[]
  /** Gives a key a new end of validity. @returns the armored public key as it is now */
  extend(fingerprint: string, lifeSeconds: number | null, passphrase: string): Promise<string>
  /** Adds a name. @returns the armored public key as it is now. @throws AppFailure KEYRING_NAME_MALFORMED, KEYRING_NAME_KNOWN, KEYRING_NOT_NAMEABLE */
  addUserId(fingerprint: string, wanted: NewUserId, passphrase: string): Promise<string>
  changePassphrase(fingerprint: string, before: string, after: string): Promise<void>
  /** @returns the armored public key, revoked */
  revoke(fingerprint: string, reason: RevocationReason, text: string): Promise<string>
  /** The protected secret key, armored, as it lies on disk. */
  exportSecret(fingerprint: string): Promise<string>
  /** Fingerprints of the parts whose secret half lies here. @throws AppFailure KEYRING_SECRET_MISSING */
  secretParts(fingerprint: string): Promise<readonly string[]>
  /** Deletes the secret half; the caller has asked. @throws AppFailure KEYRING_SECRET_MISSING */
  removeSecret(fingerprint: string): Promise<void>
  close(): void
}

interface Unlocked {
  readonly key: PrivateKey
  /** Null: until it is locked. */
  readonly keepMs: number | null
  readonly timer: NodeJS.Timeout | undefined
}

const leastPassphraseLength = 8
const reasons: Readonly<Record<RevocationReason, enums.reasonForRevocation>> = {
  none: enums.reasonForRevocation.noReason,
  superseded: enums.reasonForRevocation.keySuperseded,
  compromised: enums.reasonForRevocation.keyCompromised,
  retired: enums.reasonForRevocation.keyRetired,
}

/** @param home folders `secret-keys` and `revocations` are made in it, for the user only */
export function createOwnKeys(home: string, clock: () => Date): OwnKeys {
  const secretFolder = join(home, 'secret-keys')
  const revocationFolder = join(home, 'revocations')
  const open = new Map<string, Unlocked>()

  const fileOf = (fingerprint: string): string => join(secretFolder, `${fingerprint}.asc`)

  const readStored = async (fingerprint: string): Promise<PrivateKey> => {
    try {
      return await readPrivateKey({ armoredKey: await readFile(fileOf(fingerprint), 'utf8') })
    } catch (error) {
      throw failure(
        'KEYRING_SECRET_MISSING',
        { fingerprint },
        { detail: error instanceof Error ? error.message : String(error) },
      )
    }
  }

  const decrypted = async (fingerprint: string, passphrase: string): Promise<PrivateKey> => {
    const key = await readStored(fingerprint)
    for (const { keyPacket } of key.getKeys()) {
      if (!('privateParams' in keyPacket) || keyPacket.isDummy() || keyPacket.isDecrypted()) continue
      try {
        await keyPacket.decrypt(passphrase)
      } catch {
        throw failure('KEYRING_PASSPHRASE_WRONG', { fingerprint })
      }
    }
    return key
  }

  const lockOne = (fingerprint: string): void => {
    clearTimeout(open.get(fingerprint)?.timer)
    open.delete(fingerprint)
  }

  /** Each use puts the end off again. */
  const keepOpen = (fingerprint: string, key: PrivateKey, keepMs: number | null): void => {
    lockOne(fingerprint)
    const timer = keepMs === null ? undefined : setTimeout(() => lockOne(fingerprint), keepMs)
    timer?.unref()
    open.set(fingerprint, { key, keepMs, timer })
  }

  const unlocked = (fingerprint: string): PrivateKey => {
    const found = open.get(fingerprint)
    if (!found) throw failure('KEYRING_LOCKED', { fingerprint })
    keepOpen(fingerprint, found.key, found.keepMs)
    return found.key
  }

  return {
    async make(wanted) {
      if (wanted.passphrase.length < leastPassphraseLength) {
        throw failure('KEYRING_PASSPHRASE_SHORT', { least: leastPassphraseLength })
      }
      const { privateKey, publicKey, revocationCertificate } = await generateKey({
        ...(wanted.kind === 'rsa4096' ? { type: 'rsa', rsaBits: 4096 } : { type: 'ecc', curve: 'ed25519Legacy' }),
        userIDs: [userIdOf(wanted)],
        keyExpirationTime: wanted.lifeSeconds ?? 0,
        passphrase: wanted.passphrase,
        date: clock(),
        format: 'object',
      })
      const fingerprint = publicKey.getFingerprint().toUpperCase()
      await storeSecret(secretFolder, fingerprint, privateKey)
      await mkdir(revocationFolder, { recursive: true, mode: 0o700 })
      const revocationFile = join(revocationFolder, `${fingerprint}.asc`)
      await writeFile(revocationFile, revocationCertificate, { mode: 0o600, flag: 'wx' })
      return { fingerprint, publicKey: publicKey.armor(), revocationFile }
    },
    async unlock(fingerprint, passphrase, minutes) {
      keepOpen(fingerprint, await decrypted(fingerprint, passphrase), minutes === 0 ? null : minutes * 60_000)
    },
    lock(fingerprint) {
      for (const one of fingerprint === undefined ? [...open.keys()] : [fingerprint]) lockOne(one)
    },
    unlocked,
    unlockedKeys: () => [...open.keys()],
    async extend(fingerprint, lifeSeconds, passphrase) {
      const key = await decrypted(fingerprint, passphrase)
      await renew(key, lifeSeconds, clock())
      const publicKey = key.toPublic().armor()
      await storeSecret(secretFolder, fingerprint, await encryptKey({ privateKey: key, passphrase }))
      lockOne(fingerprint)
      return publicKey
    },
    async addUserId(fingerprint, wanted, passphrase) {
      const key = await addUserId(await decrypted(fingerprint, passphrase), wanted, clock())
      const publicKey = key.toPublic().armor()
      await storeSecret(secretFolder, fingerprint, await encryptKey({ privateKey: key, passphrase }))
      lockOne(fingerprint)
      return publicKey
    },
    async changePassphrase(fingerprint, before, after) {
      if (after.length < leastPassphraseLength)
        throw failure('KEYRING_PASSPHRASE_SHORT', { least: leastPassphraseLength })
      const key = await decrypted(fingerprint, before)
      await storeSecret(secretFolder, fingerprint, await encryptKey({ privateKey: key, passphrase: after }))
      lockOne(fingerprint)
    },
    async revoke(fingerprint, reason, text) {
      const { publicKey } = await revokeKey({
        key: unlocked(fingerprint),
        reasonForRevocation: { flag: reasons[reason], string: text },
        date: clock(),
        format: 'object',
      })
      // The secret half learns of it too, as it lies there protected: no copy of it may sign any more.
      const stored = await readStored(fingerprint)
      stored.revocationSignatures = publicKey.revocationSignatures
      await storeSecret(secretFolder, fingerprint, stored)
      lockOne(fingerprint)
      return publicKey.armor()
    },
    exportSecret: async (fingerprint) => (await readStored(fingerprint)).armor(),
    secretParts: async (fingerprint) => secretPartsOf(await readStored(fingerprint)),
    async removeSecret(fingerprint) {
      lockOne(fingerprint)
      try {
        await rm(fileOf(fingerprint))
      } catch (error) {
        throw failure(
          'KEYRING_SECRET_MISSING',
          { fingerprint },
          { detail: error instanceof Error ? error.message : String(error) },
        )
      }
    },
    close() {
      for (const fingerprint of [...open.keys()]) lockOne(fingerprint)
    },
  }
}

function userIdOf({ name, email, comment }: NewKey): { name: string; email: string; comment?: string } {
  return { name, email, ...(comment === '' ? {} : { comment }) }
}
