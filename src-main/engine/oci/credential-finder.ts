/**
 * Which login is used for a registry: the one kept here, then those that files of other programs hold, read
 * in place. What was found is remembered for some seconds, because every request asks.
 */
import { toAppError } from '../platform/failures.ts'
import type { Log } from '../platform/log.ts'
import type { SecretStore } from '../platform/port.ts'
import type { Credentials } from './credentials.ts'
import { type CredentialFile, readCredentialFile } from './docker-config.ts'
import type { RegistryStore } from './settings-store.ts'

export interface CredentialFinder {
  find(host: string, repository: string | null): Promise<Credentials | null>
  /** The files that are there, those named here first. */
  files(): Promise<readonly { readonly file: CredentialFile; readonly isNamed: boolean }[]>
  /** Forgets what was remembered. */
  reset(): void
}

export interface FinderDeps {
  readonly secrets: SecretStore
  readonly store: RegistryStore
  /** Files that are read although nobody named them. */
  readonly usualFiles: readonly string[]
  readonly log: Log
  now(): number
}

const rememberedMs = 15_000

export function secretName(host: string): string {
  return `registry/${host}/password`
}

export function createCredentialFinder(deps: FinderDeps): CredentialFinder {
  const { secrets, store, log } = deps
  const remembered = new Map<string, { readonly at: number; readonly found: Promise<Credentials | null> }>()

  const files: CredentialFinder['files'] = async () => {
    const named = store.files()
    const usual = deps.usualFiles.filter((path) => !named.includes(path))
    const read = async (path: string, isNamed: boolean) => {
      try {
        const file = await readCredentialFile(path)
        return file === null ? [] : [{ file, isNamed }]
      } catch (error) {
        // Somebody else's broken file must not keep this user from registries that need no login.
        log('warn', 'a file of logins cannot be read', { path, code: toAppError(error).code })
        return []
      }
    }
    const found = await Promise.all([
      ...named.map((path) => read(path, true)),
      ...usual.map((path) => read(path, false)),
    ])
    return found.flat()
  }

  const look = async (host: string, repository: string | null): Promise<Credentials | null> => {
    const username = store.get(host)?.username ?? null
    const password = username === null ? null : await secrets.get(secretName(host))
    if (username !== null && password !== null) return { kind: 'password', username, password }
    for (const { file } of await files()) {
      const found = await file.find(host, repository)
      if (found !== null) return found
    }
    return null
  }

  return {
    files,
    reset: () => remembered.clear(),
    find(host, repository) {
      const key = `${host} ${repository ?? ''}`
      const known = remembered.get(key)
      if (known && deps.now() - known.at < rememberedMs) return known.found
      const found = look(host, repository)
      remembered.set(key, { at: deps.now(), found })
      found.catch(() => remembered.delete(key))
      return found
    },
  }
}
