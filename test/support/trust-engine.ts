/** Keyring, decisions and signatures as the engine connects them, in a folder of the test's own. */
import { createKeyring, type KeyringService } from '../../src-main/engine/keyring/keyring.ts'
import type { Keyserver } from '../../src-main/engine/keyring/keyserver.ts'
import { createRings, type Rings } from '../../src-main/engine/keyring/rings.ts'
import type { CallContext, EngineContext } from '../../src-main/engine/platform/context.ts'
import { createHttpClient } from '../../src-main/engine/platform/http/client.ts'
import { createSignatures, type SignaturesService } from '../../src-main/engine/signatures/signatures.ts'
import { createTrust, type ImageIdentity, type TrustService } from '../../src-main/engine/trust/trust.ts'
import { withContext } from './engine-context.ts'

export interface TrustEngine {
  readonly context: EngineContext
  readonly keyring: KeyringService
  readonly trust: TrustService
  readonly signatures: SignaturesService
  readonly folder: string
  /** What calls are given. */
  readonly call: CallContext
}

export interface TrustEngineOptions {
  readonly keyservers?: readonly Keyserver[]
  /** Rings of other programs; by default none is found. */
  readonly rings?: Rings
  readonly imageOf?: (path: string) => ImageIdentity | null
}

export async function withTrustEngine<Value>(
  work: (engine: TrustEngine) => Promise<Value>,
  options: TrustEngineOptions = {},
): Promise<Value> {
  return withContext(async (context, folder) => {
    const http = createHttpClient({ version: 'test', environment: {} })
    const keyring = createKeyring(context, {
      http,
      keyservers: async () => options.keyservers ?? [],
      decisionOf: (fingerprint) => trust.shownDecision(fingerprint),
      rings: options.rings ?? createRings({ HOME: folder }, []),
    })
    const trust: TrustService = createTrust(context, keyring)
    const signatures = createSignatures(context, { http, keyring, trust, imageOf: options.imageOf ?? (() => null) })
    const call = { signal: new AbortController().signal }
    try {
      return await work({ context, keyring, trust, signatures, folder, call })
    } finally {
      await signatures.close()
      await http.close()
    }
  })
}
