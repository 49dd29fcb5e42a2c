/** Requests through proxies, with authorities and leave of single hosts. Every name leads to this computer. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createPlain, type RequestListener } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBytes } from '../../../src-main/engine/platform/http/answers.ts'
import { createHttpClient, type HttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { createRoutes, type ProxyLogin } from '../../../src-main/engine/platform/http/route.ts'
import { defaultNetwork, type NetworkSettings } from '../../../src-shared/contract/settings.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { startLoopbackProxy } from '../../support/loopback-proxy.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { makeCertificates } from '../../support/registry/certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'sif-desktop-test-'))
const hasOpenssl = hasProgram('openssl')
const certificates = hasOpenssl ? makeCertificates(folder) : null

const portOf = (server: Server): number => (server.address() as AddressInfo).port
const listen = async <Made extends Server>(server: Made): Promise<Made> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const answer: RequestListener = (request, response) => response.end(`${request.headers.host} ${request.url}`)
const servers: Server[] = []

beforeAll(async () => {
  servers.push(await listen(createPlain(answer)))
  if (certificates !== null) {
    const { keyPath, certificatePath } = certificates
    servers.push(
      await listen(createSecure({ key: readFileSync(keyPath), cert: readFileSync(certificatePath) }, answer)),
    )
  }
})
afterAll(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

async function ask(
  url: string,
  settings: Partial<NetworkSettings>,
  more: { readonly login?: ProxyLogin; readonly insecure?: boolean } = {},
): Promise<string> {
  const { login, insecure = false } = more
  const routes = createRoutes({
    settings: () => ({ ...defaultNetwork, ...settings }),
    environment: {},
    ...(login === undefined ? {} : { login: async () => login }),
  })
  const http: HttpClient = createHttpClient({ version: '0', routes })
  try {
    const response = await http.request({ url, insecure, repeats: 0 })
    return new TextDecoder().decode(await readBytes(response, 1000))
  } catch (error) {
    return error instanceof AppFailure ? `${error.error.code} ${error.error.message}` : String(error)
  } finally {
    await http.close()
  }
}

const toPlain = (): number => portOf(servers[0] as Server)
const toSecure = (): number => portOf(servers[1] as Server)
const manual = (server: string, except: string[] = []): NetworkSettings['proxy'] => ({ mode: 'manual', server, except })

describe('a proxy', () => {
  it('is used for plain addresses, and not for those it is not for', async () => {
    const proxy = await startLoopbackProxy({ portOf: toPlain })
    try {
      const settings = { proxy: manual(proxy.url) }
      expect(await ask('http://library.invalid/a?b=1', settings, { insecure: true })).toBe('library.invalid /a?b=1')
      expect(proxy.asked).toHaveLength(1)
      expect(await ask(`http://127.0.0.1:${toPlain()}/b`, settings)).toContain('/b')
      expect(await ask('http://library.invalid/', settings)).toContain('HTTP_NOT_ALLOWED')
      expect(proxy.asked).toHaveLength(1)
      expect(await ask('http://library.invalid/', { isOffline: true, ...settings }, { insecure: true })).toContain(
        'NETWORK_OFF',
      )
      expect(proxy.asked).toHaveLength(1)
    } finally {
      await proxy.close()
    }
  })

  it('is told who asks, and its refusals are named as its own', async () => {
    const proxy = await startLoopbackProxy({
      portOf: ({ hostname }) => (hostname.startsWith('forbidden') ? null : toPlain()),
      login: 'ada:p@ss',
    })
    try {
      const { host } = new URL(proxy.url)
      const settings = { proxy: manual(proxy.url) }
      const login = { username: 'ada', password: 'p@ss' }
      for (const address of ['http://library.invalid/', 'https://library.invalid/']) {
        expect(await ask(address, settings, { insecure: true })).toBe(
          `PROXY_NEEDS_LOGIN The proxy ${host} wants a user name and a password.`,
        )
      }
      expect(await ask('http://library.invalid/a', settings, { insecure: true, login })).toBe('library.invalid /a')
      const refused = await ask('https://forbidden.invalid/', settings, { login })
      expect(refused).toBe(`PROXY_REFUSED The proxy ${host} refuses to connect to forbidden.invalid (status 403).`)
      expect(refused).not.toContain('p@ss')
    } finally {
      await proxy.close()
    }
    expect(await ask('https://library.invalid/', { proxy: manual('http://127.0.0.1:9') })).toContain(
      'PROXY_UNREACHABLE',
    )
  })

  it.skipIf(!hasOpenssl)('is a tunnel for encrypted addresses, whose own authority counts for them alone', async () => {
    const proxy = await startLoopbackProxy({ portOf: toSecure })
    try {
      const settings = { proxy: manual(proxy.url) }
      const authorities = certificates?.authority ?? ''
      const trusted = { ...settings, hosts: [{ host: 'localhost.invalid', authorities, allowsPlain: false }] }
      expect(await ask('https://library.invalid/', settings)).toContain('TLS_FAILED')
      expect(await ask('https://library.invalid/', trusted)).toContain('TLS_FAILED')
      // The authority is trusted there, the name is another.
      expect(await ask('https://localhost.invalid/', trusted)).toContain('its certificate belongs to another name')
      expect(proxy.asked.at(-1)).toBe('CONNECT localhost.invalid:443')
    } finally {
      await proxy.close()
    }
  })
})

describe('a rule for one host', () => {
  it.skipIf(!hasOpenssl)('brings its own authority, for all that asks that host', async () => {
    const host = `localhost:${toSecure()}`
    const url = `https://${host}/x`
    expect(await ask(url, {})).toContain('TLS_FAILED')
    const authorities = certificates?.authority ?? ''
    expect(await ask(url, { hosts: [{ host, authorities, allowsPlain: false }] })).toContain('/x')
    expect(await ask(url, { hosts: [{ host: 'localhost', authorities, allowsPlain: false }] })).toContain('/x')
    expect(await ask(url, { hosts: [{ host: 'localhost:1', authorities, allowsPlain: false }] })).toContain(
      'TLS_FAILED',
    )
  })

  it('allows plain http for that host alone', async () => {
    const proxy = await startLoopbackProxy({ portOf: toPlain })
    try {
      const hosts = [{ host: 'lab.invalid', authorities: null, allowsPlain: true }]
      const settings = { proxy: manual(proxy.url), hosts }
      expect(await ask('http://lab.invalid/', settings)).toContain('lab.invalid')
      expect(await ask('http://other.invalid/', settings)).toContain('HTTP_NOT_ALLOWED')
    } finally {
      await proxy.close()
    }
  })
})
