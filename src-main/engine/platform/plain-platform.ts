/** The platform port of the faces without Electron: secrets in files, and no notifications. */
import { createFileSecrets } from './file-secrets.ts'
import type { EnginePaths } from './paths.ts'
import type { PlatformPort } from './port.ts'

/** @param face any but the window, which has a keychain and its own port */
export function createPlainPlatform(face: Exclude<PlatformPort['face'], 'window'>, paths: EnginePaths): PlatformPort {
  return { face, secrets: createFileSecrets(paths.secrets), notify: () => undefined }
}
