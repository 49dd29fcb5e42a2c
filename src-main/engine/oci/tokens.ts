/**
 * Buys tokens for scopes and keeps them while they are good. Credentials go to the place the registry names
 * and nowhere else: it must be encrypted where the registry is, and a registry elsewhere cannot send anybody
 * to this computer or into the private network. Source: services reference 6.1.
 */
import { z } from 'zod'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readJson, unexpectedStatus } from '../platform/http/answers.ts'
import type { HttpClient, HttpResponse } from '../platform/http/client.ts'
import { isLoopback } from '../platform/http/rules.ts'
import type { Challenge } from './challenge.ts'
import { basicAuthorization, type Credentials } from './credentials.ts'

export interface TokenDeps {
  readonly http: HttpClient
  /** Milliseconds since 1970. */
  now(): number
}

export interface TokenQuestion {
  /** Address of the registry that challenged. */
  readonly registry: URL
  readonly insecure: boolean
  readonly authorities: string | null
  readonly challenge: Challenge
  /** Like `repository:demo/x:pull`; empty to find out whether the credentials are good at all. */
  readonly scopes: readonly string[]
  readonly credentials: Credentials | null
}

export interface Token {
  readonly authorization: string
  /** Milliseconds since 1970. */
  readonly usableUntil: number
}

const answerSchema = z.object({
  token: z.string().nullish(),
  access_token: z.string().nullish(),
  expires_in: z.number().nullish(),
})

/** What a token without a stated life is good for, by specification. */
const defaultLifeSeconds = 60

/** @throws AppFailure REGISTRY_REALM_REFUSED, REGISTRY_LOGIN_REFUSED, REGISTRY_LOGIN_NEEDED, those of the network */
export async function buyToken(deps: TokenDeps, question: TokenQuestion): Promise<Token> {
  const { credentials, scopes, challenge, registry } = question
  if (credentials?.kind === 'registryToken')
    return { authorization: `Bearer ${credentials.token}`, usableUntil: Number.POSITIVE_INFINITY }
  const realm = usableRealm(question)
  const service = challenge.parameters.get('service') ?? null
  const response = await ask(deps.http, question, realm, service)
  if (response.status === 401 || response.status === 403) {
    await response.discard()
    const host = registry.host
    throw credentials === null
      ? failure('REGISTRY_LOGIN_NEEDED', { host, path: pathOf(scopes) ?? host })
      : failure('REGISTRY_LOGIN_REFUSED', { host })
  }
  if (response.status !== 200) return unexpectedStatus(response)
  const parsed = answerSchema.safeParse(await readJson(response, 256 * 1024))
  const text = parsed.success ? parsed.data.token || parsed.data.access_token : null
  // A token becomes a header: line breaks in it would be another header.
  if (!text || !/^[\x21-\x7e]{1,65536}$/.test(text)) throw failure('ANSWER_MALFORMED', { host: realm.host })
  const lifeMs = 1000 * Math.max(1, parsed.data?.expires_in || defaultLifeSeconds)
  // A little early, so that a token does not end on its way.
  return { authorization: `Bearer ${text}`, usableUntil: deps.now() + lifeMs - Math.min(10_000, lifeMs / 10) }
}

async function ask(
  http: HttpClient,
  question: TokenQuestion,
  realm: URL,
  service: string | null,
): Promise<HttpResponse> {
  const { credentials, scopes, insecure, authorities, registry } = question
  // Certificates of its own were given for the registry's host; any other host proves itself as usual.
  const trust = authorities !== null && realm.hostname === registry.hostname ? { authorities } : {}
  const common = { insecure, timeoutMs: 15_000, headers: { accept: 'application/json' }, ...trust }
  if (credentials?.kind === 'identityToken') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'sif-desktop',
      access_type: 'offline',
      refresh_token: credentials.token,
      ...(service === null ? {} : { service }),
      ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    })
    const response = await http.request({
      ...common,
      url: realm.href,
      method: 'POST',
      headers: { ...common.headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    })
    if (response.status !== 404 && response.status !== 405) return response
    await response.discard()
  }
  const url = new URL(realm)
  if (service !== null) url.searchParams.set('service', service)
  for (const scope of scopes) url.searchParams.append('scope', scope)
  if (credentials?.kind === 'password') url.searchParams.set('account', credentials.username)
  const authorization =
    credentials?.kind === 'password' ? basicAuthorization(credentials.username, credentials.password) : null
  return http.request({ ...common, url: url.href, authorization })
}

/** `demo/x` of `repository:demo/x:pull`. */
function pathOf(scopes: readonly string[]): string | null {
  return /^repository:(.+):[^:]*$/.exec(scopes[0] ?? '')?.[1] ?? null
}

/** @throws AppFailure REGISTRY_REALM_REFUSED */
function usableRealm({ registry, challenge }: TokenQuestion): URL {
  const text = challenge.parameters.get('realm') ?? ''
  const realm = URL.canParse(text, registry.href) ? new URL(text, registry.href) : null
  const refuse = (reason: string) =>
    failure('REGISTRY_REALM_REFUSED', { host: registry.host, target: realm?.host ?? '?', reason })
  if (!realm || !/^https?:$/.test(realm.protocol)) throw refuse('it is not a web address')
  if (realm.username !== '' || realm.password !== '') throw refuse('its address carries a login')
  if (realm.protocol === 'http:' && registry.protocol === 'https:') throw refuse('it is not encrypted')
  const isSameHost = realm.hostname === registry.hostname
  if (!isSameHost && isLoopback(realm) && !isLoopback(registry)) throw refuse('it is a service of this computer')
  if (!isSameHost && isPrivateAddress(realm.hostname) && !isPrivateAddress(registry.hostname) && !isLoopback(registry))
    throw refuse('it is an address of a private network')
  return realm
}

/** Whether a host is written as an address of a private or link-local network. */
export function isPrivateAddress(hostname: string): boolean {
  return (
    /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+$/.test(hostname) ||
    /^\[(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i.test(hostname)
  )
}
