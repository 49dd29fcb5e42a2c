/**
 * The browser face: an HTTP server on the loopback interface that gives the built pages to who
 * brought the token, and carries the contract over one WebSocket path. It must never listen on
 * another interface, answer a page of another origin, or write to disk.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { addressSchema } from '../../src-shared/contract/shell.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import { serveText } from '../../src-shared/text/serve.ts'
import { type ServedEngine, serveChannel } from '../engine/platform/channel-server.ts'
import type { Log } from '../engine/platform/log.ts'
import { createSocketChannel } from './channel-socket.ts'
import { enterPage, messagePage } from './pages.ts'
import { isAllowedOrigin, isLoopbackAddress, loopbackHost, securityHeaders } from './policy.ts'
import { createSessions, type Sessions } from './session.ts'
import { findStaticFile } from './static-files.ts'

export interface ServeOptions {
  readonly engine: ServedEngine
  /** Folder of the built pages. */
  readonly pages: string
  readonly log: Log
  /** 0 or left out: any free one. */
  readonly port?: number
  /** Only loopback addresses are taken. */
  readonly host?: string
}

export interface Server {
  readonly port: number
  /** A new address for a browser, good for one use. `address` is where in the application it leads, like `/images`. */
  newUrl(address?: string): string
  /** Ends every connection and stops listening. */
  close(): Promise<void>
}

const maxMessageBytes = 16 * 1024 * 1024
const maxSockets = 32

/** @throws AppFailure SERVE_NOT_LOOPBACK, PORT_IN_USE */
export async function startServer(options: ServeOptions): Promise<Server> {
  const { engine, log, host = '127.0.0.1' } = options
  if (!isLoopbackAddress(host)) throw failure('SERVE_NOT_LOOPBACK', { host })

  const server = createServer({ maxHeaderSize: 16 * 1024 })
  const port = await listen(server, options.port ?? 0, host)
  const sessions = createSessions(`sif-desktop-${port}`)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })

  server.on('request', (request, response) => {
    void answer(request, response, sessions, options.pages).catch((error: unknown) => {
      log('error', 'request failed', { detail: String(error) })
      response.destroy()
    })
  })
  server.on('upgrade', (request, socket, head) => {
    const problem = upgradeProblem(request, sessions) ?? (sockets.clients.size >= maxSockets ? '503' : null)
    if (problem !== null) return refuseUpgrade(socket, problem)
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      serveChannel(engine, createSocketChannel(accepted), log)
    })
  })
  server.on('clientError', (_error, socket) => socket.destroy())

  return {
    port,
    newUrl: (address) => urlOf(host, port, sessions.newToken(), address),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? failure('PORT_IN_USE', { port }) : error)
    })
    server.listen({ port, host, exclusive: true }, () => resolve(addressOf(server.address()).port))
  })
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address
}

function urlOf(host: string, port: number, token: string, address: string | undefined): string {
  const url = new URL(`http://${host === '::1' ? '[::1]' : host}:${port}/open`)
  url.searchParams.set('token', token)
  if (address !== undefined) url.searchParams.set('to', address)
  return url.href
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  sessions: Sessions,
  pages: string,
): Promise<void> {
  const host = loopbackHost(request.headers.host)
  const send = (status: number, type: string, body: string | Buffer, extra: Record<string, string> = {}): void => {
    response.writeHead(status, {
      ...securityHeaders(host ?? '127.0.0.1'),
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      ...extra,
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  const sendPage = (status: number, page: string, extra: Record<string, string> = {}): void =>
    send(status, 'text/html; charset=utf-8', page, extra)

  if (host === null || !isAllowedOrigin(request.headers, host, false)) {
    return send(403, 'text/plain; charset=utf-8', serveText.refused)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return send(405, 'text/plain; charset=utf-8', serveText.refused, { allow: 'GET, HEAD' })
  }
  const url = new URL(request.url ?? '/', `http://${host}`)
  const hasSession = sessions.isValid(request.headers.cookie)

  if (url.pathname === '/open') {
    const target = targetOf(url)
    // A reload of the printed address, with the cookie there already, is no mistake.
    if (hasSession) return sendPage(200, enterPage(target))
    // A look by HEAD must not use the token up.
    const cookie = request.method === 'GET' ? sessions.exchange(url.searchParams.get('token') ?? '') : null
    if (cookie === null) return sendPage(403, messagePage(serveText.usedTitle, serveText.used))
    return sendPage(200, enterPage(target), { 'set-cookie': sessions.setCookie(cookie) })
  }
  if (!hasSession) return sendPage(401, messagePage(serveText.notSignedInTitle, serveText.notSignedIn))

  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
  const file = await findStaticFile(pages, path)
  if (file === null) return send(404, 'text/plain; charset=utf-8', serveText.notFound)
  const caching = file.isImmutable ? { 'cache-control': 'private, max-age=31536000, immutable' } : {}
  return send(200, file.type, file.body, caching)
}

/** Where an address leads: always a place of the application on this server. */
function targetOf(url: URL): string {
  const address = addressSchema.safeParse(url.searchParams.get('to'))
  return address.success ? `/#${address.data}` : '/'
}

/** Why a WebSocket is refused, as an HTTP status, or null when it is not. */
function upgradeProblem(request: IncomingMessage, sessions: Sessions): string | null {
  const host = loopbackHost(request.headers.host)
  if (host === null || !isAllowedOrigin(request.headers, host, true)) return '403'
  if (request.url !== '/engine') return '404'
  return sessions.isValid(request.headers.cookie) ? null : '401'
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
