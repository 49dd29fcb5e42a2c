/**
 * The lower steps of a test: look the name up, connect, go through the proxy, encrypt. Each says what it found
 * and how long it took. Certificates are looked at even when they prove nothing; no byte of a request or a
 * secret goes over a connection made here, but a proxy's login to that proxy.
 */
import { lookup } from 'node:dns/promises'
import { type RequestOptions, request } from 'node:http'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { DiagnosisStep, StepFacts, StepName } from '../../../../src-shared/model/diagnosis.ts'
import { type AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { toAppError } from '../../platform/failures.ts'
import { trustSystemCertificates } from '../../platform/http/certificates.ts'
import { trustOf } from '../../platform/http/connections.ts'
import { certificateProblem, shownChain } from './certificate-facts.ts'

export interface ProbeTarget {
  readonly url: URL
  readonly proxy: URL | null
  /** PEM of authorities trusted beside the usual ones, for the server and for the proxy. */
  readonly authorities: string | null
  readonly proxyAuthorities: string | null
}

export interface ProbeOptions {
  readonly signal: AbortSignal
  /** For each step. */
  readonly timeoutMs: number
}

/** A step that was made, and what it gives to the next one; null when it failed. */
interface Made<Value> {
  readonly step: DiagnosisStep
  readonly value: Value | null
}

/** Thrown by a step that failed after it had found something. */
class StepFailure extends Error {
  override readonly cause: AppFailure
  readonly facts: StepFacts

  constructor(cause: AppFailure, facts: StepFacts) {
    super(cause.message)
    this.cause = cause
    this.facts = facts
  }
}

export async function makeStep<Value>(
  name: StepName,
  signal: AbortSignal,
  work: () => Promise<{ readonly facts: StepFacts; readonly value: Value }>,
): Promise<Made<Value>> {
  const begun = performance.now()
  const tookMs = (): number => Math.round((performance.now() - begun) * 10) / 10
  try {
    const { facts, value } = await work()
    return { step: { name, state: 'done', tookMs: tookMs(), facts, error: null }, value }
  } catch (thrown) {
    if (signal.aborted) throw failure('CANCELLED')
    const facts = thrown instanceof StepFailure ? thrown.facts : null
    const error = toAppError(thrown instanceof StepFailure ? thrown.cause : thrown)
    return { step: { name, state: 'failed', tookMs: tookMs(), facts, error }, value: null }
  }
}

/**
 * Makes the steps below HTTP. The connection is closed again.
 * @returns the steps that were made; the last of them failed, or all are done
 */
export async function probe(target: ProbeTarget, options: ProbeOptions): Promise<readonly DiagnosisStep[]> {
  const steps: DiagnosisStep[] = []
  const sockets: Socket[] = []
  const keep = async <Value>(made: Promise<Made<Value>>): Promise<Value | null> => {
    const { step, value } = await made
    steps.push(step)
    return value
  }
  const { url, proxy, authorities, proxyAuthorities } = target
  const { signal } = options
  const first = proxy ?? url
  try {
    const addresses = await keep(makeStep('name', signal, () => lookUp(hostOf(first), options)))
    if (addresses === null) return steps
    const socket = await keep(
      makeStep('connection', signal, () => reach(addresses, portOf(first), hostOf(first), options)),
    )
    if (socket === null) return steps
    sockets.push(socket)
    let carrier: Socket = socket
    if (proxy !== null) {
      const tunnel = await keep(
        makeStep('proxy', signal, async () => {
          const facts = { kind: 'proxy', proxy: proxy.host } as const
          const near =
            proxy.protocol === 'https:' ? (await encrypt(socket, proxy, proxyAuthorities, options)).value : socket
          const value = url.protocol === 'https:' ? await openTunnel(near, url, proxy, options) : near
          return { facts, value }
        }),
      )
      if (tunnel === null) return steps
      sockets.push(tunnel)
      carrier = tunnel
    }
    await keep(
      makeStep<Socket>('encryption', signal, async () => {
        if (url.protocol === 'http:')
          return { facts: { kind: 'encryption', protocol: null, chain: [] }, value: carrier }
        const encrypted = await encrypt(carrier, url, authorities, options)
        sockets.push(encrypted.value)
        return encrypted
      }),
    )
    const last = steps.at(-1)
    // Authorities that this computer has in its own store are read only when they are needed.
    if (last?.error?.code === 'CERTIFICATE_AUTHORITY_UNKNOWN' && trustSystemCertificates())
      return probe(target, options)
    return steps
  } finally {
    // What was encrypted first, then what carries it.
    for (const socket of sockets.toReversed()) socket.destroy()
  }
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')
const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80))

async function lookUp(host: string, { signal, timeoutMs }: ProbeOptions) {
  const facts = (addresses: readonly string[]): StepFacts => ({ kind: 'name', host, addresses })
  if (isIP(host) !== 0) return { facts: facts([host]), value: [host] }
  // There is no such domain by agreement (RFC 6761, 6.4): nobody needs to be asked.
  if (/(?:^|\.)invalid\.?$/i.test(host)) throw failure('NAME_NOT_FOUND', { host })
  try {
    const found = await timely(lookup(host, { all: true }), signal, timeoutMs)
    const addresses = found.map(({ address }) => address)
    return { facts: facts(addresses), value: addresses }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOTFOUND' || code === 'ENODATA') throw failure('NAME_NOT_FOUND', { host }, { detail: code })
    throw failure('NAME_NOT_ANSWERED', { host }, { detail: code })
  }
}

/** Tries the addresses in turn: the first that answers is taken, the failure of the first is told. */
async function reach(addresses: readonly string[], port: number, host: string, options: ProbeOptions) {
  let first: unknown = null
  for (const address of addresses) {
    const socket = connectTcp({ host: address, port })
    try {
      await timely(settled(socket, 'connect'), options.signal, options.timeoutMs)
      socket.setNoDelay(true)
      return { facts: { kind: 'connection', address, port } as const, value: socket }
    } catch (error) {
      socket.destroy()
      if (options.signal.aborted) throw error
      first ??= error
    }
  }
  const detail = codeOf(first)
  const code =
    detail === 'ECONNREFUSED'
      ? 'CONNECTION_REFUSED'
      : detail === 'ETIMEDOUT'
        ? 'CONNECTION_UNANSWERED'
        : 'HOST_UNREACHABLE'
  throw failure(code, { host, port }, { detail })
}

async function openTunnel(socket: Socket, url: URL, proxy: URL, options: ProbeOptions): Promise<Socket> {
  const target = `${url.hostname}:${portOf(url)}`
  const login =
    proxy.username === '' ? null : `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const wanted: RequestOptions = {
    method: 'CONNECT',
    path: target,
    headers: {
      host: target,
      ...(login === null ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
    },
    createConnection: () => socket,
  }
  const asked = request(wanted)
  const answered = new Promise<number>((resolve, reject) => {
    asked.once('connect', (response) => resolve(response.statusCode ?? 0))
    asked.once('response', (response) => resolve(response.statusCode ?? 0))
    asked.once('error', reject)
  })
  asked.end()
  const status = await timely(answered, options.signal, options.timeoutMs).catch((error: unknown) => {
    throw options.signal.aborted
      ? error
      : failure('PROXY_UNREACHABLE', { proxy: proxy.host }, { detail: codeOf(error) })
  })
  if (status === 407) throw failure('PROXY_NEEDS_LOGIN', { proxy: proxy.host })
  if (status !== 200) throw failure('PROXY_REFUSED', { proxy: proxy.host, host: url.host, status })
  return socket
}

async function encrypt(socket: Socket, url: URL, authorities: string | null, options: ProbeOptions) {
  const host = hostOf(url)
  const encrypted: TLSSocket = connectTls({
    socket,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...trustOf(authorities),
    // What is wrong with a certificate is shown; nothing is sent over this connection.
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
  })
  try {
    await timely(settled(encrypted, 'secureConnect'), options.signal, options.timeoutMs)
  } catch (error) {
    encrypted.destroy()
    if (options.signal.aborted) throw error
    const detail = codeOf(error)
    if (detail === 'ETIMEDOUT') throw failure('TIMED_OUT', { host: url.host }, { detail })
    if (detail === 'ECONNRESET' || detail === 'EPIPE') throw failure('CONNECTION_CUT', { host: url.host }, { detail })
    throw failure('NO_ENCRYPTION_SPOKEN', { host: url.host }, { detail })
  }
  // Not `getPeerX509Certificate`: Node 24 gives away more than it has there, and ends with the third call.
  const certificate = encrypted.getPeerCertificate(true)
  const chain = shownChain(certificate)
  const facts: StepFacts = { kind: 'encryption', protocol: encrypted.getProtocol(), chain }
  const problem = certificateProblem(encrypted, certificate, url)
  if (problem === null) return { facts, value: encrypted }
  encrypted.destroy()
  throw new StepFailure(problem, facts)
}

function settled(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve())
    socket.once('error', reject)
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  })
}

/** @throws Error ETIMEDOUT after the time, AppFailure CANCELLED at the signal */
function timely<Value>(work: Promise<Value>, signal: AbortSignal, timeoutMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      settle()
    }
    const abort = (): void => end(() => reject(failure('CANCELLED')))
    const timer = setTimeout(
      () => end(() => reject(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }))),
      timeoutMs,
    )
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    )
    return undefined
  })
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
