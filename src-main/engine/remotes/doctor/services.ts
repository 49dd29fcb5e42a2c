/** How each kind of service is asked whether it is one, with a question that anybody may ask. */
import { z } from 'zod'
import type { ServiceDiagnosis, StepFacts } from '../../../../src-shared/model/diagnosis.ts'
import { diagnosisText } from '../../../../src-shared/text/diagnosis.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { readBytes, retryAfterSeconds } from '../../platform/http/answers.ts'
import type { HttpResponse } from '../../platform/http/client.ts'
import { statusFailure } from '../../platform/http/failures.ts'
import { serviceUrl } from '../address.ts'

export type ServiceKind = ServiceDiagnosis['service']

/** The address that is asked. @param base of the service */
export function questionFor(service: ServiceKind, base: string): string {
  switch (service) {
    case 'remote':
      return serviceUrl(base, 'assets/config/config.prod.json')
    case 'library':
    case 'builder':
    case 'token':
      return serviceUrl(base, 'version')
    case 'keyserver':
      // A key that nobody has. Source: services reference, 3.1.
      return serviceUrl(base, `pks/lookup?op=index&options=mr&exact=on&search=0x${'0'.repeat(40)}`)
    case 'registry':
      return serviceUrl(base, 'v2/')
    case 'host':
      return serviceUrl(base, '')
  }
}

/** What an answer is, before it is read. @throws AppFailure for a status with which a server speaks of its own state */
export function answerFacts(response: HttpResponse): StepFacts {
  const { status, url } = response
  if (status >= 500 || status === 429) throw statusFailure(status, url.host, null, retryAfterSeconds(response))
  return { kind: 'answer', status, contentType: contentType(response) }
}

const contentType = (response: HttpResponse): string | null =>
  response.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? null

const versionSchema = z.object({ data: z.object({ version: z.string().max(100) }) })
const documentSchema = z.record(z.string(), z.unknown())

/**
 * Reads the answer to {@link questionFor} to its end.
 * @throws AppFailure ANSWER_IS_PAGE, ANSWER_OF_OTHER_KIND, and for statuses
 */
export async function serviceFacts(service: ServiceKind, response: HttpResponse): Promise<StepFacts> {
  const { host } = response.url
  const text = new TextDecoder().decode(await readBytes(response, 1024 * 1024))
  const isPage = contentType(response) === 'text/html' || /^\s*<(?:!doctype html|html)\b/i.test(text)
  const other = failure(isPage ? 'ANSWER_IS_PAGE' : 'ANSWER_OF_OTHER_KIND', {
    host,
    service: diagnosisText.kinds[service],
  })
  const { status } = response
  switch (service) {
    case 'host':
      return { kind: 'service', version: null }
    case 'registry':
      if (status === 401 && response.header('www-authenticate') !== null) return { kind: 'service', version: null }
      if (status !== 200 || isPage) throw other
      return { kind: 'service', version: null }
    case 'keyserver':
      // Some servers say in a page that there is no such key.
      if (status === 404 && (!isPage || /\bkeys?\b/i.test(text))) return { kind: 'service', version: null }
      if (status !== 200 || isPage) throw other
      return { kind: 'service', version: null }
    case 'remote':
      if (status !== 200 || !documentSchema.safeParse(readDocument(text)).success) throw other
      return { kind: 'service', version: null }
    default: {
      if (status === 401 || status === 403) throw statusFailure(status, host, null, null)
      const parsed = versionSchema.safeParse(readDocument(text))
      if (status !== 200 || !parsed.success) throw other
      return { kind: 'service', version: parsed.data.data.version }
    }
  }
}

function readDocument(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
