/**
 * The platform port: the few things the engine needs from the face it runs in and cannot do itself
 * in plain Node. The shell implements it with Electron, the other faces with files and nothing.
 * The engine must never ask a face for more than this.
 */
import type { Capabilities } from '../../../src-shared/contract/settings.ts'

/** Keeps tokens and passphrases. Names are like `remote/SylabsCloud/token`. */
export interface SecretStore {
  /** Whether the operating system protects the secrets, or only file permissions do. */
  readonly protection: 'keychain' | 'filePermissions'
  get(name: string): Promise<string | null>
  set(name: string, secret: string): Promise<void>
  delete(name: string): Promise<void>
}

export interface PlatformPort {
  readonly face: Capabilities['face']
  readonly secrets: SecretStore
  /**
   * What the system's settings say of the way to an address, a PAC script among them, as browsers write it:
   * `PROXY host:port; DIRECT`. Left out where the face cannot know; null when it could not be found out.
   */
  readonly resolveProxy?: (url: string) => Promise<string | null>
  /** Offers a system notification; may do nothing. */
  notify(title: string, body: string): void
}
