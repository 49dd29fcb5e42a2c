/** What a demo service gets and gives, as plain data: so a test can look at it or spoil it on its way. */

export interface ServiceRequest {
  readonly method: string
  /** Before the query, as it came: colons and slashes are not escaped by the clients. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Like `http://127.0.0.1:8080`: how the client reached this server. */
  readonly origin: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Whether `Range` requests are answered in part. */
  readonly ranged: boolean
}

/** @returns null when a request is none of this service's business */
export type Service = (request: ServiceRequest) => Answer | null | Promise<Answer | null>

export function bytesAnswer(body: Buffer, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes', ...headers },
    body,
    ranged: true,
  }
}

export function textAnswer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain', ...headers }, body: Buffer.from(text), ranged: false }
}

/** JSON without the envelope: configuration, redirect tokens and the account are written so. */
export function bareAnswer(value: unknown, status = 200): Answer {
  const body = Buffer.from(JSON.stringify(value))
  return { status, headers: { 'content-type': 'application/json' }, body, ranged: false }
}

export function dataAnswer(data: unknown, status = 200): Answer {
  return bareAnswer({ data }, status)
}

export function errorAnswer(code: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const answer = bareAnswer({ error: { code, message } }, code)
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

export function redirectAnswer(status: number, location: string): Answer {
  return { status, headers: { location }, body: Buffer.alloc(0), ranged: false }
}

/** A JSON body, whatever its content type says; null when it is none. */
export function jsonBody(request: ServiceRequest): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function textMember(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}
