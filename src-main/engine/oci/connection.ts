/**
 * One registry as it is asked: where it answers, how it wants to be authorised, tokens for each scope, and
 * asking again when a token has ended or the server stumbled. Knows no manifest and no blob.
 * Credentials never leave the registry's own origin and the token service it names.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { toAppError } from '../platform/failures.ts'
import { readBytes, serverMessage } from '../platform/http/answers.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../platform/http/client.ts'
import { isLoopback } from '../platform/http/rules.ts'
import { type Challenge, chooseChallenge } from './challenge.ts'
import { basicAuthorization, type Credentials } from './credentials.ts'
import { buyToken, type Token } from './tokens.ts'

export interface RegistryAddress {
  /** As in references: host with port, Docker Hub as `docker.io`. */
  readonly host: string
  /** Plain http is allowed. */
  readonly insecure: boolean
  /** PEM certificates of authorities trusted for this host beside the usual ones. */
  readonly authorities: string | null
}

export interface ConnectionDeps {
  readonly http: HttpClient
  now(): number
  /** @param repository for files that keep logins for single repositories */
  credentials(host: string, repository: string | null): Promise<Credentials | null>
  /** Pauses before a stumbling server is asked again, in milliseconds. */
  readonly retryPausesMs?: readonly number[]
}

export interface RegistryRequest {
  readonly method?: HttpRequest['method']
  /** Below the address of the registry, like `v2/demo/x/tags/list?n=100`, or a full address of the same registry. */
  readonly path: string
  readonly repository: string | null
  /** What has to be allowed, like `pull` or `pull,push`; null for calls that belong to no repository. */
  readonly actions: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: HttpRequest['body']
  readonly signal?: AbortSignal | undefined
  readonly redirects?: HttpRequest['redirects']
  readonly timeoutMs?: number
  readonly transfer?: HttpRequest['transfer']
  /** False where the caller has its own way of trying again. */
  readonly patient?: boolean
  /** The address may be another server's, as those of uploads are at some registries; it gets no login. */
  readonly mayBeElsewhere?: boolean
}

export interface RegistryConnection {
  readonly host: string
  /** @returns any status but 401 and 403, which become errors. @throws AppFailure also those of the network */
  request(request: RegistryRequest): Promise<HttpResponse>
  /** Finds out whether credentials are good. @returns false where the registry asks nobody who they are */
  check(credentials: Credentials, signal?: AbortSignal): Promise<boolean>
  /** Where the registry answers, once known. */
  address(signal?: AbortSignal): Promise<URL>
}

interface Contact {
  readonly base: URL
  readonly challenge: Challenge | null
}

const defaultRetryPausesMs: readonly number[] = [300, 1000, 3000]
const passing: ReadonlySet<number> = new Set([408, 500, 502, 504, 522])

/** The names of hosts that answer for another name. */
const endpoints: ReadonlyMap<string, string> = new Map([['docker.io', 'registry-1.docker.io']])

/** The host that answers for a registry's name. */
export function registryEndpoint(host: string): string {
  return endpoints.get(host) ?? host
}

export function createConnection(deps: ConnectionDeps, address: RegistryAddress): RegistryConnection {
  const { http } = deps
  const { host, insecure, authorities } = address
  const trust = authorities === null ? {} : { authorities }
  let contact: Promise<Contact> | null = null
  const tokens = new Map<string, Promise<Token>>()

  const meet = (): Promise<Contact> => {
    contact ??= firstContact(http, address).catch((error: unknown) => {
      contact = null
      throw error
    })
    return contact
  }

  /** The value of `Authorization` for a scope; null to ask as nobody. */
  const authorize = async (
    { base, challenge }: Contact,
    scopes: readonly string[],
    credentials: Credentials | null,
  ): Promise<string | null> => {
    if (challenge === null) return null
    if (challenge.scheme === 'basic') {
      return credentials?.kind === 'password' ? basicAuthorization(credentials.username, credentials.password) : null
    }
    const key = scopes.join(' ')
    const known = await tokens.get(key)?.catch(() => null)
    if (known && known.usableUntil > deps.now()) return known.authorization
    const question = { registry: base, insecure, authorities, challenge, scopes, credentials }
    const bought = buyToken({ http, now: deps.now }, question)
    tokens.set(key, bought)
    bought.catch(() => tokens.delete(key))
    return (await bought).authorization
  }

  const once = async (request: RegistryRequest): Promise<HttpResponse> => {
    const { repository, actions, signal } = request
    const met = await untilAborted(meet(), signal)
    const credentials = await deps.credentials(host, repository)
    let scopes = actions === null ? [] : [scopeOf(repository, actions)]
    const target = targetUrl(met.base, request.path)
    const isElsewhere = target.origin !== met.base.origin
    if (isElsewhere && request.mayBeElsewhere !== true)
      throw failure('REDIRECT_REFUSED', { host: met.base.host, target: target.host, reason: 'it is another server' })
    const url = target.href
    const send = (authorization: string | null) =>
      http.request({
        url,
        method: request.method ?? 'GET',
        insecure,
        authorization: isElsewhere ? null : authorization,
        ...(isElsewhere ? {} : trust),
        ...(request.headers === undefined ? {} : { headers: request.headers }),
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.redirects === undefined ? {} : { redirects: request.redirects }),
        ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
        ...(request.transfer === undefined ? {} : { transfer: request.transfer }),
        ...(signal === undefined ? {} : { signal }),
      })
    let response = await send(await untilAborted(authorize(met, scopes, credentials), signal))
    const isStream =
      request.body !== undefined && typeof request.body !== 'string' && !(request.body instanceof Uint8Array)
    if (response.status === 401 && !isStream && response.url.host === met.base.host) {
      // The token has ended, or another scope is wanted: once more, with what the answer asks for.
      const challenge = chooseChallenge(response.header('www-authenticate')) ?? met.challenge
      await response.discard()
      tokens.delete(scopes.join(' '))
      const wanted = challenge?.parameters.get('scope')
      if (challenge?.scheme === 'bearer' && wanted) scopes = wanted.split(' ').filter((scope) => scope !== '')
      const authorization = await untilAborted(authorize({ base: met.base, challenge }, scopes, credentials), signal)
      response = await send(authorization)
    }
    if (response.status === 401 || response.status === 403) {
      // A storage that a redirect led to speaks for itself.
      if (response.url.host !== met.base.host) return response
      tokens.delete(scopes.join(' '))
      const said = await saidBy(response)
      throw refused(host, repository, credentials !== null, said)
    }
    return response
  }

  return {
    host,
    async request(request) {
      const pauses = deps.retryPausesMs ?? defaultRetryPausesMs
      const canRepeat = request.patient !== false && ['GET', 'HEAD'].includes(request.method ?? 'GET')
      for (let tries = 0; ; tries++) {
        const pause = canRepeat ? pauses[tries] : undefined
        try {
          const response = await once(request)
          if (!passing.has(response.status) || pause === undefined) return response
          await response.discard()
        } catch (error) {
          const { kind, code } = toAppError(error)
          const passes = kind === 'offline' && code !== 'TOO_MANY_REQUESTS'
          if (!passes || pause === undefined || request.signal?.aborted) throw error
        }
        await wait(pause, undefined, request.signal ? { signal: request.signal } : {}).catch(() => {
          throw failure('CANCELLED')
        })
      }
    },
    async check(credentials, signal) {
      const { base, challenge } = await untilAborted(meet(), signal)
      if (challenge === null) return false
      const authorization =
        challenge.scheme === 'basic'
          ? await authorize({ base, challenge }, [], credentials)
          : (
              await untilAborted(
                buyToken(
                  { http, now: deps.now },
                  { registry: base, insecure, authorities, challenge, scopes: [], credentials },
                ),
                signal,
              )
            ).authorization
      const response = await http.request({
        url: new URL('v2/', base).href,
        insecure,
        authorization,
        redirects: 'stop',
        ...trust,
        ...(signal === undefined ? {} : { signal }),
      })
      await response.discard()
      // A token without a scope need not open the front door; that it was sold proves the login.
      if (response.status === 401 && challenge.scheme === 'basic') throw failure('REGISTRY_LOGIN_REFUSED', { host })
      return true
    },
    address: async (signal) => (await untilAborted(meet(), signal)).base,
  }
}

/**
 * Asks the front door, encrypted first; plain only where that is allowed and the other end does not speak TLS
 * at all. A certificate that proves nothing is never a reason to go on without one.
 */
async function firstContact(http: HttpClient, { host, insecure, authorities }: RegistryAddress): Promise<Contact> {
  const endpoint = registryEndpoint(host)
  const secure = new URL(`https://${endpoint}/`)
  const mayBePlain = insecure || isLoopback(secure)
  const ask = async (base: URL): Promise<Contact> => {
    const response = await http.request({
      url: new URL('v2/', base).href,
      insecure,
      timeoutMs: 15_000,
      redirects: 'stop',
      ...(authorities === null ? {} : { authorities }),
    })
    await response.discard()
    if (response.status === 401 || response.status === 403) {
      const challenge = chooseChallenge(response.header('www-authenticate'))
      if (challenge === null) throw failure('REGISTRY_LOGIN_UNKNOWN', { host })
      return { base, challenge }
    }
    if (response.status === 200) return { base, challenge: null }
    if (response.status === 429)
      throw failure('TOO_MANY_REQUESTS', { host, seconds: 60 }, { retry: { afterSeconds: 60 } })
    if (response.status >= 500)
      throw failure('SERVER_FAILED', { host, status: response.status }, { retry: { afterSeconds: 10 } })
    throw failure('REGISTRY_NOT_A_REGISTRY', { host })
  }
  if (!mayBePlain) return ask(secure)
  try {
    return await ask(secure)
  } catch (error) {
    const failed = toAppError(error)
    const speaksNoTls = failed.code === 'TLS_FAILED' && /^(?:ERR_SSL_|EPROTO)/.test(failed.detail ?? '')
    const isAway = failed.code === 'OFFLINE' || failed.code === 'CONNECTION_CUT' || failed.code === 'ANSWER_MALFORMED'
    if (!speaksNoTls && !isAway) throw error
    return ask(new URL(`http://${endpoint}/`))
  }
}

function scopeOf(repository: string | null, actions: string): string {
  return repository === null ? `registry:catalog:${actions}` : `repository:${repository}:${actions}`
}

/** A registry behind a proxy may write its own addresses without encryption; they are not followed like that. */
function targetUrl(base: URL, path: string): URL {
  const url = new URL(path, base)
  if (base.protocol === 'https:' && url.protocol === 'http:' && url.hostname === base.hostname)
    return new URL(`${url.pathname}${url.search}`, base)
  return url
}

async function saidBy(response: HttpResponse): Promise<string | null> {
  return readBytes(response, 16_384).then(
    (bytes) => serverMessage(new TextDecoder().decode(bytes)),
    () => null,
  )
}

function refused(host: string, repository: string | null, isLoggedIn: boolean, said: string | null): AppFailure {
  const params = { host, path: repository ?? host }
  const extra = said === null ? {} : { detail: said }
  return isLoggedIn ? failure('REGISTRY_DENIED', params, extra) : failure('REGISTRY_LOGIN_NEEDED', params, extra)
}

/** Shared work is not given up because one of those who wait for it leaves. */
async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work
  if (signal.aborted) throw failure('CANCELLED')
  let leave: () => void = () => undefined
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(failure('CANCELLED'))
    signal.addEventListener('abort', leave, { once: true })
  })
  left.catch(() => undefined)
  return Promise.race([work, left]).finally(() => signal.removeEventListener('abort', leave))
}
