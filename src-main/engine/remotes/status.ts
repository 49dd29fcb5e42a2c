/** Asks every service of a remote whether it is there and which version it is. */
import { z } from 'zod'
import type { ServiceStatus } from '../../../src-shared/model/remote.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { toAppError } from '../platform/failures.ts'
import { readJson, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient } from '../platform/http/client.ts'
import { serviceUrl } from './address.ts'
import type { Services } from './discovery.ts'
import { checkToken } from './token.ts'

const versionSchema = z.object({ data: z.object({ version: z.string().max(100) }) })
const statusServices = ['library', 'keyserver', 'builder', 'token'] as const

/**
 * @param token checked too, when there is one
 * @returns one status for each service the remote has; a service that fails is a status, not an error
 */
export async function serviceStatuses(
  http: HttpClient,
  services: Services,
  token: string | null,
  insecure: boolean,
  signal: AbortSignal,
): Promise<readonly ServiceStatus[]> {
  const asked = statusServices.map(async (service): Promise<ServiceStatus | null> => {
    const uri = services[service]
    if (uri === null) return null
    try {
      const version = await serviceVersion(http, uri, insecure, signal)
      if (service === 'token' && token !== null) await checkToken(http, uri, token, insecure, signal)
      return { service, uri, state: 'ok', version, detail: null }
    } catch (error) {
      const failed = toAppError(error)
      if (failed.kind === 'cancelled') throw error
      const state = failed.kind === 'notPermitted' ? 'refused' : 'unreachable'
      return { service, uri, state, version: null, detail: failed.message }
    }
  })
  return (await Promise.all(asked)).filter((status) => status !== null)
}

async function serviceVersion(http: HttpClient, uri: string, insecure: boolean, signal: AbortSignal): Promise<string> {
  const response = await http.request({ url: serviceUrl(uri, 'version'), insecure, signal, timeoutMs: 15_000 })
  if (response.status !== 200) return unexpectedStatus(response)
  const parsed = versionSchema.safeParse(await readJson(response, 64 * 1024))
  if (!parsed.success) throw failure('ANSWER_MALFORMED', { host: response.url.host })
  return parsed.data.data.version
}
