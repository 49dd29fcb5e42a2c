/**
 * Asks where a certificate says that revocations are told. These addresses are plain http by rule, and
 * the answers carry their own signatures; nothing about the user goes out but the question itself.
 */
import { readBytes, unexpectedStatus } from '../../platform/http/answers.ts'
import type { HttpClient } from '../../platform/http/client.ts'
import type { AskService } from './revocation.ts'

/** Lists of large authorities have some megabytes. */
const mostBytes = 32 * 1024 * 1024
const timeoutMs = 15_000

export function createAskService(http: HttpClient): AskService {
  return async (url, body, signal) => {
    const response = await http.request({
      url,
      insecure: true,
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
      ...(body === null ? {} : { method: 'POST' as const, headers: { 'content-type': body.type }, body: body.bytes }),
    })
    if (response.status !== 200) return unexpectedStatus(response)
    return readBytes(response, mostBytes)
  }
}
