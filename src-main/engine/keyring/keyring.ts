/**
 * The keyring domain as others see it: the ring of keys, and the keyservers that are asked for it. It makes no
 * decision and draws no verdict; a keyserver is asked only when somebody wants that.
 */
import type { keyringCalls, keyserverCalls } from '../../../src-shared/contract/keyring.ts'
import type { KeyFetch } from '../../../src-shared/model/keyserver.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { type CoreNeeds, createKeyringCore, type KeyringCore } from './keyring-core.ts'
import type { Keyserver } from './keyserver.ts'
import { createKeyservers, type ReachableKeyserver } from './keyserver-calls.ts'
import type { RemoteKeyserver } from './keyserver-list.ts'

export interface KeyringNeeds extends CoreNeeds {
  readonly http: HttpClient
  /** The keyserver of the active remote, none or one. May ask the remote where it is. */
  keyservers(signal?: AbortSignal): Promise<readonly Keyserver[]>
  /** The same as far as it is known without asking anybody. */
  remoteKeyserver?(): RemoteKeyserver | null
}

export interface KeyringService extends Omit<KeyringCore, 'handlers'> {
  readonly handlers: Handlers<keyof typeof keyringCalls | keyof typeof keyserverCalls>
  /**
   * Asks the keyservers for a key by full fingerprint and keeps what they know of it.
   * @throws AppFailure of the network, KEYSERVER_NONE, KEYSERVER_KEY_NOT_FOUND, KEYSERVER_OTHER_KEY
   */
  fetch(fingerprint: string, signal?: AbortSignal): Promise<KeyFetch>
  /** The keyservers that are known, as their requests go there. Asks nobody. */
  reachable(): readonly ReachableKeyserver[]
  /** Asks a keyserver too from now on. @throws AppFailure KEYSERVER_KNOWN */
  addKeyserver(url: string): void
}

export function createKeyring(context: EngineContext, needs: KeyringNeeds): KeyringService {
  const core = createKeyringCore(context, needs)
  const servers = createKeyservers(context, {
    http: needs.http,
    keyring: core,
    remote: { known: () => needs.remoteKeyserver?.() ?? null, connect: (signal) => needs.keyservers(signal) },
  })
  return {
    ...core,
    fetch: (fingerprint, signal) => servers.fetch(fingerprint, signal),
    reachable: servers.reachable,
    addKeyserver: servers.addKeyserver,
    handlers: { ...core.handlers, ...servers.handlers },
  }
}
