/**
 * Where the application keeps its things. `SIF_DESKTOP_HOME` moves all of it into one folder, and
 * then nothing outside that folder is read but what a command names.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface EnginePaths {
  readonly home: string
  readonly database: string
  /** Where pulled images go unless the settings say otherwise. */
  readonly images: string
  /** Secret keys and, without a keychain, secrets; mode 0700. */
  readonly secrets: string
  readonly log: string
}

/**
 * Finds the folders for this user and system: XDG folders on Linux, the usual places on macOS and Windows.
 * @param environment `process.env`; only SIF_DESKTOP_HOME, XDG_DATA_HOME and APPDATA are read
 */
export function findPaths(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): EnginePaths {
  const moved = environment.SIF_DESKTOP_HOME
  if (moved) return pathsIn(moved, join(moved, 'images'))
  return pathsIn(userDataFolder(environment, platform), join(homedir(), 'Containers'))
}

function pathsIn(home: string, images: string): EnginePaths {
  return {
    home,
    images,
    database: join(home, 'sif-desktop.db'),
    secrets: join(home, 'secrets'),
    log: join(home, 'log'),
  }
}

function userDataFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  switch (platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'SIF Desktop')
    case 'win32':
      return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'SIF Desktop')
    default:
      return join(environment.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'sif-desktop')
  }
}
