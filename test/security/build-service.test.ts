/** A build service that means ill, or is broken: what it says cannot reach further than its own build. */
import { readdir, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { type RemoteEngine, remoteEngine, resultOf, textsOf } from '../integration/build/support/remote-engine.ts'
import { smallSif } from '../support/small-sif.ts'

const definition = 'Bootstrap: docker\nFrom: alpine:3.22\n'

interface Hostile {
  readonly engine: RemoteEngine
  readonly asked: { readonly path: string; readonly authorization: string | undefined }[]
  readonly origin: string
}

/** A builder whose records and output the test makes up; the library beside it is honest. */
async function hostile(
  record: (origin: string) => Readonly<Record<string, unknown>>,
  speak: (socket: WebSocket) => void = (socket) => socket.close(1000),
): Promise<Hostile> {
  const engine = await remoteEngine()
  const asked: Hostile['asked'] = []
  const note = (request: IncomingMessage): void =>
    void asked.push({ path: request.url ?? '', authorization: request.headers.authorization })
  const server = createServer((request, response) => {
    note(request)
    request.resume()
    response.writeHead(/imagefile|oci-redirect/.test(request.url ?? '') ? 404 : 200, {
      'content-type': 'application/json',
    })
    response.end(JSON.stringify({ data: { id: 'b1', isComplete: true, ...record(origin) } }))
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    note(request)
    speak(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
  })
  const { service } = engine
  const document = {
    libraryAPI: { uri: service.origin },
    tokenAPI: { uri: `${service.origin}/token` },
    builderAPI: { uri: origin },
  }
  const body = JSON.stringify(document)
  service.faults.switchOn({ route: /config\.prod\.json/, fault: { kind: 'status', status: 200, body } })
  await engine.call('remotes.add', { name: 'ill', uri: service.origin, token: service.token })
  return { engine, asked, origin }
}

async function built({ engine }: Hostile) {
  return engine.build(definition, { builderId: 'remote:ill' })
}

async function expectNothing({ engine }: Hostile): Promise<void> {
  expect(await stat(engine.output).catch(() => null)).toBeNull()
  expect(await readdir(engine.folder)).toEqual([])
}

describe('a build service that means ill', () => {
  it('cannot have the token sent to another library', async () => {
    const thief = await hostile((origin) => ({
      libraryRef: 'library://a/b/c:latest',
      libraryURL: `${origin}/thief`,
      imageSize: 100,
      imageChecksum: `sha256.${'a'.repeat(64)}`,
    }))
    const ended = await built(thief)
    expect(ended.record.error?.code).toBe('BUILD_REMOTE_IMAGE_GONE')
    const stolen = thief.asked.filter(({ path }) => path.startsWith('/thief'))
    expect(stolen.length).toBeGreaterThan(0)
    expect(stolen.map(({ authorization }) => authorization)).toEqual(stolen.map(() => undefined))
    await expectNothing(thief)
  })

  it.each(['../../../v1/entities', 'a/../../b?c=d#e', '%2e%2e/x', 'ä\n'])(
    'cannot lead requests elsewhere by the id %j',
    async (id) => {
      const service = await hostile(() => ({ id, libraryRef: 'library://a/b/c:latest', imageSize: 0 }))
      await built(service)
      const places = service.asked.map(({ path }) => path)
      expect(places.length).toBeGreaterThan(1)
      for (const path of places.slice(1)) expect(path).toMatch(/^\/v1\/build(?:-ws)?\/[^/?#]+$/)
    },
  )

  it.each([
    ['library://../../etc/passwd:latest'],
    ['library://a/b/c:../../x'],
    ['docker://alpine'],
    ['/etc/passwd'],
    ['library://a/b/c\u202ed:latest'],
    [''],
  ])('cannot have %j fetched', async (libraryRef) => {
    const service = await hostile(() => ({ libraryRef, imageSize: 100 }))
    const ended = await built(service)
    expect(ended.record.state).toBe('failed')
    await expectNothing(service)
  })

  it.each([
    ['a size of text', { imageSize: '12' }],
    ['a size below nothing', { imageSize: -1 }],
    ['a size beyond all numbers', { imageSize: 1e300 }],
    ['a checksum of another kind', { imageSize: 7, imageChecksum: 'md5.aa' }],
    ['no text at all', { libraryRef: 7, libraryURL: {}, imageSize: 7 }],
    ['an address that is none', { libraryURL: 'javascript:alert(1)', imageSize: 7 }],
  ])('ends with an error for %s', async (_, record) => {
    const service = await hostile(() => ({ libraryRef: 'library://a/b/c:latest', ...record }))
    const { record: kept } = await built(service)
    expect(kept.state).toBe('failed')
    expect(kept.error?.code).not.toBe('INTERNAL')
    await expectNothing(service)
  })

  it('cannot hand out an image of its choice under the name of another', async () => {
    const service = await hostile(() => ({
      libraryRef: 'library://ada/tools/other:latest',
      imageSize: 100,
      imageChecksum: `sha256.${'a'.repeat(64)}`,
    }))
    service.engine.service.put('ada/tools/other', await smallSif())
    const ended = await built(service)
    expect(ended.record.error?.code).toMatch(/^BUILD_REMOTE_(?:SIZE|CHECKSUM)$/)
    await expectNothing(service)
  })

  it('cannot write to a terminal, nor fill the memory with a line', async () => {
    const service = await hostile(
      () => ({ libraryRef: 'library://a/b/c:latest', imageSize: 0 }),
      (socket) => {
        socket.send('\u001b]0;title\u0007\u001b[2J\u0000\u202eevil\u001b[31mred\n')
        socket.send(`${'x'.repeat(1_000_000)}\n`)
        for (let count = 0; count < 20; count += 1) socket.send('y'.repeat(100_000))
        socket.close(1000)
      },
    )
    const ended = await built(service)
    const lines = textsOf(ended)
    for (const line of lines) {
      expect(line).not.toMatch(/\p{Cc}|\u202e/u)
      expect(line.length).toBeLessThanOrEqual(10_000)
    }
    expect(lines.some((line) => line.includes('evil'))).toBe(true)
  })

  it('keeps up with a log of 100,000 lines', async () => {
    const service = await hostile(
      () => ({ libraryRef: 'library://a/b/c:latest', imageSize: 0 }),
      (socket) => {
        for (let count = 0; count < 1000; count += 1) {
          socket.send(Array.from({ length: 100 }, (_, line) => `line ${count * 100 + line}\n`).join(''))
        }
        socket.close(1000)
      },
    )
    const begun = performance.now()
    const ended = await built(service)
    expect(ended.record.logLines).toBeGreaterThanOrEqual(100_000)
    expect(performance.now() - begun).toBeLessThan(20_000)
    expect(resultOf(ended)).toBeNull()
  })
})
