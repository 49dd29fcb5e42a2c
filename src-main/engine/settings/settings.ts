/** Settings: a few named values with defaults, kept in the database, told to every face on change. */
import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Capabilities, type Settings, settingsSchema } from '../../../src-shared/contract/settings.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'

export interface SettingsService {
  readonly handlers: Handlers<CallsOf<'settings'>>
  get(): Settings
}

/** @param capabilities what the face and this computer can do; asked anew for each answer */
export function createSettings(context: EngineContext, capabilities: () => Capabilities): SettingsService {
  const { database, events, paths } = context
  const defaults: Settings = {
    theme: 'system',
    density: 'comfortable',
    imageFolder: paths.images,
    downloadConnections: 4,
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

  return {
    get,
    handlers: {
      'settings.get': get,
      'settings.set': (changes) => {
        database.transaction(() => {
          for (const [name, value] of Object.entries(changes)) upsert.run(name, JSON.stringify(value))
        })()
        const settings = get()
        events.emit('settings.changed', settings)
        return settings
      },
      'settings.capabilities': capabilities,
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
