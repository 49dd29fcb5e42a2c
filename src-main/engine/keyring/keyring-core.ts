/**
 * The keyring: other people's public keys and the user's own. Having a key is not trusting it; this
 * part of the domain makes no decision, draws no verdict and asks nobody.
 */
import { join } from 'node:path'
import type { keyringCalls } from '../../../src-shared/contract/keyring.ts'
import type { Decision } from '../../../src-shared/model/decision.ts'
import type { Key, KeyImportPreview } from '../../../src-shared/model/key.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { skippedSentences } from '../../../src-shared/text/key-import.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import { addCopy, createImportPlanner, type ImportPlanner, type PlannedImport, type PlanOptions } from './import.ts'
import type { FoundKey, KeyNames } from './key-finder.ts'
import { type GivenMaterial, type Material, takeMaterial } from './material-source.ts'
import { writeArmor } from './openpgp/armor.ts'
import { writeCertificate } from './openpgp/certificates.ts'
import { type KeyMaterial, readKeyMaterial } from './openpgp/material.ts'
import { createRings, type Rings } from './rings.ts'
import { protectWhole, readSecret, storeSecret } from './secrets.ts'
import { createKeyStore, type KeyStore, type StoredKey } from './store.ts'
import { shownKey } from './summary.ts'

export interface CoreNeeds {
  /** The decision to show beside a key. */
  decisionOf(fingerprint: string): Decision | null
  /** Local images with a signature by one of these keys or their parts. */
  imagesSignedBy?(fingerprints: readonly string[]): readonly { readonly path: string; readonly name: string }[]
  /** Rings of other programs; those of this user and computer where it is not given. */
  readonly rings?: Rings
}

export interface KeyringCore {
  readonly handlers: Handlers<keyof typeof keyringCalls>
  /** Keys in the ring by any name a signature gives. */
  find(names: KeyNames): Promise<readonly FoundKey[]>
  /**
   * Stores the secret keys of some material, each protected whole by the passphrase, and marks them
   * as the user's own. Their public halves are imported too.
   * @throws AppFailure KEYRING_NO_SECRET_KEYS, KEYRING_PASSPHRASE_NEEDED, KEYRING_PASSPHRASE_WRONG, KEYRING_SECRET_UNUSABLE
   */
  importSecret(material: Material, passphrase: string, options?: PlanOptions): Promise<KeyImportPreview>
  /** @param from what is remembered as the source, where that is not the material itself */
  importMaterial(material: Material, from?: 'generated' | 'own', options?: PlanOptions): Promise<KeyImportPreview>
  /** @throws AppFailure as `takeMaterial` does */
  materialBytes(material: Material, signal?: AbortSignal): Promise<Uint8Array>
  /** For the keyservers' part of this domain. */
  readonly store: KeyStore
  readonly planner: ImportPlanner
  /** Tells everybody that these keys changed. */
  changed(fingerprints: readonly string[]): void
  /** Says that a backup of the secret half was seen to restore, now. */
  markBackedUp(fingerprint: string): void
  /** Says that the secret half is here, or no longer. */
  markOwn(fingerprint: string, isOwn?: boolean): void
  /** @throws AppFailure KEYRING_KEY_NOT_FOUND */
  shown(fingerprint: string): Key
  isOwn(fingerprint: string): boolean
  /** The public key. @throws AppFailure KEYRING_KEY_NOT_FOUND */
  armored(fingerprint: string): string
  stored(fingerprint: string): StoredKey | null
  /** The primary key that a part belongs to; null when it is not here. */
  primaryOf(fingerprint: string): string | null
}

export function createKeyringCore(context: EngineContext, needs: CoreNeeds): KeyringCore {
  const { database, events, clock, paths } = context
  const store = createKeyStore(database)
  const planner = createImportPlanner(store)
  const rings = needs.rings ?? createRings(process.env)
  const secretFolder = join(paths.home, 'secret-keys')

  const changed = (fingerprints: readonly string[]): void => {
    if (fingerprints.length > 0) events.emit('keyring.changed', { fingerprints })
  }
  const known = (fingerprint: string): StoredKey => {
    const key = store.get(fingerprint)
    if (key === null) throw failure('KEYRING_KEY_NOT_FOUND', { fingerprint })
    return key
  }
  const take = (material: Material, signal?: AbortSignal): Promise<GivenMaterial> =>
    takeMaterial(material, rings, clock(), signal)

  /** @throws AppFailure KEYRING_NO_KEYS when there is nothing in it that could be a key, KEYRING_NOTHING_CHOSEN */
  const plan = async ({ bytes, ring }: GivenMaterial, options: PlanOptions): Promise<PlannedImport> => {
    const read = readKeyMaterial(bytes)
    const planned = await planner.plan(read, options)
    const hasKeys =
      read.certificates.length + read.secrets.length > 0 || read.skipped.some(({ kind }) => kind === 'version')
    // Bytes without meaning look like keys here and there; where parts are damaged and none is a key, there is none.
    const isNoise =
      options.only === undefined &&
      planned.preview.changes.length === 0 &&
      read.skipped.some(({ kind }) => kind === 'damaged')
    if (!hasKeys || isNoise) throw failure('KEYRING_NO_KEYS', {}, { detail: planned.preview.skipped.join(' ') })
    if (options.only !== undefined && planned.preview.changes.length === 0) throw failure('KEYRING_NOTHING_CHOSEN')
    return ring?.holds === 'secret' ? withLost(planned, read) : planned
  }

  const importMaterial = async (
    material: Material,
    from?: 'generated' | 'own',
    options: PlanOptions = {},
  ): Promise<KeyImportPreview> => {
    const given = await take(material, options.signal)
    const planned = await plan(given, options)
    const made = { kind: 'generated', at: clock().toISOString() } as const
    changed(planned.apply(from === 'own' ? null : from === 'generated' ? made : given.source, null))
    // Only the public halves have arrived, and that is said.
    const left = planned.preview.secrets.map(({ fingerprint }) => skippedSentences.secretHalf(fingerprint))
    return { ...planned.preview, skipped: [...planned.preview.skipped, ...left] }
  }

  const importSecret = async (
    material: Material,
    passphrase: string,
    { only, signal }: PlanOptions = {},
  ): Promise<KeyImportPreview> => {
    if (passphrase === '') throw failure('KEYRING_PASSPHRASE_NEEDED')
    const { bytes, source } = await take(material, signal)
    const read = readKeyMaterial(bytes)
    const found = (await Promise.all(read.secrets.map(readSecret))).filter((secret) => secret !== null)
    if (found.length === 0) throw failure('KEYRING_NO_SECRET_KEYS')
    const secrets = found.filter(({ certificate }) => only?.includes(certificate.fingerprint) ?? true)
    if (secrets.length === 0) throw failure('KEYRING_NOTHING_CHOSEN')
    const certificates = new Map(read.certificates.map((certificate) => [certificate.fingerprint, certificate]))
    for (const { certificate } of secrets) addCopy(certificates, certificate)
    const wanted = only === undefined ? undefined : secrets.map(({ certificate }) => certificate.fingerprint)
    const halves = { ...read, certificates: [...certificates.values()], secrets: [] }
    const planned = await planner.plan(halves, { only: wanted, signal })
    // All are opened before the first is stored: a wrong passphrase leaves nothing half done.
    const whole: { readonly fingerprint: string; readonly key: Awaited<ReturnType<typeof protectWhole>> }[] = []
    for (const secret of secrets) {
      whole.push({ fingerprint: secret.certificate.fingerprint, key: await protectWhole(secret, passphrase) })
    }
    planned.apply(source, null)
    for (const { fingerprint, key } of whole) {
      await storeSecret(secretFolder, fingerprint, key)
      store.markOwn(fingerprint)
    }
    changed(planned.preview.changes.map(({ fingerprint }) => fingerprint))
    return planned.preview
  }

  const armored = (fingerprint: string): string => {
    const certificate = store.certificate(known(fingerprint).summary.fingerprint)
    if (certificate === null) throw failure('KEYRING_KEY_NOT_FOUND', { fingerprint })
    return writeArmor('PUBLIC KEY BLOCK', writeCertificate(certificate))
  }
  const shown = (fingerprint: string): Key => shownKey(known(fingerprint), needs.decisionOf(fingerprint))

  return {
    store,
    planner,
    changed,
    importMaterial,
    materialBytes: async (material, signal) => (await take(material, signal)).bytes,
    markBackedUp(fingerprint) {
      store.markBackedUp(fingerprint, clock().toISOString())
      changed([fingerprint])
    },
    armored,
    markOwn(fingerprint, isOwn = true) {
      store.markOwn(fingerprint, isOwn)
      changed([fingerprint])
    },
    shown,
    isOwn: (fingerprint) => store.get(fingerprint)?.hasSecret ?? false,
    stored: (fingerprint) => store.get(fingerprint),
    primaryOf: (fingerprint) => store.named([fingerprint], null)[0] ?? null,
    async find({ issuer, primary, keyId }) {
      const found: FoundKey[] = []
      const names = [issuer, primary].flatMap((name) => name ?? [])
      for (const fingerprint of store.named(names, keyId)) {
        const key = await store.analysed(fingerprint)
        const record = store.get(fingerprint)
        if (key !== null && record !== null) found.push({ key, source: 'keyring', refreshedAt: record.refreshedAt })
      }
      return found
    },
    importSecret,
    handlers: {
      'keyring.list': () => store.list().map((key) => shownKey(key, needs.decisionOf(key.summary.fingerprint))),
      'keyring.get': ({ fingerprint }) => shown(fingerprint),
      'keyring.previewImport': async ({ material }, { signal }) =>
        (await plan(await take(material, signal), { signal })).preview,
      'keyring.import': ({ material, only }, { signal }) => importMaterial(material, undefined, { only, signal }),
      'keyring.importSecret': ({ material, only, passphrase }, { signal }) =>
        importSecret(material, passphrase, { only, signal }),
      'keyring.rings': () => rings.find(),
      'keyring.export': ({ fingerprint }) => ({ armored: armored(fingerprint) }),
      'keyring.remove': ({ fingerprint }) => {
        if (store.get(fingerprint)?.hasSecret) throw failure('KEYRING_HAS_SECRET', { fingerprint })
        const removed = store.remove(fingerprint)
        if (removed) changed([fingerprint])
        return { removed }
      },
      'keyring.dependents': ({ fingerprint }) => {
        const parts = store.get(fingerprint)?.summary.parts.map((part) => part.fingerprint) ?? []
        return { images: needs.imagesSignedBy?.([...new Set([fingerprint, ...parts])]) ?? [] }
      },
    },
  }
}

/** Says of which keys a ring for secret halves has only the public one: a command line lost them there. */
function withLost(planned: PlannedImport, { certificates }: KeyMaterial): PlannedImport {
  const offered = new Set(planned.preview.secrets.map(({ fingerprint }) => fingerprint))
  const lost = certificates.filter(({ fingerprint }) => !offered.has(fingerprint))
  const sentences = lost.map(({ fingerprint }) => skippedSentences.secretLost(fingerprint))
  return { ...planned, preview: { ...planned.preview, skipped: [...planned.preview.skipped, ...sentences] } }
}
