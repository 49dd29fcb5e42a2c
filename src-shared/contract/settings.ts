import { z } from 'zod'
import { isSshHost } from '../model/ssh-host.ts'
import { call, nothing, pathSchema } from './define.ts'

/** A host as it is given to ssh: `user@host`, or a name of its configuration; never an option of ssh. */
export const sshHostSchema = z.string().refine(isSshHost)

/** Host as in addresses, with its port where it has one of its own. */
const hostName = z
  .string()
  .max(260)
  .regex(/^(?:[a-z0-9._-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/)

const networkShape = {
  /** Nothing leaves this computer, whatever asks. */
  isOffline: z.boolean(),
  /** `system` follows the environment and, where the face knows them, the system's own settings. */
  proxy: z.strictObject({
    mode: z.enum(['none', 'system', 'manual']),
    /** Host and port, like `http://proxy.example.org:3128`; a password is kept elsewhere. Empty for none. */
    server: z.string().max(300),
    /** Hosts, domains and networks that are reached without the proxy. */
    except: z.array(z.string().max(260)).max(500),
  }),
  /** What is special about single hosts. */
  hosts: z
    .array(
      z.strictObject({
        host: hostName,
        /** PEM certificates of authorities trusted for this host beside the usual ones. */
        authorities: z.string().max(1_000_000).nullable(),
        /** Plain http is allowed for it. */
        allowsPlain: z.boolean(),
      }),
    )
    .max(200),
} as const

const networkSchema = z.strictObject(networkShape)
export type NetworkSettings = Readonly<z.infer<typeof networkSchema>>

/** How the network is used where nothing was set. */
export const defaultNetwork: NetworkSettings = {
  isOffline: false,
  proxy: { mode: 'system', server: '', except: [] },
  hosts: [],
}

export const settingsSchema = z.strictObject({
  ...networkShape,
  /** What the user answered when first asked where images live; set by `remotes.chooseWorld`. */
  world: z.enum(['unasked', 'skipped', 'sylabs', 'own', 'apptainer', 'offline']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  /** Where pulled images go. */
  imageFolder: pathSchema,
  /** Parallel ranged requests of one download. */
  downloadConnections: z.number().int().min(1).max(16),
  /** Whether the user is told of what ends while no window is in front. */
  notifications: z.boolean(),
  /** Pulls that run at once, and pushes; the others wait. */
  transfersAtOnce: z.number().int().min(1).max(16),
  /** Bytes a second that all transfers take together; 0 for no limit. */
  transferLimitBytesPerSecond: z.number().int().min(0).max(1_000_000_000_000),
  /** Computers whose apptainer or singularity may build, over ssh. */
  sshBuildHosts: z.array(sshHostSchema).max(32),
})
export type Settings = Readonly<z.infer<typeof settingsSchema>>

/** What this computer and this face can do; the renderer asks instead of guessing. */
export interface Capabilities {
  readonly face: 'window' | 'browser' | 'terminal' | 'stdio'
  readonly canChooseFiles: boolean
  readonly canRevealFiles: boolean
  readonly canReadDroppedPaths: boolean
  readonly platform: string
  readonly architecture: string
  readonly homeFolder: string
  readonly version: string
  readonly demo: boolean
  /** What keeps tokens and passwords from others: the system's keychain, or the permissions of files alone. */
  readonly secretsAreIn: 'keychain' | 'files'
  /** Why files inside images cannot be looked at, or null when they can. */
  readonly filesUnavailable: string | null
}

export const settingsCalls = {
  'settings.get': call<Settings>()(nothing),
  'settings.set': call<Settings>()(settingsSchema.partial()),
  /** Who the proxy is told that asks; the password never comes back out. Null forgets it. */
  'settings.setProxyLogin': call<{ readonly username: string | null }>()(
    z.strictObject({
      login: z.strictObject({ username: z.string().min(1).max(500), password: z.string().max(10_000) }).nullable(),
    }),
  ),
  'settings.proxyLogin': call<{ readonly username: string | null }>()(nothing),
  'settings.capabilities': call<Capabilities>()(nothing),
  /** Files and folders of a folder, for choosing one where the face has no file dialog. */
  'settings.listFolder': call<{
    readonly path: string
    readonly parent: string | null
    readonly entries: readonly {
      readonly name: string
      readonly path: string
      readonly isFolder: boolean
      readonly sizeBytes: number
    }[]
  }>()(z.strictObject({ path: pathSchema.optional(), extension: z.string().max(32).optional() })),
}

export interface SettingsEvents {
  'settings.changed': Settings
}
