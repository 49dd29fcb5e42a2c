/**
 * The only door to the network. Owns connections, redirects, waiting and the mapping of failures.
 * It never sends credentials to another origin than the one they were given for, never goes from
 * https to http, and never puts a secret or a query into an error.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { defaultNetwork } from '../../../../src-shared/contract/settings.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { type Bandwidth, createBandwidth } from '../bandwidth.ts'
import type { Question } from '../receiving/orders.ts'
import { createReceiver, type FilePlace, type Receiver } from '../receiving/receiver.ts'
import { retryAfterSeconds } from './answers.ts'
import { isPlainHeader, ordinaryResponse, receivedResponse, sentBody } from './bodies.ts'
import { systemIsTrusted, trustSystemCertificates } from './certificates.ts'
import { type Connections, openConnections } from './connections.ts'
import { isUnknownAuthority, networkFailure } from './failures.ts'
import { createRoutes, type Routes } from './route.ts'
import { checkScheme, parseAddress, redirectTarget, sameOrigin } from './rules.ts'
import { listen, type SocketEnd, type SocketRequest } from './socket.ts'

export interface HttpRequest {
  readonly url: string
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Anything but `authorization`, which has its own member. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, like `Bearer …`; dropped when a redirect leaves the origin. */
  readonly authorization?: string | null
  /** A stream may be sent only once: such a request is neither repeated nor redirected. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal
  /** Plain http is allowed: the user marked the remote as insecure. */
  readonly insecure?: boolean
  /** `stop` answers the redirect itself. Only GET and HEAD are ever followed. */
  readonly redirects?: 'follow' | 'stop'
  /** How often a 429 or 503 that says when to come back is repeated; GET and HEAD only. */
  readonly repeats?: number
  /**
   * PEM certificates of authorities that are trusted for this request beside the usual ones. They hold for
   * the host of the URL only: elsewhere, after a redirect, the usual ones decide.
   */
  readonly authorities?: string
  /** Until the answer begins, and between two pieces of it; milliseconds. */
  readonly timeoutMs?: number
  /**
   * Large content, in or out, which keeps to the limit of all transfers. What is for a `file` can be saved there by
   * another thread, where the answer allows it.
   */
  readonly transfer?: 'stream' | 'file'
}

export interface HttpResponse {
  readonly status: number
  /** Where the answer came from, after redirects. May carry a signature in its query: not for showing. */
  readonly url: URL
  /** Name in lower case. Several values are joined by a comma. */
  header(name: string): string | null
  /** The body as it arrives; failures on the way are AppFailures. Must be read to its end or discarded. */
  readonly body: AsyncIterable<Uint8Array>
  discard(): Promise<void>
  /**
   * Of a request for a file, where the answer allows it; then `body` is not to be used. Writes the content to its
   * place without passing through this thread. When it ends, however it does, nothing more is written.
   * @param onWritten told how many more bytes are in the file
   * @throws AppFailure those of the network, CANCELLED; system errors of writing
   */
  readonly saveTo?: (place: FilePlace, onWritten: (bytes: number) => void) => Promise<void>
}

export interface HttpClient {
  /** @throws AppFailure OFFLINE, TLS_FAILED, TIMED_OUT, HTTP_NOT_ALLOWED, REDIRECT_REFUSED, CANCELLED, … */
  request(request: HttpRequest): Promise<HttpResponse>
  /** Listens to what a server sends while it comes. See `listen` in socket.ts. */
  listen(request: SocketRequest): Promise<SocketEnd>
  close(): Promise<void>
}

export interface HttpOptions {
  /** Of the application, for the identification header. */
  readonly version: string
  /** Connections to one origin at most. */
  readonly connections?: number
  /** Longest wait that a server may ask for and get; longer ones become errors. */
  readonly longestWaitMs?: number
  /** Told of credentials that a server refused (401), and where. */
  readonly onRefused?: (authorization: string, url: URL) => void
  /** Which way requests take; the environment's when left out. */
  readonly routes?: Routes
  /** What the environment says of proxies is read from here, where no routes are given. */
  readonly environment?: NodeJS.ProcessEnv
  /** The limit of all transfers. */
  readonly bandwidth?: Bandwidth
}

const maximumHops = 10

export function createHttpClient(options: HttpOptions): HttpClient {
  // Loaded with the first request: most of what is done on the command line needs no network.
  let network: Promise<Connections> | null = null
  const { environment = process.env } = options
  const routes = options.routes ?? createRoutes({ settings: () => defaultNetwork, environment })
  const longestWaitMs = options.longestWaitMs ?? 20_000
  const bandwidth = options.bandwidth ?? createBandwidth()
  let receiver: Receiver | null = null
  /** Origins that answer in forms which the receiving thread does not take. */
  const unusual = new Set<string>()

  /** Asks in the thread that receives. @returns null where the ordinary way is to be gone */
  const askReceiver = async (
    question: Omit<Question, 'url' | 'trustsSystem'>,
    url: URL,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse | null> => {
    if (unusual.has(url.origin) || !Object.values(question.headers).every(isPlainHeader)) return null
    receiver ??= createReceiver(bandwidth.shared)
    const answer = await receiver.ask({ ...question, url: url.href, trustsSystem: systemIsTrusted() }, signal)
    if (answer === null) unusual.add(url.origin)
    return answer && receivedResponse(answer, url, signal)
  }

  const once = async (request: HttpRequest, url: URL, authorization: string | null): Promise<HttpResponse> => {
    const rule = routes.ruleFor(url)
    checkScheme(url, (request.insecure ?? false) || rule.allowsPlain)
    const { proxy } = await routes.find(url)
    const timeoutMs = request.timeoutMs ?? 30_000
    const signal = request.signal
    try {
      const authorities = [request.authorities, rule.authorities].filter(Boolean).join('\n') || null
      const headers = {
        ...request.headers,
        'user-agent': `SIF-Desktop/${options.version}`,
        ...(authorization === null ? {} : { authorization }),
      }
      const isForFile = request.transfer === 'file' && proxy === null
      const received = isForFile ? await askReceiver({ headers, authorities, timeoutMs }, url, signal) : null
      if (received?.status === 401 && authorization !== null) options.onRefused?.(authorization, url)
      if (received !== null) return received
      network ??= openConnections(options.connections ?? 8)
      const { agentFor, send } = await network
      const proxyAuthorities = proxy === null ? null : routes.ruleFor(proxy).authorities
      const answer = await send(url, {
        dispatcher: agentFor({ proxy, authorities, proxyAuthorities }),
        method: request.method ?? 'GET',
        headers,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        ...(request.body === undefined ? {} : { body: sentBody(request, bandwidth) }),
        ...(signal ? { signal } : {}),
      })
      if (answer.statusCode === 401 && authorization !== null) options.onRefused?.(authorization, url)
      return ordinaryResponse(answer, url, request, bandwidth)
    } catch (error) {
      const isRepeatable = request.body === undefined || typeof request.body === 'string'
      if (isRepeatable && isUnknownAuthority(error) && trustSystemCertificates())
        return once(request, url, authorization)
      throw networkFailure(error, url.host, signal, false, proxy)
    }
  }

  const patiently = async (request: HttpRequest, url: URL, authorization: string | null): Promise<HttpResponse> => {
    for (let repeats = canRepeat(request) ? (request.repeats ?? 2) : 0; ; repeats--) {
      const response = await once(request, url, authorization)
      if (response.status !== 429 && response.status !== 503) return response
      const seconds = retryAfterSeconds(response)
      if (seconds === null || seconds * 1000 > longestWaitMs || repeats <= 0) return response
      await response.discard()
      await wait(seconds * 1000, undefined, request.signal ? { signal: request.signal } : {}).catch(() => {
        throw failure('CANCELLED')
      })
    }
  }

  return {
    async request(request) {
      let url = parseAddress(request.url)
      const origin = url
      let followed: HttpRequest = request
      let authorization = request.authorization ?? null
      for (let hop = 0; hop <= maximumHops; hop++) {
        const response = await patiently(followed, url, authorization)
        const location = response.header('location')
        const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && location !== null
        if (!isRedirect || request.redirects === 'stop' || !canRepeat(request)) return response
        await response.discard()
        url = redirectTarget(url, location, (request.insecure ?? false) || routes.ruleFor(url).allowsPlain)
        // Once it has left, it stays without: a way back could be another server's idea.
        if (!sameOrigin(origin, url)) authorization = null
        if (!sameOrigin(origin, url)) followed = elsewhere(request, url.hostname === origin.hostname)
      }
      throw failure('REDIRECTS_TOO_MANY', { host: origin.host })
    },
    async listen(request) {
      const url = parseAddress(request.url)
      const rule = routes.ruleFor(url)
      checkScheme(url, request.insecure || rule.allowsPlain)
      const { proxy } = await routes.find(url)
      const proxyAuthorities = proxy === null ? null : routes.ruleFor(proxy).authorities
      return listen(url, request, { proxy, authorities: rule.authorities, proxyAuthorities }, options.version)
    },
    async close() {
      await Promise.all([receiver?.close(), network?.then((connections) => connections.destroy())])
    },
  }
}

/** The request as another origin gets it. */
function elsewhere(request: HttpRequest, isSameHost: boolean): HttpRequest {
  const { authorities, ...rest } = request
  const trust = isSameHost && authorities !== undefined ? { authorities } : {}
  return { ...rest, ...trust, headers: portableHeaders(request.headers ?? {}) }
}

/** Only what says which bytes are wanted goes to another origin; an own header could be a credential too. */
function portableHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => ['accept', 'range', 'if-range'].includes(name.toLowerCase())),
  )
}

function canRepeat(request: HttpRequest): boolean {
  return request.method === undefined || request.method === 'GET' || request.method === 'HEAD'
}
