/**
 * Registries and the logins to them: setting one up, logging in and out, files of other programs. Owns what
 * is stored about registries and their passwords, which go into the platform's secret store and never out of
 * the engine again. A login is kept only after the registry has accepted it.
 */
import type { OciRegistry } from '../../../src-shared/model/oci.ts'
import { canonicalRegistry } from '../../../src-shared/reference/index.ts'
import { hostProblem } from '../../../src-shared/reference/names.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import { readAuthorities } from '../platform/http/authorities.ts'
import type { RegistryAddress, RegistryConnection } from './connection.ts'
import { type CredentialFinder, secretName } from './credential-finder.ts'
import { readCredentialFile } from './docker-config.ts'
import type { RegistryStore, StoredRegistry } from './settings-store.ts'

export type AccountCalls =
  | 'oci.registries'
  | 'oci.setUp'
  | 'oci.remove'
  | 'oci.login'
  | 'oci.logout'
  | 'oci.files'
  | 'oci.useFile'
  | 'oci.forgetFile'

export interface AccountDeps {
  readonly store: RegistryStore
  readonly finder: CredentialFinder
  /** A connection of its own that remembers nothing, for trying a login. */
  connect(address: RegistryAddress): RegistryConnection
  /** Something about registries has changed. */
  changed(): void
}

export function createAccounts(context: EngineContext, deps: AccountDeps): Handlers<AccountCalls> {
  const { store, finder } = deps
  const { secrets } = context.platform

  const known = (host: string): StoredRegistry =>
    store.get(host) ?? { host, insecure: false, authorities: null, mirror: null, username: null }

  const view = ({ host, insecure, mirror, authorities, username }: StoredRegistry): OciRegistry => ({
    host,
    insecure,
    mirror,
    hasOwnAuthority: authorities !== null,
    username,
    file: null,
  })

  return {
    async 'oci.registries'() {
      const own = store.list().map(view)
      const byHost = new Map(own.map((registry) => [registry.host, registry]))
      for (const { file } of await finder.files()) {
        for (const { host, username } of file.logins) {
          const before = byHost.get(host)
          if (before !== undefined && (before.username !== null || before.file !== null)) continue
          const nobody = view(known(host))
          byHost.set(host, { ...(before ?? nobody), username, file: file.path })
        }
      }
      return [...byHost.values()].sort((a, b) => (a.host < b.host ? -1 : 1))
    },
    'oci.setUp'(params) {
      const host = readHost(params.host)
      const before = known(host)
      const mirror =
        params.mirror === undefined ? before.mirror : params.mirror === null ? null : readHost(params.mirror)
      const registry = {
        ...before,
        mirror: mirror === host ? null : mirror,
        insecure: params.insecure ?? before.insecure,
        authorities: params.authorities === undefined ? before.authorities : readAuthorities(params.authorities),
      }
      store.put(registry)
      deps.changed()
      return view(registry)
    },
    async 'oci.remove'(params) {
      const host = readHost(params.host)
      await secrets.delete(secretName(host))
      const removed = store.remove(host)
      deps.changed()
      return { removed }
    },
    async 'oci.login'(params, { signal }) {
      const host = readHost(params.host)
      const { username, password } = readLogin(params)
      const before = known(host)
      const insecure = params.insecure ?? before.insecure
      const authorities = params.authorities === undefined ? before.authorities : readAuthorities(params.authorities)
      const connection = deps.connect({ host, insecure, authorities })
      const checked = await connection.check({ kind: 'password', username, password }, signal)
      // The password first: a name without one would look like a login.
      await secrets.set(secretName(host), password)
      const registry = { ...before, insecure, authorities, username }
      store.put(registry)
      deps.changed()
      return { registry: view(registry), checked }
    },
    async 'oci.logout'(params) {
      const host = readHost(params.host)
      const before = store.get(host)
      if (before === null || before.username === null) {
        const file = (await finder.files()).find(({ file: { logins } }) => logins.some((login) => login.host === host))
        throw file === undefined
          ? failure('REGISTRY_NOT_FOUND', { host })
          : failure('REGISTRY_LOGIN_ELSEWHERE', { host, path: file.file.path })
      }
      await secrets.delete(secretName(host))
      const registry = { ...before, username: null }
      const isPlain = !before.insecure && before.authorities === null && before.mirror === null
      if (isPlain) store.remove(host)
      else store.put(registry)
      deps.changed()
      return view(registry)
    },
    async 'oci.files'() {
      const files = await finder.files()
      return files.map(({ file, isNamed }) => ({
        path: file.path,
        isNamed,
        logins: file.logins.map(({ host }) => host),
      }))
    },
    async 'oci.useFile'({ path }) {
      const file = await readCredentialFile(path)
      if (file === null) throw failure('FILE_NOT_FOUND', { path })
      store.addFile(path)
      deps.changed()
      return { path, logins: file.logins.map(({ host }) => host) }
    },
    'oci.forgetFile'({ path }) {
      const forgotten = store.removeFile(path)
      deps.changed()
      return { forgotten }
    },
  }
}

/**
 * Reads the host of a registry as people and other programs write it: alone, or with a scheme in front.
 * @throws AppFailure REGISTRY_HOST_MALFORMED
 */
export function readHost(text: string): string {
  const bare = text
    .trim()
    .replace(/^(?:docker|oras|https?):\/\//i, '')
    .replace(/\/(?:v[12]\/)?$/, '')
    .toLowerCase()
  if (bare === '' || hostProblem(bare) !== null) throw failure('REGISTRY_HOST_MALFORMED', { host: text.slice(0, 200) })
  return canonicalRegistry(bare)
}

/** @throws AppFailure REGISTRY_LOGIN_MALFORMED */
function readLogin({ username, password }: { readonly username: string; readonly password: string }) {
  // A line feed at the end is how files end, never part of a password.
  const plain = password.replace(/\r?\n$/, '')
  const isUsable = !/[\p{Cc}:]/u.test(username) && !/\p{Cc}/u.test(plain) && plain !== ''
  if (!isUsable) throw failure('REGISTRY_LOGIN_MALFORMED')
  return { username, password: plain }
}
