/**
 * A proxy on loopback that leads every name to this computer, so that tests can use names that do not
 * exist. It never resolves or leaves anything; it writes down what it was asked for.
 */
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface LoopbackProxy {
  /** Like `http://127.0.0.1:3128`. */
  readonly url: string
  /** Lines like `CONNECT a.invalid:443` and `GET http://a.invalid/x`. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export interface LoopbackProxyOptions {
  /** The port on this computer that a name and port lead to; null refuses with 403. */
  readonly portOf: (target: URL) => number | null
  /** As it has to be told, like `ada:secret`. */
  readonly login?: string
}

export async function startLoopbackProxy({ portOf, login }: LoopbackProxyOptions): Promise<LoopbackProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const wanted = login === undefined ? null : `Basic ${Buffer.from(login).toString('base64')}`
  const isKnown = (headers: IncomingHttpHeaders): boolean =>
    wanted === null || headers['proxy-authorization'] === wanted

  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    const target = new URL(incoming.url ?? '')
    const port = portOf(target)
    if (!isKnown(incoming.headers)) return void outgoing.writeHead(407).end()
    if (port === null) return void outgoing.writeHead(403).end()
    const { method, headers } = incoming
    const path = `${target.pathname}${target.search}`
    const onward = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('connect', (incoming, socket: Socket, head: Buffer) => {
    asked.push(`CONNECT ${incoming.url}`)
    const port = portOf(new URL(`http://${incoming.url}`))
    socket.on('error', () => undefined)
    if (!isKnown(incoming.headers))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')
    if (port === null) return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    sockets.add(onward)
    onward.on('error', () => socket.destroy())
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
