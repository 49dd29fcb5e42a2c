/**
 * Whether a backup of a secret key would bring it back: it is read as an import would read it and opened with
 * its passphrase, in memory. It stores nothing and changes nothing.
 */
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readKeyMaterial } from './openpgp/material.ts'
import { openSecrets, readSecret, secretPartsOf } from './secrets.ts'

/**
 * @param bytes the backup
 * @param fingerprint the own key it is to be a backup of
 * @param neededParts fingerprints of the parts whose secret half has to be in it
 * @returns how many secret parts it holds, all opened and each fitting its public half
 * @throws AppFailure KEYRING_BACKUP_NO_SECRET, KEYRING_BACKUP_OTHER_KEY, KEYRING_BACKUP_INCOMPLETE,
 *   KEYRING_PASSPHRASE_WRONG, KEYRING_SECRET_UNUSABLE
 */
export async function checkBackup(
  bytes: Uint8Array,
  fingerprint: string,
  neededParts: readonly string[],
  passphrase: string,
): Promise<number> {
  const read = await Promise.all(readKeyMaterial(bytes).secrets.map(readSecret))
  const secrets = read.filter((secret) => secret !== null)
  if (secrets.length === 0) throw failure('KEYRING_BACKUP_NO_SECRET')
  const mine = secrets.find(({ certificate }) => certificate.fingerprint === fingerprint)
  if (mine === undefined) throw failure('KEYRING_BACKUP_OTHER_KEY', { fingerprint })
  await openSecrets(mine, passphrase)
  for (const { keyPacket } of mine.key.getKeys()) {
    if (!('privateParams' in keyPacket) || keyPacket.isDummy()) continue
    try {
      await keyPacket.validate()
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      throw failure('KEYRING_SECRET_UNUSABLE', { fingerprint }, { detail })
    }
  }
  const parts = secretPartsOf(mine.key)
  const missing = neededParts.filter((part) => !parts.includes(part)).length
  if (missing > 0) throw failure('KEYRING_BACKUP_INCOMPLETE', { parts: missing })
  return parts.length
}
