import { z } from 'zod'
import type { FoundRing, Key, KeyImportPreview } from '../model/key.ts'
import type { KeyFetch, KeySearch, KeyserverEntry, ServerAnswer } from '../model/keyserver.ts'
import { call, fingerprintSchema, nothing, pathSchema } from './define.ts'

/**
 * Where key material comes from: a file, text that was pasted or dropped (armored or base64 of binary), or a
 * ring of another program, by a path that `keyring.rings` answered.
 */
const material = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: pathSchema }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(4_194_304) }),
  z.strictObject({ kind: z.literal('ring'), path: pathSchema }),
])

/** Which keys of some material are wanted; all where it is not given. */
const only = z.array(fingerprintSchema).max(10_000).readonly().optional()
const serverUrl = z.string().min(1).max(2000)

export const keyringCalls = {
  'keyring.list': call<readonly Key[]>()(nothing),
  'keyring.get': call<Key>()(z.strictObject({ fingerprint: fingerprintSchema })),
  /** What an import would change; stores nothing. */
  'keyring.previewImport': call<KeyImportPreview>()(z.strictObject({ material })),
  /** Stores public keys, merging new packets into known keys. Grants no trust. */
  'keyring.import': call<KeyImportPreview>()(z.strictObject({ material, only })),
  /**
   * Stores secret keys, each protected whole by the passphrase that opens it (or, for an open one, is to
   * protect it), and marks them as the user's own. Imports their public halves.
   */
  'keyring.importSecret': call<KeyImportPreview>()(
    z.strictObject({ material, only, passphrase: z.string().min(1).max(1024) }),
  ),
  /**
   * Keyrings of GnuPG, SingularityCE and Apptainer that are on this computer. Looks only whether their files
   * are there; importing from one reads it and never writes to it.
   */
  'keyring.rings': call<readonly FoundRing[]>()(nothing),
  /** Armored public key. */
  'keyring.export': call<{ readonly armored: string }>()(z.strictObject({ fingerprint: fingerprintSchema })),
  'keyring.remove': call<{ readonly removed: boolean }>()(z.strictObject({ fingerprint: fingerprintSchema })),
  /** Local images with a signature by a key; without the key these signatures cannot be checked. */
  'keyring.dependents': call<{ readonly images: readonly { readonly path: string; readonly name: string }[] }>()(
    z.strictObject({ fingerprint: fingerprintSchema }),
  ),
}

export const keyserverCalls = {
  /** Keys that the keyservers find for a text, each server's word beside the others'; nothing is stored. */
  'keyring.searchServer': call<KeySearch>()(z.strictObject({ text: z.string().min(1).max(500) })),
  /**
   * Asks all keyservers for a key by its full fingerprint and stores what they know together, so that a
   * revocation that one of them has is learnt. Refuses any other key.
   */
  'keyring.fetch': call<KeyFetch>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      /** The only server to ask, instead of those that are set up. */
      keyserver: z.string().max(2000).optional(),
    }),
  ),
  /** Asks about every key in the ring, as a job; its result counts what was asked, changed, revoked and failed. */
  'keyring.refreshAll': call<{ readonly jobId: string }>()(nothing),
  /** What each server last said of a key. */
  'keyring.answers': call<readonly ServerAnswer[]>()(z.strictObject({ fingerprint: fingerprintSchema })),
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
  /** The keyservers in the order in which they are asked. */
  'keyring.servers': call<readonly KeyserverEntry[]>()(nothing),
  /** Adds a keyserver, last or at a place (0 is the first). */
  'keyring.addServer': call<readonly KeyserverEntry[]>()(
    z.strictObject({
      url: serverUrl,
      insecure: z.boolean().default(false),
      place: z.number().int().min(0).max(100).optional(),
    }),
  ),
  /** Takes a keyserver out; that of the active remote stays in the list and is skipped. */
  'keyring.removeServer': call<readonly KeyserverEntry[]>()(z.strictObject({ url: serverUrl })),
  /** Moves a keyserver to a place; `remote` names that of the active remote. */
  'keyring.moveServer': call<readonly KeyserverEntry[]>()(
    z.strictObject({ url: serverUrl, place: z.number().int().min(0).max(100) }),
  ),
  /** Says whether the keyserver of the active remote is asked. */
  'keyring.skipRemoteServer': call<readonly KeyserverEntry[]>()(z.strictObject({ isSkipped: z.boolean() })),
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
  /** Unlocks a secret key in memory; each use puts the end off by as many minutes again. 0: until it is locked or the engine ends. */
  'keyring.unlock': call<{ readonly unlocked: true }>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      passphrase,
      minutes: z.number().int().min(0).max(1440).default(15),
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
  /** Adds a name to an own key. Publishes nothing. */
  'keyring.addUserId': call<Key>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      name: z.string().min(1).max(200),
      email: z.string().max(200),
      comment: z.string().max(200).default(''),
      passphrase,
    }),
  ),
  /**
   * Whether a backup would bring an own key back: it is read, opened with the passphrase in memory, and its
   * fingerprints are compared. Remembers the day when it would.
   */
  'keyring.checkBackup': call<{ readonly key: Key; readonly secretParts: number }>()(
    z.strictObject({ fingerprint: fingerprintSchema, material, passphrase }),
  ),
  /** Deletes the secret half; the public key stays. */
  'keyring.removeSecret': call<{ readonly removed: true }>()(z.strictObject({ fingerprint: fingerprintSchema })),
}

export interface KeyringEvents {
  'keyring.changed': { readonly fingerprints: readonly string[] }
  /** Which keyservers there are, or their order. */
  'keyring.serversChanged': Record<string, never>
}
