/** A connection through a proxy that a WebSocket can be spoken on: opened with CONNECT, encrypted where the server is. */
import { request as plainRequest, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { trustOf, type Way } from './connections.ts'
import { networkFailure } from './failures.ts'

const timeoutMs = 30_000

/** @throws AppFailure PROXY_NEEDS_LOGIN, PROXY_REFUSED, those of reaching the proxy */
export async function openTunnel(
  url: URL,
  { proxy, authorities, proxyAuthorities }: Way,
  signal: AbortSignal,
): Promise<Duplex> {
  if (proxy === null) throw new Error('there is no proxy')
  const isSecure = url.protocol === 'https:'
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)
  const target = `${url.hostname}:${port}`
  const login = decodeURIComponent(`${proxy.username}:${proxy.password}`)
  const options: RequestOptions = {
    method: 'CONNECT',
    path: target,
    headers: {
      host: target,
      ...(login === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
    },
    timeout: timeoutMs,
    signal,
  }
  const place = { protocol: proxy.protocol, hostname: proxy.hostname, port: proxy.port }
  const socket = await new Promise<Duplex>((resolve, reject) => {
    const asked =
      proxy.protocol === 'https:'
        ? secureRequest({ ...place, ...options, ...trustOf(proxyAuthorities) })
        : plainRequest({ ...place, ...options })
    asked.on('connect', (answer, opened) => {
      if (answer.statusCode === 200) return resolve(opened)
      opened.destroy()
      const status = answer.statusCode ?? 0
      const refused = status === 407 ? 'PROXY_NEEDS_LOGIN' : 'PROXY_REFUSED'
      reject(failure(refused, { host: url.host, proxy: proxy.host, status }))
      return undefined
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', (error) => reject(networkFailure(error, url.host, signal, false, proxy)))
    asked.end()
  })
  return isSecure ? connect({ socket, servername: url.hostname, ...trustOf(authorities) }) : socket
}
