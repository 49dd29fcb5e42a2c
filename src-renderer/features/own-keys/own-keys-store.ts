/** Which sheet about own keys is open, and which keys are unlocked now. It holds no passphrase and no key. */
import { create } from 'zustand'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { Key } from '../../../src-shared/model/key.ts'

export type OwnKeySheet =
  | { readonly kind: 'new' }
  | {
      readonly kind:
        | 'unlock'
        | 'extend'
        | 'addName'
        | 'changePassphrase'
        | 'backUp'
        | 'publish'
        | 'revoke'
        | 'removeSecret'
      readonly key: Key
    }

export interface OwnKeysState {
  readonly sheet: OwnKeySheet | null
  /** Fingerprints of the keys that sign without being asked for their passphrase. */
  readonly unlocked: readonly string[]
}

export const useOwnKeys = create<OwnKeysState>(() => ({ sheet: null, unlocked: [] }))

export function openOwnKeySheet(sheet: OwnKeySheet | null): void {
  useOwnKeys.setState({ sheet })
}

/** Asks which keys are unlocked. */
export async function readUnlocked(client: Client): Promise<void> {
  const answer = await client.call('keyring.unlocked', {})
  if (answer.ok) useOwnKeys.setState({ unlocked: answer.value.fingerprints })
}

/** Keys lock by themselves without a word, so what is shown is asked for again now and then. */
const askAgainMs = 20_000

/** Keeps what is shown in step until the returned function is called. */
export function followUnlocked(client: Client): () => void {
  void readUnlocked(client)
  const stop = client.on('keyring.changed', () => void readUnlocked(client))
  const timer = setInterval(() => void readUnlocked(client), askAgainMs)
  return () => {
    clearInterval(timer)
    stop()
  }
}
