import { z } from 'zod'
import type { Key, KeyImportPreview } from '../model/key.ts'
import { call, fingerprintSchema, nothing, pathSchema } from './define.ts'

/** Where key material comes from: a file, or text that was pasted or dropped (armored or base64 of binary). */
const material = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: pathSchema }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(4_194_304) }),
])

export const keyringCalls = {
  'keyring.list': call<readonly Key[]>()(nothing),
  'keyring.get': call<Key>()(z.strictObject({ fingerprint: fingerprintSchema })),
  /** What an import would change; stores nothing. */
  'keyring.previewImport': call<KeyImportPreview>()(z.strictObject({ material })),
  /** Stores public keys, merging new packets into known keys. Grants no trust. */
  'keyring.import': call<KeyImportPreview>()(z.strictObject({ material })),
  /**
   * Stores secret keys, each protected whole by the passphrase that opens it (or, for an open one, is to
   * protect it), and marks them as the user's own. Imports their public halves.
   */
  'keyring.importSecret': call<KeyImportPreview>()(
    z.strictObject({ material, passphrase: z.string().min(1).max(1024) }),
  ),
  /** Armored public key. */
  'keyring.export': call<{ readonly armored: string }>()(z.strictObject({ fingerprint: fingerprintSchema })),
  'keyring.remove': call<{ readonly removed: boolean }>()(z.strictObject({ fingerprint: fingerprintSchema })),
  /** Keys that a keyserver finds for a text; nothing is stored. */
  'keyring.searchServer': call<
    readonly {
      readonly fingerprint: string
      readonly userIds: readonly string[]
      readonly algorithm: string
      readonly createdAt: string | null
      readonly expiresAt: string | null
      readonly revoked: boolean
      readonly server: string
    }[]
  >()(z.strictObject({ text: z.string().min(1).max(500) })),
  /** Fetches a key by its full fingerprint from the keyservers in order and stores it; refuses any other key. */
  'keyring.fetch': call<KeyImportPreview>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      /** The only server to ask, instead of those that are set up. */
      keyserver: z.string().max(2000).optional(),
    }),
  ),
  /**
   * Sends a public key to the first keyserver, where everybody can find it. Nothing else ever publishes a key.
   */
  'keyring.publish': call<{ readonly server: string }>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      /** The only server to send it to, instead of the one that is set up. */
      keyserver: z.string().max(2000).optional(),
    }),
  ),
}

const passphrase = z.string().min(1).max(1024)

export const ownKeysCalls = {
  /** Makes a key, protected by the passphrase, and its revocation certificate. Publishes nothing. */
  'keyring.make': call<{ readonly key: Key; readonly revocationFile: string }>()(
    z.strictObject({
      kind: z.enum(['ed25519', 'rsa4096']).default('ed25519'),
      name: z.string().min(1).max(200),
      email: z.string().max(200),
      comment: z.string().max(200).default(''),
      /** Days from now; null for a key without an end. */
      lifeDays: z.number().int().min(1).max(36_500).nullable(),
      passphrase,
    }),
  ),
  /** Unlocks a secret key in memory; each use puts the end off by as many minutes again. */
  'keyring.unlock': call<{ readonly unlocked: true }>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      passphrase,
      minutes: z.number().int().min(1).max(1440).default(15),
    }),
  ),
  /** Forgets one unlocked key, or all. */
  'keyring.lock': call<{ readonly locked: true }>()(z.strictObject({ fingerprint: fingerprintSchema.optional() })),
  'keyring.unlocked': call<{ readonly fingerprints: readonly string[] }>()(nothing),
  'keyring.extend': call<Key>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      lifeDays: z.number().int().min(1).max(36_500).nullable(),
      passphrase,
    }),
  ),
  'keyring.changePassphrase': call<{ readonly changed: true }>()(
    z.strictObject({ fingerprint: fingerprintSchema, before: passphrase, after: passphrase }),
  ),
  /** Revokes an own key for good; it has to be unlocked. Publishes nothing. */
  'keyring.revoke': call<Key>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      reason: z.enum(['compromised', 'superseded', 'retired', 'none']),
      text: z.string().max(500).default(''),
    }),
  ),
  /** The protected secret key, armored; whoever has it and the passphrase can sign as its owner. */
  'keyring.exportSecret': call<{ readonly armored: string }>()(z.strictObject({ fingerprint: fingerprintSchema })),
  /** Deletes the secret half; the public key stays. */
  'keyring.removeSecret': call<{ readonly removed: true }>()(z.strictObject({ fingerprint: fingerprintSchema })),
}

export interface KeyringEvents {
  'keyring.changed': { readonly fingerprints: readonly string[] }
}
