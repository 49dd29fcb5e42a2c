/**
 * The keyring: other people's public keys and the user's own. Having a key is not trusting it; this
 * domain makes no decision and draws no verdict. It asks a keyserver only when told to.
 */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { keyringCalls } from '../../../src-shared/contract/keyring.ts'
import type { Decision } from '../../../src-shared/model/decision.ts'
import type { Key, KeyImportPreview, KeySource } from '../../../src-shared/model/key.ts'
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { addCopy, type PlannedImport, planImport } from './import.ts'
import type { FoundKey, KeyNames } from './key-finder.ts'
import { createKeyserverClient, type Keyserver, keyserverAddress } from './keyserver.ts'
import { writeArmor } from './openpgp/armor.ts'
import { writeCertificate } from './openpgp/certificates.ts'
import { mostMaterialBytes, readKeyMaterial } from './openpgp/material.ts'
import { protectWhole, readSecret, storeSecret } from './secrets.ts'
import { createKeyStore, type StoredKey } from './store.ts'
import { shownKey } from './summary.ts'

export type Material =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string }

export interface KeyringNeeds {
  readonly http: HttpClient
  /** The keyservers to ask, in order. May ask a remote where its keyserver is. */
  keyservers(signal?: AbortSignal): Promise<readonly Keyserver[]>
  /** The decision to show beside a key. */
  decisionOf(fingerprint: string): Decision | null
}

export interface KeyringService {
  readonly handlers: Handlers<keyof typeof keyringCalls>
  /** Keys in the ring by any name a signature gives. */
  find(names: KeyNames): Promise<readonly FoundKey[]>
  /**
   * Looks for a key on the keyservers by full fingerprint and keeps it.
   * @throws AppFailure of the network, KEYSERVER_NONE, KEYSERVER_KEY_NOT_FOUND
   */
  fetch(fingerprint: string, signal?: AbortSignal): Promise<KeyImportPreview>
  /**
   * Stores the secret keys of some material, each protected whole by the passphrase, and marks them
   * as the user's own. Their public halves are imported too.
   * @throws AppFailure KEYRING_NO_SECRET_KEYS, KEYRING_PASSPHRASE_NEEDED, KEYRING_PASSPHRASE_WRONG, KEYRING_SECRET_UNUSABLE
   */
  importSecret(material: Material, passphrase: string): Promise<KeyImportPreview>
  /** @param from what is remembered as the source, where that is not the material itself */
  importMaterial(material: Material, from?: 'generated' | 'own'): Promise<KeyImportPreview>
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

export function createKeyring(context: EngineContext, needs: KeyringNeeds): KeyringService {
  const { database, events, clock, paths } = context
  const store = createKeyStore(database)
  const servers = createKeyserverClient(needs.http)
  const secretFolder = join(paths.home, 'secret-keys')

  const changed = (fingerprints: readonly string[]): void => {
    if (fingerprints.length > 0) events.emit('keyring.changed', { fingerprints })
  }
  const known = (fingerprint: string): StoredKey => {
    const key = store.get(fingerprint)
    if (key === null) throw failure('KEYRING_KEY_NOT_FOUND', { fingerprint })
    return key
  }
  const sourceOf = (material: Material): KeySource =>
    material.kind === 'file'
      ? { kind: 'file', path: material.path, at: clock().toISOString() }
      : { kind: 'paste', at: clock().toISOString() }

  /** @throws AppFailure KEYRING_NO_KEYS when there is nothing in it that could be a key */
  const plan = async (material: Material): Promise<PlannedImport> => {
    const read = readKeyMaterial(await bytesOf(material))
    const planned = await planImport(store, read)
    const hasKeys =
      read.certificates.length + read.secrets.length > 0 || read.skipped.some(({ kind }) => kind === 'version')
    if (!hasKeys) throw failure('KEYRING_NO_KEYS', {}, { detail: planned.preview.skipped.join(' ') })
    return planned
  }

  const importMaterial = async (material: Material, from?: 'generated' | 'own'): Promise<KeyImportPreview> => {
    const planned = await plan(material)
    const source: KeySource = from === undefined ? sourceOf(material) : { kind: 'generated', at: clock().toISOString() }
    changed(planned.apply(from === 'own' ? null : source, null))
    return planned.preview
  }

  const fetch = async (fingerprint: string, signal?: AbortSignal, only?: Keyserver): Promise<KeyImportPreview> => {
    const asked = only === undefined ? await needs.keyservers(signal) : [only]
    const { certificate, server } = await servers.getFromAny(asked, fingerprint, signal)
    const at = clock().toISOString()
    const planned = await planImport(store, { certificates: [certificate], secrets: [], skipped: [] })
    const touched = planned.apply({ kind: 'keyserver', url: keyserverAddress(server.url).origin, at }, at)
    // Also when nothing is new: when it was last asked about is part of what is shown.
    changed(touched.length > 0 ? touched : [fingerprint])
    return planned.preview
  }

  const importSecret = async (material: Material, passphrase: string): Promise<KeyImportPreview> => {
    if (passphrase === '') throw failure('KEYRING_PASSPHRASE_NEEDED')
    const read = readKeyMaterial(await bytesOf(material))
    const secrets = (await Promise.all(read.secrets.map(readSecret))).flatMap((secret) => secret ?? [])
    if (secrets.length === 0) throw failure('KEYRING_NO_SECRET_KEYS')
    const certificates = new Map(read.certificates.map((certificate) => [certificate.fingerprint, certificate]))
    for (const { certificate } of secrets) addCopy(certificates, certificate)
    const planned = await planImport(store, { ...read, certificates: [...certificates.values()], secrets: [] })
    // All are opened before the first is stored: a wrong passphrase leaves nothing half done.
    const whole: { readonly fingerprint: string; readonly key: Awaited<ReturnType<typeof protectWhole>> }[] = []
    for (const secret of secrets) {
      whole.push({ fingerprint: secret.certificate.fingerprint, key: await protectWhole(secret, passphrase) })
    }
    planned.apply(sourceOf(material), null)
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
    importMaterial,
    armored,
    markOwn(fingerprint, isOwn = true) {
      store.markOwn(fingerprint, isOwn)
      changed([fingerprint])
    },
    shown,
    fetch,
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
      'keyring.previewImport': async ({ material }) => (await plan(material)).preview,
      'keyring.import': ({ material }) => importMaterial(material),
      'keyring.importSecret': ({ material, passphrase }) => importSecret(material, passphrase),
      'keyring.export': ({ fingerprint }) => ({ armored: armored(fingerprint) }),
      'keyring.remove': ({ fingerprint }) => {
        if (store.get(fingerprint)?.hasSecret) throw failure('KEYRING_HAS_SECRET', { fingerprint })
        const removed = store.remove(fingerprint)
        if (removed) changed([fingerprint])
        return { removed }
      },
      'keyring.searchServer': async ({ text }, { signal }) => {
        const list = await needs.keyservers(signal)
        if (list.length === 0) throw failure('KEYSERVER_NONE')
        let firstFailure: AppFailure | null = null
        for (const server of list) {
          try {
            const entries = await servers.search(server, text, signal)
            return entries.map((entry) => ({ ...entry, server: keyserverAddress(server.url).origin }))
          } catch (error) {
            if (!(error instanceof AppFailure) || error.error.kind === 'cancelled') throw error
            firstFailure ??= error
          }
        }
        throw firstFailure ?? failure('KEYSERVER_NONE')
      },
      'keyring.fetch': ({ fingerprint, keyserver }, { signal }) =>
        fetch(fingerprint, signal, keyserver === undefined ? undefined : givenKeyserver(keyserver)),
      'keyring.publish': async ({ fingerprint, keyserver }, { signal }) => {
        const text = armored(fingerprint)
        // The first alone: whoever publishes wants to know where.
        const server = keyserver === undefined ? (await needs.keyservers(signal))[0] : givenKeyserver(keyserver)
        if (server === undefined) throw failure('KEYSERVER_NONE')
        await servers.add(server, text, signal)
        return { server: keyserverAddress(server.url).origin }
      },
    },
  }
}

/** A server that was named for one question. Plain HTTP is for this computer alone. */
function givenKeyserver(text: string): Keyserver {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(url)) throw failure('ADDRESS_MALFORMED', { address: text.slice(0, 200) })
  return { url, insecure: false }
}

/** The bytes of some material, never more than keys can have. */
async function bytesOf(material: Material): Promise<Uint8Array> {
  if (material.kind === 'text') return Buffer.from(material.text, 'utf8')
  const file = await open(material.path, 'r')
  try {
    const status = await file.stat()
    if (status.isDirectory()) throw failure('FILE_IS_DIRECTORY', { path: material.path })
    if (status.size > mostMaterialBytes) throw failure('KEYRING_MATERIAL_TOO_LARGE', { sizeBytes: status.size })
    return await file.readFile()
  } finally {
    await file.close()
  }
}
