/** Whether one key certifies another: the statement that signers leave when they change keys. Checks, and decides nothing. */
import { type PublicKey, readKey } from 'openpgp'

/**
 * Which of some keys certify a key, by a statement about one of its names that holds and was not taken back.
 * @param armored of the key that is spoken about
 * @param voices armored public keys
 * @returns upper-case fingerprints; keys that cannot be read vouch for nothing
 */
export async function vouchersOf(armored: string, voices: readonly string[]): Promise<readonly string[]> {
  const about = await publicKey(armored)
  if (about === null) return []
  const found: string[] = []
  for (const voice of voices) {
    const by = await publicKey(voice)
    if (by === null || by.getFingerprint() === about.getFingerprint()) continue
    if (await certifies(by, about)) found.push(by.getFingerprint().toUpperCase())
  }
  return found
}

async function certifies(by: PublicKey, about: PublicKey): Promise<boolean> {
  try {
    if (await by.isRevoked()) return false
    const keyId = by.getKeyID()
    // Strangers' statements name their makers; only those of this key are looked at.
    const users = await about.verifyAllUsers([by])
    return users.some(({ keyID, valid }) => valid === true && keyID.equals(keyId))
  } catch {
    return false
  }
}

async function publicKey(armored: string): Promise<PublicKey | null> {
  try {
    return (await readKey({ armoredKey: armored })).toPublic()
  } catch {
    return null
  }
}
