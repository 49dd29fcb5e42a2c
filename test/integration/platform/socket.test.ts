/** Listening to what a server sends while it comes: straight and through a proxy, encrypted, refused, cut, cancelled. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createPlain, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { createHttpClient, type HttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { createRoutes } from '../../../src-main/engine/platform/http/route.ts'
import type { SocketEnd } from '../../../src-main/engine/platform/http/socket.ts'
import { defaultNetwork, type NetworkSettings } from '../../../src-shared/contract/settings.ts'
import { codeOf } from '../../support/failing.ts'
import { startLoopbackProxy } from '../../support/loopback-proxy.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { makeCertificates } from '../../support/registry/certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'sif-desktop-test-'))
const certificates = hasProgram('openssl') ? makeCertificates(folder) : null
const plain = createPlain((_, response) => response.writeHead(200).end())
const secure =
  certificates === null
    ? null
    : createSecure({ key: readFileSync(certificates.keyPath), cert: readFileSync(certificates.certificatePath) })
const open: WebSocket[] = []
let speak: (socket: WebSocket) => void = (socket) => socket.close(1000)

const portOf = (server: Server): number => (server.address() as AddressInfo).port

beforeAll(async () => {
  for (const server of [plain, secure]) {
    if (server === null) continue
    new WebSocketServer({ server, path: '/out' }).on('connection', (socket, request) => {
      open.push(socket)
      socket.send(`${request.headers.authorization} ${request.headers['sec-websocket-extensions']}`)
      speak(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  }
})
afterAll(async () => {
  for (const socket of open) socket.terminate()
  for (const server of [plain, secure]) server?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function hear(
  url: string,
  settings: Partial<NetworkSettings> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<{ readonly end: SocketEnd; readonly texts: readonly string[] }> {
  const routes = createRoutes({ settings: () => ({ ...defaultNetwork, ...settings }), environment: {} })
  const http: HttpClient = createHttpClient({ version: '0', routes })
  const texts: string[] = []
  try {
    const onText = (text: string): void => void texts.push(text)
    const end = await http.listen({ url, authorization: 'Bearer t', insecure: url.startsWith('http:'), signal, onText })
    return { end, texts }
  } finally {
    await http.close()
  }
}

describe('a live output', () => {
  it('is told as it comes, with the credentials and without extensions', async () => {
    speak = (socket) => {
      socket.send(Buffer.from([0, 255]))
      socket.send('one')
      socket.close(1000)
    }
    const heard = await hear(`http://127.0.0.1:${portOf(plain)}/out`)
    expect(heard).toEqual({ end: { kind: 'finished' }, texts: ['Bearer t undefined', 'one'] })
  })

  it('says how it ended', async () => {
    speak = (socket) => socket.close(1011, 'internal error')
    const url = `http://127.0.0.1:${portOf(plain)}/out`
    expect((await hear(url)).end).toEqual({ kind: 'lost', code: 1011, reason: 'internal error' })
    speak = (socket) => socket.terminate()
    expect((await hear(url)).end).toMatchObject({ kind: 'lost', code: 1006 })
    // More than a console ever says at once.
    speak = (socket) => socket.send('x'.repeat(5 * 1024 * 1024))
    expect((await hear(url)).end.kind).toBe('lost')
  })

  it('that is not there, not wanted any more or not allowed is an error', async () => {
    expect(await codeOf(hear(`http://127.0.0.1:${portOf(plain)}/none`))).toBe('SERVER_REFUSED')
    expect(await codeOf(hear('http://127.0.0.1:9/out'))).toBe('OFFLINE')
    expect(await codeOf(hear('http://127.0.0.1:9/out', { isOffline: true }))).toBe('NETWORK_OFF')
    speak = () => undefined
    const soon = AbortSignal.timeout(100)
    expect(await codeOf(hear(`http://127.0.0.1:${portOf(plain)}/out`, {}, soon))).toBe('CANCELLED')
  })

  it('comes through a proxy', async () => {
    speak = (socket) => socket.close(1000)
    const proxy = await startLoopbackProxy({ portOf: () => portOf(plain) })
    try {
      const settings = { proxy: { ...defaultNetwork.proxy, mode: 'manual' as const, server: proxy.url } }
      const { texts, end } = await hear('http://build.invalid/out', settings)
      expect([end.kind, texts.length, proxy.asked]).toEqual(['finished', 1, ['CONNECT build.invalid:80']])
    } finally {
      await proxy.close()
    }
    const nowhere = { proxy: { ...defaultNetwork.proxy, mode: 'manual' as const, server: 'http://127.0.0.1:9' } }
    expect(await codeOf(hear('http://build.invalid/out', nowhere))).toBe('PROXY_UNREACHABLE')
  })

  it.skipIf(certificates === null)('is encrypted, and the server proves itself, through a proxy too', async () => {
    speak = (socket) => socket.close(1000)
    const port = secure === null ? 0 : portOf(secure)
    const authorities = certificates?.authority ?? ''
    const hosts = [{ host: 'localhost', authorities, allowsPlain: false }]
    expect((await hear(`https://localhost:${port}/out`, { hosts })).end.kind).toBe('finished')
    expect(await codeOf(hear(`https://localhost:${port}/out`))).toBe('TLS_FAILED')
    const proxy = await startLoopbackProxy({ portOf: () => port })
    try {
      const settings = { proxy: { ...defaultNetwork.proxy, mode: 'manual' as const, server: proxy.url } }
      expect(await codeOf(hear('https://build.invalid/out', settings))).toBe('TLS_FAILED')
      expect(proxy.asked).toEqual(['CONNECT build.invalid:443'])
    } finally {
      await proxy.close()
    }
  })
})
