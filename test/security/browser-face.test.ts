/** Security point 8, the browser face: loopback only, a token used once, a strict cookie, Host and Origin, no CORS, one upgrade path. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createEventBus } from '../../src-main/engine/platform/events.ts'
import { type Server, startServer } from '../../src-main/serve/server.ts'

let folder: string
let server: Server
let host: string

const engine = {
  events: createEventBus(),
  call: async (name: string) => ({ ok: true as const, value: { name } }),
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'))
  const pages = join(folder, 'pages')
  await mkdir(join(pages, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await mkdir(join(folder, 'pages-beside'))
  await writeFile(join(folder, 'pages-beside', 'secret.txt'), 'secret')
  await writeFile(join(pages, 'index.html'), '<!doctype html>the page')
  await writeFile(join(pages, 'assets', 'code.js'), '1')
  await writeFile(join(pages, '.hidden.txt'), 'secret')
  await writeFile(join(pages, 'program.exe'), 'secret')
  await symlink(join(folder, 'secret.txt'), join(pages, 'link.txt'))
  await symlink(folder, join(pages, 'up'))
  server = await startServer({ engine, pages, log: () => undefined })
  host = `127.0.0.1:${server.port}`
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** A request as bytes, so that nothing tidies it up on its way. */
function raw(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const lines = Object.entries({ Host: host, Connection: 'close', ...headers }).map(
      ([key, value]) => `${key}: ${value}`,
    )
    const socket = connect(server.port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('error', reject)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', () => {
      const [head = '', ...body] = Buffer.concat(chunks).toString().split('\r\n\r\n')
      resolve({ status: Number(head.split(' ')[1] ?? 0), head: head.toLowerCase(), body: body.join('\r\n\r\n') })
    })
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  })
}

const pathOf = (url: string): string => url.slice(`http://${host}`.length)

/** Signs in and gives what a browser would send from then on. */
async function cookieOf(): Promise<string> {
  const response = await fetch(server.newUrl())
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

function upgrade(path: string, headers: Readonly<Record<string, string>>): Promise<WebSocket | string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${host}${path}`, { headers })
    socket.on('open', () => resolve(socket))
    socket.on('error', (error) => resolve(error.message))
  })
}

describe('the token', () => {
  it('is long, differs each time, and works once', async () => {
    const [one, two] = [new URL(server.newUrl()), new URL(server.newUrl())]
    expect(one.searchParams.get('token')).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(one.href).not.toBe(two.href)
    expect((await raw(pathOf(one.href))).status).toBe(200)
    const again = await raw(pathOf(one.href))
    expect(again.status).toBe(403)
    expect(again.head).not.toContain('set-cookie')
    expect((await raw(pathOf(two.href))).status).toBe(200)
  })

  it('is not used up by a look with HEAD, nor accepted when wrong or missing', async () => {
    const path = pathOf(server.newUrl())
    expect((await raw(path, {}, 'HEAD')).status).toBe(403)
    for (const wrong of ['/open', '/open?token=', `${path}x`, '/open?token=__proto__']) {
      const answer = await raw(wrong)
      expect(answer.status).toBe(403)
      expect(answer.head).not.toContain('set-cookie')
    }
    expect((await raw(path)).status).toBe(200)
  })

  it('leads only to places of the application', async () => {
    const target = async (to: string): Promise<string | undefined> =>
      /url=([^"]+)"/.exec((await raw(pathOf(server.newUrl(to)))).body)?.[1]
    expect(await target('/image?path=%2Fa.sif')).toBe('/#/image?path=%2Fa.sif')
    expect(await target('//evil.example/')).toBe('/#//evil.example/')
    expect(await target('https://evil.example/')).toBe('/')
    expect(await target('/x" onload="y')).toBe('/')
    expect(await target('/"><script>')).not.toContain('<')
  })
})

describe('the cookie', () => {
  it('is out of reach of scripts and of other sites', async () => {
    const { head } = await raw(pathOf(server.newUrl()))
    const line = head.split('\r\n').find((header) => header.startsWith('set-cookie'))
    expect(line).toMatch(/; path=\/; httponly; samesite=strict$/)
  })

  it('is needed for everything', async () => {
    for (const path of ['/', '/index.html', '/assets/code.js', '/images', '/favicon.ico']) {
      const answer = await raw(path)
      expect([path, answer.status]).toEqual([path, 401])
      expect(answer.body).not.toContain('the page')
      const forged = await raw(path, { Cookie: `sif-desktop-${server.port}=${'A'.repeat(43)}` })
      expect(forged.status).toBe(401)
    }
    const cookie = await cookieOf()
    expect((await raw('/', { Cookie: cookie })).body).toBe('<!doctype html>the page')
    expect((await raw('/', { Cookie: `other=1; ${cookie}; more=2` })).status).toBe(200)
  })
})

describe('Host and Origin', () => {
  it.each([
    'evil.example',
    `evil.example:1`,
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '0.0.0.0',
    '127.0.0.2',
    '',
  ])('a request for the host "%s" is refused, whatever it brings', async (name) => {
    const cookie = await cookieOf()
    expect((await raw('/', { Host: name, Cookie: cookie })).status).toBe(403)
    expect(await upgrade('/engine', { Host: name, Cookie: cookie, Origin: `http://${name}` })).toContain('403')
  })

  it('another port is taken, for the far end of an SSH forward, but only as one and the same', async () => {
    const cookie = await cookieOf()
    expect((await raw('/', { Host: 'localhost:9999', Cookie: cookie })).status).toBe(200)
    const forwarded = await upgrade('/engine', {
      Host: 'localhost:9999',
      Cookie: cookie,
      Origin: 'http://localhost:9999',
    })
    expect(forwarded).toBeInstanceOf(WebSocket)
    if (forwarded instanceof WebSocket) forwarded.terminate()
    expect(
      await upgrade('/engine', { Host: 'localhost:9999', Cookie: cookie, Origin: 'http://localhost:1' }),
    ).toContain('403')
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
    'a page of the origin %s gets nothing',
    async (origin) => {
      const cookie = await cookieOf()
      expect((await raw('/', { Origin: origin, Cookie: cookie })).status).toBe(403)
      expect(await upgrade('/engine', { Origin: origin, Cookie: cookie })).toContain('403')
    },
  )

  it('there is no CORS, not even when asked for', async () => {
    const answer = await raw('/', { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' }, 'OPTIONS')
    expect(answer.status).toBe(403)
    expect(answer.head).not.toContain('access-control')
    expect((await raw('/', { Cookie: await cookieOf() }, 'POST')).status).toBe(405)
  })
})

describe('the WebSocket', () => {
  it('is on one path, and demands the cookie and an origin', async () => {
    const cookie = await cookieOf()
    const Origin = `http://${host}`
    expect(await upgrade('/engine', { Origin })).toContain('401')
    expect(await upgrade('/engine', { Cookie: cookie })).toContain('403')
    for (const path of ['/', '/engine/', '/engine?x=1', '/other']) {
      expect(await upgrade(path, { Origin, Cookie: cookie })).toContain('404')
    }
    const socket = await upgrade('/engine', { Origin, Cookie: cookie })
    if (!(socket instanceof WebSocket)) throw new Error(socket)
    const answered = new Promise((resolve) => socket.on('message', (data) => resolve(JSON.parse(String(data)))))
    socket.send(JSON.stringify({ type: 'call', id: 1, name: 'jobs.list', params: {} }))
    expect(await answered).toEqual({ type: 'value', id: 1, value: { name: 'jobs.list' } })
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.send('x'.repeat(17 * 1024 * 1024))
    expect(await closed).toBe(1009)
  })

  it('answers what is no message with an error', async () => {
    const socket = await upgrade('/engine', { Origin: `http://${host}`, Cookie: await cookieOf() })
    if (!(socket instanceof WebSocket)) throw new Error(socket)
    const received: unknown[] = []
    socket.on('message', (data) => received.push(JSON.parse(String(data))))
    socket.send('no json')
    socket.send(Buffer.from([1, 2, 3]))
    await expect
      .poll(() => received)
      .toMatchObject([
        { type: 'error', id: null, error: { code: 'MESSAGE_MALFORMED' } },
        { type: 'error', id: null, error: { code: 'MESSAGE_MALFORMED' } },
      ])
    socket.terminate()
  })
})

describe('files', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/..\\..\\secret.txt',
    '//secret.txt/../../secret.txt',
    '/../pages-beside/secret.txt',
    '/link.txt',
    '/up/secret.txt',
    '/.hidden.txt',
    '/program.exe',
    '/%00.txt',
    '/%ff.txt',
    '/C:/secret.txt',
    '/assets',
  ])('nothing outside of the built pages is given out for %s', async (path) => {
    const answer = await raw(path, { Cookie: await cookieOf() })
    expect(answer.body).not.toContain('secret')
    expect([200, 404]).toContain(answer.status)
    if (answer.status === 200) expect(answer.body).toBe('<!doctype html>the page')
  })

  it('carry the policy that lets nothing else in', async () => {
    const { head } = await raw('/', { Cookie: await cookieOf() })
    expect(head).toContain(
      `content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; ` +
        `font-src 'self'; connect-src 'self' ws://${host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n`,
    )
    for (const header of [
      'x-content-type-options: nosniff',
      'x-frame-options: deny',
      'referrer-policy: no-referrer',
      'cross-origin-resource-policy: same-origin',
      'cache-control: no-store',
    ]) {
      expect(head).toContain(header)
    }
  })
})

describe('listening', () => {
  const pages = '.'
  const log = () => undefined
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((each) => !each.internal)

  it.each(['0.0.0.0', '::', '192.168.1.1', 'example.org', '', ...addresses.map((each) => each.address)])(
    'on "%s" is refused',
    async (address) => {
      await expect(startServer({ engine, pages, log, host: address })).rejects.toMatchObject({
        error: { code: 'SERVE_NOT_LOOPBACK' },
      })
    },
  )

  it('happens on loopback alone, and a taken port is named', async () => {
    for (const { address } of addresses) {
      const reached = await new Promise((resolve) => {
        const socket = connect({ port: server.port, host: address, timeout: 2000 })
        socket.on('connect', () => resolve(true))
        socket.on('error', () => resolve(false))
        socket.on('timeout', () => resolve(false))
      })
      expect(reached).toBe(false)
    }
    await expect(startServer({ engine, pages, log, port: server.port })).rejects.toMatchObject({
      error: { code: 'PORT_IN_USE' },
    })
  })
})
