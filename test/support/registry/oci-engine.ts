/** The room of registries with a real network, database and settings, and nothing of this computer's logins. */
import { createOci, type OciDeps, type OciService } from '../../../src-main/engine/oci/oci.ts'
import type { CallContext, EngineContext } from '../../../src-main/engine/platform/context.ts'
import { createHttpClient, type HttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { parseReference, type RegistryReference } from '../../../src-shared/reference/index.ts'
import { withContext } from '../engine-context.ts'

export interface OciSet {
  readonly oci: OciService
  readonly context: EngineContext
  readonly http: HttpClient
  readonly folder: string
  readonly call: CallContext
}

export async function withOci(work: (set: OciSet) => Promise<void>, deps: Partial<OciDeps> = {}): Promise<void> {
  await withContext(async (context, folder) => {
    const http = createHttpClient({ version: '0.0.0', environment: {}, longestWaitMs: 1500 })
    const oci = createOci(context, { http, usualCredentialFiles: [], retryPausesMs: [5, 5, 5], ...deps })
    try {
      await work({ oci, context, http, folder, call: { signal: new AbortController().signal } })
    } finally {
      await http.close()
    }
  })
}

export function registryReference(text: string): RegistryReference {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  const { value } = parsed
  if (value.transport !== 'docker' && value.transport !== 'oras') throw new Error(`${text} is ${value.transport}`)
  return value
}
