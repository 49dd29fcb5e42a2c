/** Puts services on a loopback port: reads requests whole, lets a test change answers, writes them with ranges. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Answer, errorAnswer, type Service, type ServiceRequest } from './answer.ts'

/** How an answer goes out: as it is, or otherwise when somebody wants to see what clients do then. */
export interface Delivery {
  readonly answer: Answer
  /** Closes the connection after so many bytes of the body; 0 closes it without any answer. */
  readonly cutAtByte?: number
  readonly bytesPerSecond?: number
  readonly delayMs?: number
}

/** Looks at an answer before it goes out, and decides how it does. `whole` is the answer without regard to a range. */
export type Intercept = (request: ServiceRequest, answer: Answer, whole: Answer) => Delivery

/** A connection that asks to become something else, with what has been read of it already. */
export interface Upgrading {
  readonly request: ServiceRequest
  readonly incoming: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

export interface LoopbackOptions {
  readonly port?: number
  readonly intercept?: Intercept
  /** Takes over connections whose request was answered with 101; without it they are refused. */
  readonly upgrade?: (connection: Upgrading) => void
}

export interface LoopbackServer {
  /** Like `http://127.0.0.1:8080`. */
  readonly origin: string
  close(): Promise<void>
}

const maximumBodyBytes = 1024 * 1024 * 1024

/** @param services asked in order until one answers; 404 when none does */
export async function serveLoopback(
  services: readonly Service[],
  options: LoopbackOptions = {},
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    handle(request, response, services, options.intercept).catch(() => response.socket?.destroy())
  })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    socket.on('error', () => socket.destroy())
    const connection = { request: requestOf(incoming, Buffer.alloc(0)), incoming, socket, head }
    upgradeOrRefuse(connection, services, options).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => stop(server, upgraded) }
}

async function stop(server: Server, upgraded: ReadonlySet<Duplex>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  for (const socket of upgraded) socket.destroy()
  await closed
}

async function handle(
  incoming: IncomingMessage,
  response: ServerResponse,
  services: readonly Service[],
  intercept: Intercept | undefined,
): Promise<void> {
  const request = await readRequest(incoming)
  const whole = await firstAnswer(services, request)
  const answer = withRange(request, whole)
  await deliver(response, request.method === 'HEAD', intercept?.(request, answer, whole) ?? { answer })
}

async function upgradeOrRefuse(
  connection: Upgrading,
  services: readonly Service[],
  { intercept, upgrade }: LoopbackOptions,
): Promise<void> {
  const { request, socket } = connection
  const whole = await firstAnswer(services, request)
  const { answer, cutAtByte, delayMs } = intercept?.(request, whole, whole) ?? { answer: whole }
  if (delayMs !== undefined) await pause(delayMs)
  if (cutAtByte === 0) {
    socket.destroy()
    return
  }
  if (answer.status === 101 && upgrade) {
    upgrade(connection)
    return
  }
  const headers = { ...answer.headers, 'content-length': String(answer.body.length), connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Status'}\r\n${lines.join('')}\r\n`)
  socket.end(answer.body)
}

async function firstAnswer(services: readonly Service[], request: ServiceRequest): Promise<Answer> {
  for (const service of services) {
    const answer = await service(request.method === 'HEAD' ? { ...request, method: 'GET' } : request)
    if (answer) return answer
  }
  return errorAnswer(404, 'not found')
}

async function readRequest(incoming: IncomingMessage): Promise<ServiceRequest> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maximumBodyBytes) throw new Error('body too large')
    chunks.push(chunk)
  }
  return requestOf(incoming, Buffer.concat(chunks))
}

function requestOf(incoming: IncomingMessage, body: Buffer): ServiceRequest {
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    origin: `http://${headers.host ?? '127.0.0.1'}`,
  }
}

/** Answers a single `bytes=a-b` range with 206, or 416 when it lies outside; other forms get the whole. */
function withRange(request: ServiceRequest, answer: Answer): Answer {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  if (!answer.ranged || answer.status !== 200 || !range) return answer
  const ifRange = request.headers['if-range']
  if (ifRange !== undefined && ifRange !== answer.headers.etag) return answer
  const total = answer.body.length
  const start = Number(range[1])
  const end = range[2] === '' ? total - 1 : Math.min(Number(range[2]), total - 1)
  if (start > end)
    return { status: 416, headers: { 'content-range': `bytes */${total}` }, body: Buffer.alloc(0), ranged: false }
  const headers = { ...answer.headers, 'content-range': `bytes ${start}-${end}/${total}` }
  return { status: 206, headers, body: answer.body.subarray(start, end + 1), ranged: true }
}

const largePieceBytes = 256 * 1024
/** For a rate that is kept even over short times. */
const smallPieceBytes = 16 * 1024

async function deliver(response: ServerResponse, headOnly: boolean, delivery: Delivery): Promise<void> {
  const { answer, cutAtByte, bytesPerSecond } = delivery
  if (delivery.delayMs !== undefined) await pause(delivery.delayMs)
  if (cutAtByte === 0) {
    response.socket?.destroy()
    return
  }
  response.writeHead(answer.status, { 'content-length': answer.body.length, ...answer.headers })
  if (headOnly) {
    response.end()
    return
  }
  const end = Math.min(cutAtByte ?? answer.body.length, answer.body.length)
  const gone = new Promise<void>((resolve) => response.once('close', () => resolve()))
  const pieceBytes = bytesPerSecond === undefined ? largePieceBytes : smallPieceBytes
  for (let at = 0; at < end && !response.destroyed; at += pieceBytes) {
    const piece = answer.body.subarray(at, Math.min(at + pieceBytes, end))
    if (!response.write(piece)) await Promise.race([once(response, 'drain').catch(() => undefined), gone])
    if (bytesPerSecond !== undefined) await pause((piece.length / bytesPerSecond) * 1000)
  }
  // What was written before a cut arrives; a socket that is just destroyed may take it along.
  if (cutAtByte !== undefined && cutAtByte < answer.body.length) response.socket?.destroySoon()
  else response.end()
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
