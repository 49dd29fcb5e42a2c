/** Content that a thread of its own writes into a file, from servers that behave and from some that do not. */
import { readFileSync } from 'node:fs'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createServer as createSecureServer } from 'node:tls'
import { expect, it, onTestFinished } from 'vitest'
import { createBandwidth } from '../../../src-main/engine/platform/bandwidth.ts'
import { readBytes } from '../../../src-main/engine/platform/http/answers.ts'
import { createHttpClient, type HttpOptions, type HttpRequest } from '../../../src-main/engine/platform/http/client.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { makeCertificates } from '../../support/registry/certificates.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

type Talk = (socket: Socket, request: string, number: number) => void

/** A server that says exactly what a test wants. */
async function serve(talk: Talk, listen = (heard: (socket: Socket) => void): Server => createServer(heard)) {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = listen((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (!text.endsWith('\r\n\r\n')) return
      requests.push(text)
      talk(socket, text, requests.length)
      text = ''
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { origin: `http://127.0.0.1:${port}`, port, requests, connections: () => sockets.size }
}

async function place(): Promise<{ file: FileHandle; content: () => Promise<string> }> {
  const path = join(await temporaryFolder(), 'file')
  const file = await open(path, 'w+')
  onTestFinished(() => file.close())
  return { file, content: () => readFile(path, 'latin1') }
}

function client(options: Partial<HttpOptions> = {}) {
  const http = createHttpClient({ version: '1', environment: {}, ...options })
  onTestFinished(() => http.close())
  return http
}

const outcome = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => value ?? 'saved',
    (error: unknown) => (error instanceof AppFailure ? error.error.code : error),
  )

const words = (status: string, body: string, headers = ''): string =>
  `HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}`

/** Asks and saves at the beginning of the file. */
async function save(
  http: ReturnType<typeof client>,
  request: HttpRequest,
  file: FileHandle,
): Promise<'saved' | 'by itself'> {
  const response = await http.request({ transfer: 'file', ...request })
  if (response.saveTo === undefined) {
    await file.write(await readBytes(response, 1_000_000), 0)
    return 'by itself'
  }
  await response.saveTo({ descriptor: file.fd, position: 0 }, () => undefined)
  return 'saved'
}

it('is written to its place, told as it comes, over one connection', async () => {
  const body = 'abc'.repeat(400_000)
  const server = await serve((socket) => socket.write(words('206 Partial Content', body)))
  const { file, content } = await place()
  const http = client()
  await file.write('head', 0)
  let told = 0
  for (const position of [4, 4 + body.length]) {
    const response = await http.request({
      url: `${server.origin}/x?y=1`,
      headers: { range: 'bytes=0-' },
      transfer: 'file',
    })
    expect([response.status, response.header('content-length')]).toEqual([206, String(body.length)])
    await response.saveTo?.({ descriptor: file.fd, position }, (bytes) => {
      told += bytes
    })
  }
  expect([told, await content()]).toEqual([2 * body.length, `head${body}${body}`])
  expect(server.connections()).toBe(1)
  expect(server.requests[0]).toMatch(/^GET \/x\?y=1 HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\nrange: bytes=0-\r\n/)
})

it('comes the ordinary way where an answer is not plain, and is the same', async () => {
  const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n'
  const untilClosed = 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nabcdef'
  for (const answer of [chunked, untilClosed]) {
    const server = await serve((socket) => socket.end(answer))
    const { file, content } = await place()
    expect(await outcome(save(client(), { url: server.origin }, file))).toBe('by itself')
    expect(await content()).toBe('abcdef')
  }
})

it('takes nothing of an answer that makes no sense', async () => {
  const malformed = [
    'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 6\r\n\r\nabcdef',
    'HTTP/1.1 200 OK\r\nbroken\r\ncontent-length: 3\r\n\r\nabc',
    `HTTP/1.1 200 OK\r\ncontent-length: 3\r\nx: ${'y'.repeat(40_000)}\r\n\r\nabc`,
    'HTTP/1.1 200 OK\r\ncontent-length: -3\r\n\r\nabc',
    'SSH-2.0-server\r\n\r\n',
  ]
  for (const answer of malformed) {
    const server = await serve((socket) => socket.end(answer))
    const { file, content } = await place()
    const said = await outcome(save(client(), { url: server.origin }, file))
    expect(['ANSWER_MALFORMED', 'OFFLINE'], answer.slice(0, 60)).toContain(said)
    expect(await content()).toBe('')
  }
})

it('never takes a byte more than was announced, and does not go on with such a connection', async () => {
  const server = await serve((socket) => socket.write(`${words('200 OK', 'abc')}HTTP/1.1 200 OK\r\n\r\n`))
  const { file, content } = await place()
  const http = client()
  for (const _ of [1, 2]) expect(await outcome(save(http, { url: server.origin }, file))).toBe('saved')
  expect(await content()).toBe('abc')
  expect(server.requests).toHaveLength(2)
})

it('asks once more when a free connection has been closed meanwhile', async () => {
  const server = await serve((socket, _request, number) => {
    if (number === 2) socket.destroy()
    else socket.write(words('200 OK', `number ${number}`))
  })
  const { file, content } = await place()
  const http = client()
  await save(http, { url: server.origin }, file)
  expect(await outcome(save(http, { url: server.origin }, file))).toBe('saved')
  expect(await content()).toBe('number 3')
})

it('keeps what arrived before a cut, and names what the network did', async () => {
  const half = `HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabcde`
  const cut = await serve((socket) => socket.write(half, () => setTimeout(() => socket.destroy(), 20)))
  const silent = await serve((socket, request) => socket.write(request.includes('/half') ? half : ''))
  const closing = await serve((socket) => socket.destroy())
  const { file, content } = await place()
  const http = client()
  expect({
    cut: await outcome(save(http, { url: cut.origin }, file)),
    nothing: await outcome(save(http, { url: silent.origin, timeoutMs: 200 }, file)),
    half: await outcome(save(http, { url: `${silent.origin}/half`, timeoutMs: 200 }, file)),
    closing: await outcome(save(http, { url: closing.origin }, file)),
    nobody: await outcome(save(http, { url: 'http://127.0.0.1:9/' }, file)),
  }).toEqual({ cut: 'CONNECTION_CUT', nothing: 'TIMED_OUT', half: 'TIMED_OUT', closing: 'OFFLINE', nobody: 'OFFLINE' })
  expect(await content()).toBe('abcde')
})

it('hands on what a server says instead of content', async () => {
  const server = await serve((socket, request) =>
    socket.write(request.startsWith('GET /away') ? words('404 Not Found', 'no such thing') : words('200 OK', 'abc')),
  )
  const response = await client().request({ url: `${server.origin}/away`, transfer: 'file' })
  expect([response.status, response.saveTo]).toEqual([404, undefined])
  expect(Buffer.from(await readBytes(response, 100)).toString()).toBe('no such thing')
})

it('follows redirects without its credentials, and refuses to put lines into requests', async () => {
  const elsewhere = await serve((socket) => socket.write(words('200 OK', 'abc')))
  const server = await serve((socket) =>
    socket.write(words('302 Found', '', `location: ${elsewhere.origin}/there\r\n`)),
  )
  const { file, content } = await place()
  const http = client()
  const request = { url: server.origin, authorization: 'Bearer secret', headers: { range: 'bytes=0-2' } }
  expect(await outcome(save(http, request, file))).toBe('saved')
  expect(await content()).toBe('abc')
  expect(server.requests[0]).toContain('authorization: Bearer secret')
  expect(elsewhere.requests[0]).toContain('range: bytes=0-2')
  expect(elsewhere.requests[0]).not.toContain('secret')
  await outcome(save(http, { url: elsewhere.origin, authorization: 'Bearer x\r\nx-more: 1' }, file))
  expect(elsewhere.requests.join('')).not.toContain('x-more')
})

it('writes nothing after it was cancelled', async () => {
  const server = await serve((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n')
    const timer = setInterval(() => socket.write('x'.repeat(100_000)), 1)
    socket.on('close', () => clearInterval(timer))
  })
  const { file, content } = await place()
  const abort = new AbortController()
  const response = await client().request({ url: server.origin, transfer: 'file', signal: abort.signal })
  const saving = response.saveTo?.({ descriptor: file.fd, position: 0 }, () => undefined) ?? Promise.resolve()
  setTimeout(() => abort.abort(), 300)
  expect(await outcome(saving)).toBe('CANCELLED')
  const { length } = await content()
  expect(length).toBeGreaterThan(0)
  await wait(100)
  expect((await content()).length).toBe(length)
})

it('is encrypted, and believes the authorities it was told and no others', async () => {
  const certificates = makeCertificates(await temporaryFolder())
  const keys = { key: readFileSync(certificates.keyPath), cert: readFileSync(certificates.certificatePath) }
  const body = 'secret '.repeat(100_000)
  const server = await serve(
    (socket) => socket.write(words('200 OK', body)),
    (heard) => createSecureServer(keys, heard),
  )
  const { file, content } = await place()
  const http = client()
  const url = `https://localhost:${server.port}/`
  expect(await outcome(save(http, { url }, file))).toBe('TLS_FAILED')
  expect(await outcome(save(http, { url, authorities: certificates.authority }, file))).toBe('saved')
  expect((await content()) === body).toBe(true)
  const { port } = await serve(
    () => undefined,
    (heard) => createServer((socket) => heard(socket.on('data', () => socket.end(words('400 Bad Request', 'plain'))))),
  )
  expect(await outcome(save(http, { url: `https://localhost:${port}/` }, file))).toBe('TLS_FAILED')
})

it('keeps to the limit of all transfers, and goes on at once when that is lifted', async () => {
  const body = 'x'.repeat(300_000)
  const server = await serve((socket) => socket.write(words('200 OK', body)))
  const bandwidth = createBandwidth()
  const http = client({ bandwidth })
  const limited = async (bytesPerSecond: number, count: number): Promise<number> => {
    bandwidth.setLimit(bytesPerSecond)
    const begun = performance.now()
    const files = await Promise.all(Array.from({ length: count }, place))
    await Promise.all(files.map(({ file }) => save(http, { url: server.origin }, file)))
    for (const { content } of files) expect((await content()).length).toBe(body.length)
    return (performance.now() - begun) / 1000
  }
  expect(await limited(600_000, 2)).toBeGreaterThan(0.75)
  setTimeout(() => bandwidth.setLimit(0), 200)
  expect(await limited(10_000, 1)).toBeLessThan(5)
})
