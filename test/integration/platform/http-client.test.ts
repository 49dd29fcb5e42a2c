import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { readBytes, readJson, serverMessage, unexpectedStatus } from '../../../src-main/engine/platform/http/answers.ts'
import { createHttpClient, type HttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { redirectTarget } from '../../../src-main/engine/platform/http/rules.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'

const servers: Server[] = []
const clients: HttpClient[] = []

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function client(environment: NodeJS.ProcessEnv = {}): HttpClient {
  const made = createHttpClient({ version: '9.9.9', environment, longestWaitMs: 3000 })
  clients.push(made)
  return made
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error instanceof AppFailure ? error.error.code : String(error)),
  )
}

afterEach(async () => {
  for (const made of clients.splice(0)) await made.close()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('the HTTP client', () => {
  it('says who it is, sends what it was given, and reads JSON', async () => {
    const seen: unknown[] = []
    const base = await serve((request, response) => {
      seen.push(request.headers['user-agent'], request.headers.authorization)
      response.end('{"a":1}')
    })
    const response = await client().request({ url: `${base}/x`, authorization: 'Bearer t' })
    expect(await readJson(response)).toEqual({ a: 1 })
    expect(seen).toEqual(['SIF-Desktop/9.9.9', 'Bearer t'])
  })

  it('takes credentials along on its own origin and to no other', async () => {
    const seen: (string | undefined)[][] = []
    const elsewhere = await serve((request, response) => {
      seen.push([
        'elsewhere',
        request.headers.authorization,
        request.headers['x-own'] as string | undefined,
        request.headers.range,
      ])
      if (request.url === '/back') response.writeHead(302, { location: `${home}/end` }).end()
      else response.writeHead(302, { location: '/back' }).end()
    })
    const home = await serve((request, response) => {
      seen.push(['home', request.headers.authorization])
      if (request.url === '/start') response.writeHead(302, { location: '/next' }).end()
      else if (request.url === '/next') response.writeHead(307, { location: `${elsewhere}/a` }).end()
      else response.end('done')
    })
    const response = await client().request({
      url: `${home}/start`,
      authorization: 'Bearer secret',
      headers: { 'x-own': 'secret', range: 'bytes=0-1' },
    })
    expect(new TextDecoder().decode(await readBytes(response, 100))).toBe('done')
    expect(seen).toEqual([
      ['home', 'Bearer secret'],
      ['home', 'Bearer secret'],
      ['elsewhere', undefined, undefined, 'bytes=0-1'],
      ['elsewhere', undefined, undefined, 'bytes=0-1'],
      ['home', undefined],
    ])
  })

  it('gives up after ten hops', async () => {
    let hops = 0
    const base = await serve((_request, response) => {
      hops++
      response.writeHead(302, { location: `/${hops}` }).end()
    })
    expect(await codeOf(client().request({ url: base }))).toBe('REDIRECTS_TOO_MANY')
    expect(hops).toBe(11)
  })

  it('answers a redirect itself when told to stop there', async () => {
    const base = await serve((_request, response) =>
      response.writeHead(303, { location: 'https://else.example/x?sig=1' }).end(),
    )
    const response = await client().request({ url: base, redirects: 'stop' })
    expect([response.status, response.header('location')]).toEqual([303, 'https://else.example/x?sig=1'])
    await response.discard()
  })

  it('refuses plain http except on this computer and where it was allowed', async () => {
    expect(await codeOf(client().request({ url: 'http://library.example.org/x' }))).toBe('HTTP_NOT_ALLOWED')
    expect(await codeOf(client().request({ url: 'ftp://library.example.org/x' }))).toBe('ADDRESS_MALFORMED')
    expect(await codeOf(client().request({ url: 'https://me:secret@library.example.org/x' }))).toBe('ADDRESS_MALFORMED')
  })

  it('refuses redirects to plain http, to this computer and to other schemes', () => {
    const from = new URL('https://library.example.org/a')
    const target = (location: string, insecure = false, source = from) => {
      try {
        return redirectTarget(source, location, insecure).href
      } catch (error) {
        return error instanceof AppFailure ? error.error.code : String(error)
      }
    }
    expect(target('/b?c=1')).toBe('https://library.example.org/b?c=1')
    expect(target('https://u:p@s3.example.org/b#f')).toBe('https://s3.example.org/b')
    expect(target('http://library.example.org/a', true)).toBe('REDIRECT_REFUSED')
    expect(target('https://127.0.0.1/a')).toBe('REDIRECT_REFUSED')
    expect(target('https://x.localhost/a')).toBe('REDIRECT_REFUSED')
    expect(target('file:///etc/passwd')).toBe('REDIRECT_REFUSED')
    expect(target('http://other.example/a', true, new URL('http://library.example.org/'))).toBe(
      'http://other.example/a',
    )
    expect(target('http://other.example/a', false, new URL('http://127.0.0.1/'))).toBe('HTTP_NOT_ALLOWED')
  })

  it('waits as long as a busy server says, then asks again', async () => {
    let asked = 0
    const base = await serve((_request, response) => {
      asked++
      if (asked === 1) response.writeHead(429, { 'retry-after': '1' }).end('later')
      else response.end('ok')
    })
    const started = Date.now()
    const response = await client().request({ url: base })
    await response.discard()
    expect([response.status, asked, Date.now() - started >= 950]).toEqual([200, 2, true])
  })

  it('does not wait for longer than is bearable, and says how long it would be', async () => {
    const base = await serve((_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end())
    const response = await client().request({ url: base })
    const error = await unexpectedStatus(response).catch((thrown: unknown) => (thrown as AppFailure).error)
    expect(error).toMatchObject({ code: 'TOO_MANY_REQUESTS', retry: { afterSeconds: 3600 } })
  })

  it('stops at once when cancelled, asking, waiting or reading', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/wait') response.writeHead(503, { 'retry-after': '2' }).end()
      if (request.url === '/read') response.writeHead(200, { 'content-length': '10' }).write('abc')
    })
    const http = client()
    for (const path of ['/silent', '/wait', '/read']) {
      const abort = new AbortController()
      setTimeout(() => abort.abort(), 60)
      const work = http.request({ url: base + path, signal: abort.signal }).then((response) => readBytes(response, 100))
      expect(await codeOf(work)).toBe('CANCELLED')
    }
  })

  it('names what the network did', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': '10' }).write('abc')
        setTimeout(() => response.socket?.destroy(), 20)
      } else if (request.url === '/large') response.end('x'.repeat(1000))
      else if (request.url === '/text') response.end('<html>')
    })
    const http = client()
    const get = (path: string) => http.request({ url: base + path, timeoutMs: 300 })
    expect({
      closed: await codeOf(http.request({ url: 'http://127.0.0.1:9/x' })),
      cut: await codeOf(get('/cut').then((response) => readBytes(response, 100))),
      large: await codeOf(get('/large').then((response) => readBytes(response, 100))),
      text: await codeOf(get('/text').then((response) => readJson(response))),
      silent: await codeOf(get('/silent')),
    }).toEqual({
      closed: 'OFFLINE',
      cut: 'CONNECTION_CUT',
      large: 'ANSWER_TOO_LARGE',
      text: 'ANSWER_MALFORMED',
      silent: 'TIMED_OUT',
    })
  })

  it('keeps queries and credentials out of its errors', async () => {
    const work = client().request({
      url: 'http://127.0.0.1:9/x?X-Amz-Signature=hidden',
      authorization: 'Bearer hidden',
    })
    const error = await work.catch((thrown: unknown) => (thrown as AppFailure).error)
    expect(JSON.stringify(error)).not.toContain('hidden')
    expect(error).toMatchObject({ code: 'OFFLINE', params: { host: '127.0.0.1:9' } })
  })

  it('goes through the proxy of the environment, but not to this computer', async () => {
    const seen: (string | undefined)[] = []
    const proxy = await serve((request, response) => {
      seen.push(request.url)
      response.end('by proxy')
    })
    const home = await serve((_request, response) => response.end('direct'))
    const http = client({ http_proxy: proxy })
    const text = async (url: string) =>
      new TextDecoder().decode(await readBytes(await http.request({ url, insecure: true }), 100))
    expect(await text('http://library.example.org/a')).toBe('by proxy')
    expect(await text(home)).toBe('direct')
    expect(seen).toHaveLength(1)
  })

  it('finds what servers say in all their ways', () => {
    expect(
      [
        '{"error":{"code":404,"message":"image not found"}}',
        '{"status":"error","errors":[{"title":"Fail!","detail":"Not Authorized"}]}',
        '{"errors":[{"title":"Fail!"}]}',
        '{"message":"container not found"}',
        'service down\n',
        '<html>no</html>',
        '{}',
        '',
      ].map(serverMessage),
    ).toEqual(['image not found', 'Not Authorized', 'Fail!', 'container not found', 'service down', null, null, null])
  })
})
