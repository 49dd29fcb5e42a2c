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
}

export interface KeyringEvents {
  'keyring.changed': { readonly fingerprints: readonly string[] }
}
