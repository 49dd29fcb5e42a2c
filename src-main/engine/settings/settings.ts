/** Settings: a few named values with defaults, kept in the database, told to every face on change. */
import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { CallParams } from '../../../src-shared/contract/index.ts'
import {
  type Capabilities,
  defaultNetwork,
  type Settings,
  settingsSchema,
} from '../../../src-shared/contract/settings.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import { readAuthorities } from '../platform/http/authorities.ts'
import { type ProxyLogin, readProxy } from '../platform/http/route.ts'

export interface SettingsService {
  readonly handlers: Handlers<CallsOf<'settings'>>
  get(): Settings
  /** @throws AppFailure as `settings.set` does */
  change(changes: CallParams<'settings.set'>): void
  /** For the one who goes through the proxy; told to no face. */
  proxyLogin(): Promise<ProxyLogin | null>
  /** The images have been moved there. */
  setImageFolder(path: string): void
}

const loginSchema = z.object({ username: z.string(), password: z.string() })
const loginSecret = 'network/proxy'

/**
 * What is wrong with network settings is said when they are set, not with the next request.
 * @throws AppFailure PROXY_MALFORMED, PROXY_UNSUPPORTED, PROXY_HAS_PASSWORD, AUTHORITY_MALFORMED
 */
function checkedNetwork(changes: CallParams<'settings.set'>): CallParams<'settings.set'> {
  const { proxy, hosts } = changes
  if (proxy?.mode === 'manual') {
    const { username, password } = readProxy(proxy.server)
    if (username !== '' || password !== '') throw failure('PROXY_HAS_PASSWORD')
  }
  if (hosts === undefined) return changes
  return { ...changes, hosts: hosts.map((rule) => ({ ...rule, authorities: readAuthorities(rule.authorities) })) }
}

/** @param capabilities what the face and this computer can do; asked anew for each answer */
export function createSettings(context: EngineContext, capabilities: () => Capabilities): SettingsService {
  const { database, events, paths, platform } = context
  const defaults: Settings = {
    ...defaultNetwork,
    world: 'unasked',
    theme: 'system',
    density: 'comfortable',
    imageFolder: paths.images,
    downloadConnections: 4,
    notifications: true,
    transfersAtOnce: 3,
    transferLimitBytesPerSecond: 0,
    sshBuildHosts: [],
  }
  const select = database.prepare<[], { name: string; value_json: string }>('SELECT name, value_json FROM settings')
  const upsert = database.prepare(
    'INSERT INTO settings (name, value_json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json',
  )

  const get = (): Settings => {
    const stored = Object.fromEntries(select.all().map((row) => [row.name, JSON.parse(row.value_json) as unknown]))
    // A value that a later or earlier version wrote and this one cannot read falls back to its default.
    const readable = Object.fromEntries(
      Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
        const parsed = schema.safeParse(stored[name])
        return parsed.success ? [[name, parsed.data]] : []
      }),
    )
    return { ...defaults, ...readable }
  }

  const proxyLogin = async (): Promise<ProxyLogin | null> => {
    const kept = await platform.secrets.get(loginSecret)
    return kept === null ? null : loginSchema.parse(JSON.parse(kept))
  }

  const set = (wanted: CallParams<'settings.set'>): Settings => {
    const changes = checkedNetwork(wanted)
    database.transaction(() => {
      for (const [name, value] of Object.entries(changes)) upsert.run(name, JSON.stringify(value))
    })()
    const settings = get()
    events.emit('settings.changed', settings)
    return settings
  }

  return {
    get,
    change: (changes) => void set(changes),
    proxyLogin,
    setImageFolder: (imageFolder) => void set({ imageFolder }),
    handlers: {
      'settings.get': get,
      'settings.set': set,
      'settings.capabilities': capabilities,
      async 'settings.setProxyLogin'({ login }) {
        if (login === null) await platform.secrets.delete(loginSecret)
        else await platform.secrets.set(loginSecret, JSON.stringify(login))
        events.emit('settings.changed', get())
        return { username: login?.username ?? null }
      },
      'settings.proxyLogin': async () => ({ username: (await proxyLogin())?.username ?? null }),
      'settings.listFolder': ({ path, extension }) => listFolder(path ?? homedir(), extension),
    },
  }
}

/** Folders first, then files with the wanted ending; hidden entries are left out. */
async function listFolder(path: string, extension: string | undefined) {
  const folder = resolve(path)
  const listed = await readdir(folder, { withFileTypes: true })
  const entries = await Promise.all(
    listed
      .filter((entry) => !entry.name.startsWith('.'))
      .map(async (entry) => {
        const full = join(folder, entry.name)
        const info = await stat(full).catch(() => null)
        return info && { name: entry.name, path: full, isFolder: info.isDirectory(), sizeBytes: info.size }
      }),
  )
  const wanted = entries
    .filter((entry) => entry !== null)
    .filter((entry) => entry.isFolder || extension === undefined || entry.name.toLowerCase().endsWith(extension))
    .sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name, 'en'))
  return { path: folder, parent: dirname(folder) === folder ? null : dirname(folder), entries: wanted }
}
