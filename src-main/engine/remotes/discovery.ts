/**
 * Reads the document in which a remote says which services it has. The document is not enveloped;
 * entries that are no objects or have no address are skipped.
 */
import { z } from 'zod'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readJson, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { isLoopback } from '../platform/http/rules.ts'
import { serviceUrl } from './address.ts'

/** Addresses without a slash at the end; null where the remote has no such service. */
export const servicesSchema = z.object({
  library: z.string().nullable(),
  keyserver: z.string().nullable(),
  builder: z.string().nullable(),
  token: z.string().nullable(),
  registry: z.string().nullable(),
})
export type Services = Readonly<z.infer<typeof servicesSchema>>

const entry = z.object({ uri: z.string().max(2000), registryUri: z.string().max(2000).optional() })
const documentSchema = z.record(z.string(), z.unknown())

/**
 * @param base address of the remote, see `remoteAddress`
 * @throws AppFailure REMOTE_NOT_A_REMOTE and the failures of the network
 */
export async function discoverServices(
  http: HttpClient,
  base: string,
  insecure: boolean,
  signal: AbortSignal | undefined,
): Promise<Services> {
  const remote = new URL(base)
  const response = await http.request({
    url: serviceUrl(base, 'assets/config/config.prod.json'),
    insecure,
    timeoutMs: 10_000,
    ...(signal ? { signal } : {}),
  })
  if (response.status === 404) {
    await response.discard()
    throw failure('REMOTE_NOT_A_REMOTE', { host: remote.host })
  }
  if (response.status !== 200) return unexpectedStatus(response)
  const document = documentSchema.safeParse(await readJson(response, 256 * 1024).catch(() => null))
  if (!document.success) throw failure('REMOTE_NOT_A_REMOTE', { host: remote.host })

  const read = (name: string) => {
    const parsed = entry.safeParse(document.data[name])
    return parsed.success ? parsed.data : null
  }
  const address = (text: string | undefined): string | null => usableAddress(text, remote)
  const library = read('libraryAPI')
  return {
    library: address(library?.uri),
    registry: address(library?.registryUri),
    keyserver: address(read('keystoreAPI')?.uri),
    builder: address(read('builderAPI')?.uri),
    token: address(read('tokenAPI')?.uri),
  }
}

/** A remote elsewhere cannot send us to services of this computer, and nobody to something that is no web address. */
function usableAddress(text: string | undefined, remote: URL): string | null {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  if (isLoopback(url) && !isLoopback(remote)) return null
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
