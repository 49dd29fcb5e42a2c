/**
 * The way to output that a server sends while it comes: one WebSocket that is only listened to. The same rules
 * as for requests: no plain connection where none was allowed, credentials to the one origin only, no secret in
 * an error. It never reconnects by itself: what an end means is for who listens.
 */
import type { RawData } from 'ws'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { trustOf, type Way } from './connections.ts'
import { networkFailure, statusFailure } from './failures.ts'
import { openTunnel } from './tunnel.ts'

export interface SocketRequest {
  /** Of http or https, as the service's other addresses. */
  readonly url: string
  /** Sent as it is, like `Bearer …`. */
  readonly authorization: string | null
  readonly insecure: boolean
  readonly signal: AbortSignal
  /** The connection stands; text follows. */
  onOpen?(): void
  /** A message of text. Others mean nothing. While a promise is open, no more is read from the network. */
  onText(text: string): void | Promise<void>
}

/** How it ended: `finished` when the server said that nothing more comes. */
export type SocketEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'lost'; readonly code: number; readonly reason: string }

const handshakeTimeoutMs = 30_000
/** No text of a console is longer; one that is ends the connection. */
const maximumMessageBytes = 4 * 1024 * 1024
const normalClosure = 1000
const patienceWithClosingMs = 5000

/**
 * @param url whose scheme was checked
 * @param version of the application
 * @throws AppFailure CANCELLED; for a refusal what its status means; OFFLINE and its like
 */
export async function listen(url: URL, request: SocketRequest, way: Way, version: string): Promise<SocketEnd> {
  const { authorization, signal } = request
  if (signal.aborted) throw failure('CANCELLED')
  const { WebSocket } = await import('./web-socket.ts')
  const tunnel = way.proxy === null ? null : await openTunnel(url, way, signal)
  const address = new URL(url)
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address, {
    // Neither extension nor protocol is offered: services of this kind know none.
    perMessageDeflate: false,
    handshakeTimeout: handshakeTimeoutMs,
    maxPayload: maximumMessageBytes,
    headers: {
      'user-agent': `SIF-Desktop/${version}`,
      ...(authorization === null ? {} : { authorization }),
    },
    ...trustOf(way.authorities),
    ...(tunnel === null ? {} : { createConnection: () => tunnel }),
  })
  return new Promise<SocketEnd>((resolve, reject) => {
    let isOpen = false
    const leave = (): void => {
      socket.close(normalClosure)
      const timer = setTimeout(() => socket.terminate(), patienceWithClosingMs)
      timer.unref()
      settle(() => reject(failure('CANCELLED')))
    }
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', leave)
      act()
    }
    signal.addEventListener('abort', leave, { once: true })
    socket.on('open', () => {
      isOpen = true
      request.onOpen?.()
    })
    socket.on('message', (data, isBinary) => {
      if (isBinary || signal.aborted) return
      const taken = request.onText(textOf(data))
      if (taken === undefined) return
      socket.pause()
      void taken.finally(() => socket.resume())
    })
    socket.on('unexpected-response', (_, answer) => {
      const status = answer.statusCode ?? 0
      answer.destroy()
      socket.terminate()
      settle(() => reject(statusFailure(status, url.host, null, null)))
    })
    socket.on('error', (error) => {
      // What breaks an open connection is told by its end.
      if (!isOpen) settle(() => reject(networkFailure(error, url.host, signal, false, way.proxy)))
    })
    socket.on('close', (code, reason) => {
      const end: SocketEnd =
        code === normalClosure ? { kind: 'finished' } : { kind: 'lost', code, reason: reason.toString('utf8') }
      settle(() => resolve(end))
    })
  })
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8')
}
