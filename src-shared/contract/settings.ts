import { z } from 'zod'
import { call, nothing, pathSchema } from './define.ts'

export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  /** Where pulled images go. */
  imageFolder: pathSchema,
  /** Parallel ranged requests of one download. */
  downloadConnections: z.number().int().min(1).max(16),
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
  /** Why files inside images cannot be looked at, or null when they can. */
  readonly filesUnavailable: string | null
}

export const settingsCalls = {
  'settings.get': call<Settings>()(nothing),
  'settings.set': call<Settings>()(settingsSchema.partial()),
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
