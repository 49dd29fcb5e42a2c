/** What an import of keys would change or has changed, in plain sentences. Importing grants nothing. */
import { formatDate } from './format.ts'

/** What is compared between the key that is known and the key that arrives. */
export interface ImportedKey {
  readonly userIds: readonly string[]
  readonly expiresAt: string | null
  readonly isRevoked: boolean
  readonly subkeys: readonly { readonly fingerprint: string; readonly isRevoked: boolean }[]
}

/** @param before null for a key that is new here */
export function importDetails(before: ImportedKey | null, after: ImportedKey): readonly string[] {
  const details: string[] = []
  if (before === null) {
    details.push('New key.')
    if (after.isRevoked) details.push('It is revoked.')
    if (after.expiresAt !== null) details.push(`It ends on ${formatDate(after.expiresAt)}.`)
    return details
  }
  const added = after.userIds.filter((userId) => !before.userIds.includes(userId))
  for (const userId of added) details.push(`New name: ${userId}.`)
  if (after.isRevoked && !before.isRevoked) details.push('The key is revoked now.')
  if (after.expiresAt !== before.expiresAt) {
    details.push(
      after.expiresAt === null ? 'It does not end any more.' : `It ends on ${formatDate(after.expiresAt)} now.`,
    )
  }
  const newParts = after.subkeys.filter(
    ({ fingerprint }) => !before.subkeys.some((known) => known.fingerprint === fingerprint),
  )
  if (newParts.length > 0) details.push(newParts.length === 1 ? 'One new subkey.' : `${newParts.length} new subkeys.`)
  const revokedParts = after.subkeys.filter(
    ({ fingerprint, isRevoked }) =>
      isRevoked && before.subkeys.some((known) => known.fingerprint === fingerprint && !known.isRevoked),
  )
  if (revokedParts.length > 0)
    details.push(
      revokedParts.length === 1 ? 'A subkey is revoked now.' : `${revokedParts.length} subkeys are revoked now.`,
    )
  if (details.length === 0) details.push('New signatures by others.')
  return details
}

export const skippedSentences = {
  block: (kind: string): string => `A block of another kind was left out: ${kind}.`,
  damaged: (reason: string, goesOn: boolean): string =>
    goesOn
      ? `A damaged part was left out: ${reason}. What follows it was read.`
      : `A damaged part was left out: ${reason}.`,
  strays: (packets: number): string =>
    packets === 1 ? 'One packet belongs to no key.' : `${packets} packets belong to no key.`,
  version: 'A key of an unknown version was left out.',
  unreadable: (fingerprint: string): string => `The key ${fingerprint} is of a kind that cannot be read.`,
  tooMany: (keys: number): string => `Too many keys at once: ${keys} were left out.`,
  secretHalf: (fingerprint: string): string =>
    `The secret half of ${fingerprint} was left out; only the public half counts here.`,
  secretLost: (fingerprint: string): string =>
    `The ring for secret keys has only the public half of ${fingerprint}: its secret half is lost there.`,
  secretUnreadable: 'A secret key that cannot be read was left out.',
} as const
