/** The connection doctor against servers on loopback that are wrong in one way each. Nothing leaves this computer. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createPlain, type RequestListener } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createHttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { createRoutes } from '../../../src-main/engine/platform/http/route.ts'
import { createDoctor, type Reach } from '../../../src-main/engine/remotes/doctor/doctor.ts'
import { defaultNetwork, type NetworkSettings } from '../../../src-shared/contract/settings.ts'
import type { Diagnosis, ServiceDiagnosis } from '../../../src-shared/model/diagnosis.ts'
import { diagnosisAsText } from '../../../src-shared/text/diagnosis.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { freePort } from '../../support/free-port.ts'
import { startLoopbackProxy } from '../../support/loopback-proxy.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { makePki, type TestPki } from '../../support/test-pki.ts'

const hasOpenssl = hasProgram('openssl')
const folder = mkdtempSync(join(tmpdir(), 'sif-desktop-doctor-'))
const pki: TestPki | null = hasOpenssl ? makePki(folder) : null
const root = pki === null ? '' : readFileSync(pki.rootFile, 'utf8')
const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function serve(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

interface LeafDates {
  readonly issuer?: 'intermediate' | 'itself'
  readonly from?: string
  readonly to?: string
}

/** @param names of the certificate, as OpenSSL writes them */
async function serveSecure(listener: RequestListener, names: string, dates: LeafDates = {}): Promise<number> {
  if (pki === null) throw new Error('needs openssl')
  const extensions = `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`
  const { key, certificate } = pki.leaf(`server-${Math.random().toString(36).slice(2)}`, { extensions, ...dates })
  const chain = [certificate, ...(dates.issuer === 'itself' ? [] : [pki.intermediateFile])]
  const cert = chain.map((file) => readFileSync(file, 'utf8')).join('')
  return serve(createSecure({ key: readFileSync(key), cert }, listener))
}

const json =
  (value: unknown, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

const registry: RequestListener = (_request, response) =>
  void response.writeHead(401, { 'www-authenticate': 'Bearer realm="https://t.invalid"' }).end()

interface Case {
  readonly reach: Partial<Reach> & Pick<Reach, 'url'>
  readonly settings?: Partial<NetworkSettings>
  readonly kind?: 'registry' | 'keyserver' | 'host'
}

async function diagnose({ reach, settings = {}, kind = 'registry' }: Case): Promise<Diagnosis> {
  const routes = createRoutes({ settings: () => ({ ...defaultNetwork, ...settings }), environment: {} })
  const http = createHttpClient({ version: '0', routes })
  const whole = { insecure: false, authorities: null, ...reach, isSetUp: kind === 'registry', name: 'it' }
  const doctor = createDoctor({
    http,
    routes,
    clock: () => new Date('2026-11-03T12:00:00Z'),
    timeoutMs: 1500,
    remotes: {
      known: () => ({ uri: reach.url, insecure: whole.insecure, services: null }),
      list: async () => [],
      token: async () => null,
      noteToken: () => undefined,
    },
    registry: () => whole,
    keyservers: () => (kind === 'keyserver' ? [whole] : []),
  })
  try {
    const name = kind === 'host' ? new URL(reach.url).host : 'it'
    return await doctor['remotes.diagnose']({ kind, name }, { signal: new AbortController().signal })
  } finally {
    await http.close()
  }
}

/** The states of all steps, and the code of the one that failed. */
function course({ services }: Diagnosis): string {
  const [service] = services as readonly [ServiceDiagnosis]
  return service.steps
    .map(({ name, state, error }) => `${name} ${error === null ? state : `${state}: ${error.code}`}`)
    .join(', ')
}

const done = 'name done, connection done, encryption done'

describe('the connection doctor', () => {
  it('says in which step it ended, and leaves the others untried', async () => {
    const nobody = await freePort()
    const rest = 'answer notTried, service notTried'
    expect(course(await diagnose({ reach: { url: 'https://library.invalid' } }))).toBe(
      `name failed: NAME_NOT_FOUND, connection notTried, encryption notTried, ${rest}`,
    )
    expect(course(await diagnose({ reach: { url: `https://127.0.0.1:${nobody}` } }))).toBe(
      `name done, connection failed: CONNECTION_REFUSED, encryption notTried, ${rest}`,
    )
    const deaf = await serve(createTcp((socket) => void socket.resume()))
    expect(course(await diagnose({ kind: 'host', reach: { url: `https://127.0.0.1:${deaf}` } }))).toBe(
      `name done, connection done, encryption failed: TIMED_OUT, ${rest}`,
    )
    const plain = await serve(createPlain(json({})))
    expect(course(await diagnose({ kind: 'host', reach: { url: `https://127.0.0.1:${plain}` } }))).toBe(
      `name done, connection done, encryption failed: NO_ENCRYPTION_SPOKEN, ${rest}`,
    )
  })

  it('tells a busy server, a web page and something else from the service', async () => {
    const at = async (listener: RequestListener, kind: Case['kind'] = 'registry') =>
      course(await diagnose({ kind, reach: { url: `http://127.0.0.1:${await serve(createPlain(listener))}` } }))
    const page: RequestListener = (_request, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end('<!doctype html><title>Log in</title>')
    expect(await at(json({}, 503))).toBe(`${done}, answer failed: SERVER_FAILED, service notTried`)
    expect(await at(json({}, 429))).toBe(`${done}, answer failed: TOO_MANY_REQUESTS, service notTried`)
    expect(await at(page)).toBe(`${done}, answer done, service failed: ANSWER_IS_PAGE`)
    expect(await at(page, 'keyserver')).toBe(`${done}, answer done, service failed: ANSWER_IS_PAGE`)
    expect(await at(json({}, 404))).toBe(`${done}, answer done, service failed: ANSWER_OF_OTHER_KIND`)
    expect(await at(registry)).toBe(`${done}, answer done, service done`)
    expect(await at(json('no key', 404), 'keyserver')).toBe(`${done}, answer done, service done`)
    const cut: RequestListener = (request) => void request.socket.destroy()
    expect(await at(cut)).toMatch(/answer failed: \w+, service notTried$/)
  })

  it('does not wait for ever for a server that drips, nor read all that it pours', async () => {
    const at = async (listener: RequestListener) =>
      course(await diagnose({ reach: { url: `http://127.0.0.1:${await serve(createPlain(listener))}` } }))
    const drip: RequestListener = (_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 200)
      response.on('close', () => clearInterval(timer))
    }
    const pour: RequestListener = (_request, response) => {
      response.writeHead(200)
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', more)
      more()
    }
    expect(await at(drip)).toBe(`${done}, answer done, service failed: TIMED_OUT`)
    expect(await at(pour)).toBe(`${done}, answer done, service failed: ANSWER_TOO_LARGE`)
  })

  it.skipIf(!hasOpenssl)('shows the certificates, and what is wrong with them', async () => {
    const hosts = (port: number) => [{ host: `localhost:${port}`, authorities: root, allowsPlain: false }]
    const at = async (names: string, dates: LeafDates = {}, isTrusted = true): Promise<Diagnosis> => {
      const port = await serveSecure(registry, names, dates)
      return diagnose({
        reach: { url: `https://localhost:${port}` },
        settings: isTrusted ? { hosts: hosts(port) } : {},
      })
    }
    const encryption = ({ services }: Diagnosis) => services[0]?.steps.find(({ name }) => name === 'encryption')

    const good = await at('DNS:localhost')
    expect(course(good)).toBe(`${done}, answer done, service done`)
    expect(good.isGood).toBe(true)
    const facts = encryption(good)?.facts
    expect(facts?.kind === 'encryption' && facts.chain.map(({ issuer, names }) => [issuer, names])).toEqual([
      ['O=Test, CN=Test Signing', ['localhost']],
      ['O=Test, CN=Test Root', []],
      ['O=Test, CN=Test Root', []],
    ])

    const ended = await at('DNS:localhost', { from: '20250101000000Z', to: '20250601000000Z' })
    expect(encryption(ended)?.error?.message).toMatch(/^The certificate of localhost:\d+ ended on 1 Jun 2025\.$/)
    const early = await at('DNS:localhost', { from: '20490101000000Z', to: '20500101000000Z' })
    expect(encryption(early)?.error?.code).toBe('CERTIFICATE_NOT_YET')
    const other = await at('DNS:hub.example.org,DNS:www.example.org')
    expect(encryption(other)?.error?.message).toMatch(/is for another name: hub\.example\.org, www\.example\.org\.$/)
    const own = await at('DNS:localhost', { issuer: 'itself' }, false)
    expect(encryption(own)?.error?.code).toBe('CERTIFICATE_SELF_MADE')
    const unknown = await at('DNS:localhost', {}, false)
    expect(encryption(unknown)?.error?.message).toMatch(
      /an authority that this computer does not know: O=Test, CN=Test Root\.$/,
    )
    for (const bad of [ended, early, other, own, unknown]) {
      expect(bad.isGood).toBe(false)
      // What a server showed is seen also when it proves nothing.
      expect(encryption(bad)?.facts?.kind).toBe('encryption')
      expect(course(bad)).toMatch(/, answer notTried, service notTried$/)
    }
  })

  it.skipIf(!hasOpenssl)('goes through a proxy, and says what that does', async () => {
    const port = await serveSecure(registry, 'DNS:registry.invalid')
    const proxy = await startLoopbackProxy({
      portOf: ({ hostname }) => (hostname === 'registry.invalid' ? port : null),
      login: 'ada:p@ss',
    })
    const through = (url: string, login: string): Promise<Diagnosis> =>
      diagnose({
        reach: { url },
        settings: {
          proxy: { mode: 'manual', server: proxy.url.replace('//', `//${login}`), except: [] },
          hosts: [{ host: 'registry.invalid', authorities: root, allowsPlain: false }],
        },
      })
    try {
      const good = await through('https://registry.invalid', 'ada:p%40ss@')
      expect(course(good)).toBe('name done, connection done, proxy done, encryption done, answer done, service done')
      expect(good.services[0]?.proxy).toBe(new URL(proxy.url).host)
      expect(JSON.stringify(good)).not.toMatch(/p@ss|p%40ss/)
      expect(course(await through('https://registry.invalid', ''))).toContain('proxy failed: PROXY_NEEDS_LOGIN')
      expect(course(await through('https://other.invalid', 'ada:p%40ss@'))).toContain('proxy failed: PROXY_REFUSED')
    } finally {
      await proxy.close()
    }
  })

  it('can be copied as a text that says everything and holds no secret', async () => {
    const port = await serve(createPlain(json({}, 503)))
    const text = diagnosisAsText(await diagnose({ reach: { url: `http://127.0.0.1:${port}` } }))
    expect(text.replace(/\d+(?:\.\d+)? ms|under 1 ms/g, 'T').replaceAll(String(port), 'PORT')).toBe(
      [
        'Connection to it, 2026-11-03T12:00:00.000Z, T, SIF Desktop 0.1.0',
        '',
        'Registry  http://127.0.0.1:PORT/v2/',
        '  ok      Found 127.0.0.1  127.0.0.1  T',
        '  ok      Connected  127.0.0.1, port PORT  T',
        '  ok      Without encryption  T',
        '  FAILED  Ask  T',
        '          127.0.0.1:PORT has a problem of its own (status 503). (SERVER_FAILED)',
        '          Try again later.',
        '  -       Understand the answer  not tried',
        '',
        '1 service cannot be used. The first step that failed says why.',
      ].join('\n'),
    )
  })

  it('asks nobody while the application is to stay offline', async () => {
    const port = await serve(createPlain(json({})))
    const asked = diagnose({ reach: { url: `http://127.0.0.1:${port}` }, settings: { isOffline: true } })
    const code = await asked.then(
      () => 'none',
      (error: unknown) => (error instanceof AppFailure ? error.error.code : String(error)),
    )
    expect(code).toBe('NETWORK_OFF')
  })
})
