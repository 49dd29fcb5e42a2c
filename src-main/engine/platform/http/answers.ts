/** Reads answers: bounded bodies, JSON, what a server says to people, and failures for unwanted statuses. */
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { HttpResponse } from './client.ts'
import { statusFailure } from './failures.ts'

/** Seconds of a `Retry-After`, given as a number or a date; null when there is none that can be read. */
export function retryAfterSeconds(response: HttpResponse, now: Date = new Date()): number | null {
  const value = response.header('retry-after')
  if (value === null) return null
  if (/^\d{1,9}$/.test(value.trim())) return Number(value)
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : Math.max(0, Math.ceil((time - now.getTime()) / 1000))
}

/** The failure for an answer that is not wanted; reads at most a little of its body. */
export async function unexpectedStatus(response: HttpResponse): Promise<never> {
  const said = await readBytes(response, 16_384).then(
    (bytes) => serverMessage(new TextDecoder().decode(bytes)),
    () => null,
  )
  throw statusFailure(response.status, response.url.host, said, retryAfterSeconds(response))
}

/**
 * Reads a whole body of bounded size.
 * @throws AppFailure ANSWER_TOO_LARGE
 */
export async function readBytes(response: HttpResponse, maximumBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body) {
    length += chunk.length
    // Leaving the loop closes the body and with it the connection.
    if (length > maximumBytes) throw failure('ANSWER_TOO_LARGE', { host: response.url.host })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Reads a JSON body of bounded size.
 * @throws AppFailure ANSWER_MALFORMED, ANSWER_TOO_LARGE
 */
export async function readJson(response: HttpResponse, maximumBytes = 8 * 1024 * 1024): Promise<unknown> {
  const bytes = await readBytes(response, maximumBytes)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    throw failure('ANSWER_MALFORMED', { host: response.url.host })
  }
}

/**
 * What a server's error body says to people. Servers of this family write it in three places:
 * `error.message`, `errors[0].detail` or `.title`, and `message`.
 */
export function serverMessage(body: string): string | null {
  const text = pickMessage(body)
  const short = text
    ?.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 300)
  return short ? short : null
}

function pickMessage(body: string): string | null {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return /[<>]/.test(body) ? null : body
  }
  const at = (source: unknown, key: string | number): unknown =>
    typeof source === 'object' && source !== null ? (source as Record<string | number, unknown>)[key] : undefined
  const first = at(at(value, 'errors'), 0)
  const found = [
    at(at(value, 'error'), 'message'),
    at(first, 'detail'),
    at(first, 'title'),
    at(first, 'message'),
    at(value, 'message'),
  ]
  return found.find((text): text is string => typeof text === 'string') ?? null
}
