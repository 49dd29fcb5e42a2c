/**
 * Reads logins that other programs keep: Docker's `config.json`, the `auth.json` of containers tools, and
 * the `docker-config.json` of the command lines. Files are read in place each time and never written.
 * Source: services reference 5.6; containers-auth.json(5).
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readNamedText } from '../platform/named-file.ts'
import { askHelper } from './credential-helper.ts'
import type { Credentials } from './credentials.ts'

const entry = z
  .object({
    auth: z.string().max(65_536).nullish(),
    username: z.string().max(1000).nullish(),
    password: z.string().max(65_536).nullish(),
    identitytoken: z.string().max(65_536).nullish(),
    registrytoken: z.string().max(65_536).nullish(),
  })
  .catch({})
const fileSchema = z.object({
  auths: z.record(z.string().max(1000), entry).nullish(),
  credHelpers: z.record(z.string().max(1000), z.string().max(200)).nullish(),
  credsStore: z.string().max(200).nullish(),
})

export interface CredentialFile {
  readonly path: string
  /** Hosts it has a login for, as references name them; the user name where the file itself has it. */
  readonly logins: readonly { readonly host: string; readonly username: string | null }[]
  /** @param repository looked for first, because a login may be for a part of a registry only */
  find(host: string, repository: string | null): Promise<Credentials | null>
}

const maximumFileBytes = 1024 * 1024
/** How files name Docker Hub. */
const hubKeys: readonly string[] = [
  'https://index.docker.io/v1/',
  'index.docker.io',
  'docker.io',
  'registry-1.docker.io',
]

/**
 * @returns null when the file is not there
 * @throws AppFailure REGISTRY_FILE_UNREADABLE when it is no such file
 */
export async function readCredentialFile(path: string): Promise<CredentialFile | null> {
  const text = await readText(path)
  if (text === null) return null
  const parsed = fileSchema.safeParse(parseJson(text))
  if (!parsed.success) throw failure('REGISTRY_FILE_UNREADABLE', { path })
  const auths = new Map(Object.entries(parsed.data.auths ?? {}).map(([key, value]) => [plainKey(key), value]))
  const helpers = new Map(Object.entries(parsed.data.credHelpers ?? {}).map(([key, value]) => [plainKey(key), value]))
  const { credsStore } = parsed.data
  const hosts = new Set([...auths.keys(), ...helpers.keys()])
  return {
    path,
    logins: [...hosts].map((host) => ({ host, username: usernameOf(auths.get(host)) })),
    async find(host, repository) {
      for (const key of keysOf(host, repository)) {
        const helper = helpers.get(key)
        if (helper !== undefined) return askHelper(helper, serverUrl(key), host)
        const found = auths.get(key)
        const own = found === undefined ? null : credentialsOf(found)
        if (own !== null) return own
        // An empty entry says that the login is in the store that the file names.
        if (found !== undefined && credsStore) return askHelper(credsStore, serverUrl(key), host)
      }
      return null
    },
  }
}

/** From the repository upwards to the registry itself. */
function keysOf(host: string, repository: string | null): readonly string[] {
  const parts = repository === null ? [] : repository.split('/')
  const paths = parts.map((_, index) => `${host}/${parts.slice(0, parts.length - index).join('/')}`)
  return [...paths, host]
}

/** Keys are hosts, hosts with a path, or addresses; Docker Hub has a key of its own. */
function plainKey(key: string): string {
  const bare = key.replace(/^https?:\/\//, '')
  if (hubKeys.includes(key) || hubKeys.some((hub) => bare.replace(/\/.*$/, '') === hub)) return 'docker.io'
  // Docker writes addresses with an API version behind the host.
  return bare.replace(/\/v[12]\/?$/, '').replace(/\/+$/, '')
}

/** The name under which a helper knows a registry. */
function serverUrl(key: string): string {
  return key === 'docker.io' ? 'https://index.docker.io/v1/' : key
}

function usernameOf(value: z.output<typeof entry> | undefined): string | null {
  const found = value === undefined ? null : credentialsOf(value)
  return found?.kind === 'password' ? found.username : (value?.username ?? null)
}

function credentialsOf(value: z.output<typeof entry>): Credentials | null {
  if (value.registrytoken) return { kind: 'registryToken', token: value.registrytoken }
  if (value.identitytoken) return { kind: 'identityToken', token: value.identitytoken }
  if (value.username && value.password) return { kind: 'password', username: value.username, password: value.password }
  if (!value.auth) return null
  const text = Buffer.from(value.auth, 'base64').toString('utf8').replace(/\0+$/, '')
  const colon = text.indexOf(':')
  if (colon <= 0) return null
  return { kind: 'password', username: text.slice(0, colon), password: text.slice(colon + 1) }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readNamedText(path, { mostBytes: maximumFileBytes })
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))) return null
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * Where the programs of this user keep logins, in the order in which they are asked: what was made for
 * images of this kind first.
 */
export function usualCredentialFiles(environment: NodeJS.ProcessEnv, home = homedir()): readonly string[] {
  const { REGISTRY_AUTH_FILE, DOCKER_CONFIG, XDG_RUNTIME_DIR, XDG_CONFIG_HOME } = environment
  return [
    join(environment.SINGULARITY_CONFIGDIR ?? join(home, '.singularity'), 'docker-config.json'),
    join(environment.APPTAINER_CONFIGDIR ?? join(home, '.apptainer'), 'docker-config.json'),
    ...(REGISTRY_AUTH_FILE ? [REGISTRY_AUTH_FILE] : []),
    ...(XDG_RUNTIME_DIR ? [join(XDG_RUNTIME_DIR, 'containers', 'auth.json')] : []),
    join(XDG_CONFIG_HOME ?? join(home, '.config'), 'containers', 'auth.json'),
    join(DOCKER_CONFIG ?? join(home, '.docker'), 'config.json'),
  ]
}
