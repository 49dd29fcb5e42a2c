/** Stands between a client and a server and does what bad networks and servers do. */
import { type ClientRequest, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ProxyFault =
  /** The connection ends after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly atByte: number }
  /** The connection ends after so many bytes of the request, which the server behind has got. */
  | { readonly kind: 'cutRequest'; readonly atByte: number }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** One byte of the body differs. */
  | { readonly kind: 'wrongByte'; readonly at: number }
  /** A range is answered with 200 and everything. */
  | { readonly kind: 'rangeIgnored' }
  /** So many bytes are left out at the end, and the length says so. */
  | { readonly kind: 'short'; readonly by: number }
  /** Sends elsewhere, with the same path. */
  | { readonly kind: 'redirect'; readonly to: string }
  /** Headers of the answer that differ. */
  | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> }

export interface ProxyRule {
  /** Tested against `METHOD /path`. */
  readonly route: RegExp
  readonly fault: ProxyFault
  /** How many requests it meets; all when left out. */
  readonly times?: number
}

export interface FaultyProxy {
  /** As in references. */
  readonly host: string
  readonly url: string
  /** `METHOD /path`, and the headers, of each request. */
  readonly seen: { readonly line: string; readonly headers: IncomingMessage['headers'] }[]
  setRules(rules: readonly ProxyRule[]): void
  close(): Promise<void>
}

/** @param target address of the server behind it */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const seen: FaultyProxy['seen'] = []
  let rules: { rule: ProxyRule; left: number }[] = []
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`
    seen.push({ line, headers: request.headers })
    const met = rules.find(({ rule, left }) => left > 0 && rule.route.test(line))
    if (met) met.left--
    forward(target, request, response, met?.rule.fault ?? null)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}`,
    seen,
    setRules(next) {
      rules = next.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }))
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function forward(target: string, request: IncomingMessage, response: ServerResponse, fault: ProxyFault | null): void {
  if (fault?.kind === 'status') {
    request.resume()
    response.writeHead(fault.status, fault.headers).end()
    return
  }
  if (fault?.kind === 'redirect') {
    request.resume()
    response.writeHead(307, { location: `${fault.to}${request.url}` }).end()
    return
  }
  const { host: _, connection: __, ...rest } = request.headers
  const headers = fault?.kind === 'rangeIgnored' ? { ...rest, range: undefined } : rest
  const url = new URL(request.url ?? '/', target)
  const forwarded = send(url, { method: request.method, headers: JSON.parse(JSON.stringify(headers)) }, (answer) => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.on('end', () => deliver(answer, Buffer.concat(chunks), response, fault, target))
  })
  forwarded.on('error', () => response.destroy())
  if (fault?.kind === 'cutRequest') {
    cutRequest(request, forwarded, fault.atByte)
    return
  }
  request.pipe(forwarded)
}

/** Lets so many bytes of a request through, and then ends both connections. */
function cutRequest(request: IncomingMessage, forwarded: ClientRequest, atByte: number): void {
  let left = atByte
  request.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, left)
    left -= part.length
    forwarded.write(part, () => {
      if (left > 0 || forwarded.destroyed) return
      // The server behind reads what it got before it notices the end.
      setTimeout(() => {
        forwarded.destroy()
        request.destroy()
      }, 50)
    })
  })
}

function deliver(
  answer: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  fault: ProxyFault | null,
  target: string,
): void {
  const headers: Record<string, string | string[] | undefined> = { ...answer.headers }
  // Addresses of the server behind lead through here as well.
  if (typeof headers.location === 'string') headers.location = headers.location.replace(target, '')
  let bytes = body
  if (fault?.kind === 'headers') Object.assign(headers, fault.headers)
  if (fault?.kind === 'wrongByte' && body.length > fault.at) {
    bytes = Buffer.from(body)
    bytes[fault.at] = (bytes[fault.at] ?? 0) ^ 0xff
  }
  if (fault?.kind === 'short') {
    bytes = body.subarray(0, Math.max(0, body.length - fault.by))
    headers['content-length'] = String(bytes.length)
  }
  response.writeHead(answer.statusCode ?? 502, headers)
  if (fault?.kind === 'cut' && body.length > fault.atByte) {
    response.write(bytes.subarray(0, fault.atByte), () => response.destroy())
    return
  }
  response.end(bytes)
}
