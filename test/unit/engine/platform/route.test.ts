import { describe, expect, it } from 'vitest'
import {
  createRoutes,
  isExcepted,
  type RouteSources,
  readProxyAnswer,
} from '../../../../src-main/engine/platform/http/route.ts'
import { defaultNetwork, type NetworkSettings } from '../../../../src-shared/contract/settings.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'

async function wayTo(
  address: string,
  settings: Partial<NetworkSettings>,
  more: Partial<RouteSources> = {},
): Promise<string> {
  const routes = createRoutes({ settings: () => ({ ...defaultNetwork, ...settings }), environment: {}, ...more })
  try {
    const { proxy } = await routes.find(new URL(address))
    return proxy?.href ?? 'direct'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

const manual = (server: string, except: string[] = []): Partial<NetworkSettings> => ({
  proxy: { mode: 'manual', server, except },
})

describe('the way of a request', () => {
  it('follows the environment in either case, and never leads this computer away from itself', async () => {
    const environment = {
      https_proxy: 'proxy.lab:8080',
      HTTP_PROXY: 'http://plain.lab',
      no_proxy: 'inside.lab, 10.0.0.0/8',
    }
    const ways = [
      'https://a.org',
      'http://a.org',
      'https://inside.lab',
      'https://10.2.3.4',
      'http://127.0.0.1:5000',
      'http://x.localhost',
    ]
    expect(await Promise.all(ways.map((way) => wayTo(way, {}, { environment })))).toEqual([
      'http://proxy.lab:8080/',
      'http://plain.lab/',
      'direct',
      'direct',
      'direct',
      'direct',
    ])
    expect(await wayTo('https://a.org', {}, { environment: { http_proxy: 'http://plain.lab' } })).toBe(
      'http://plain.lab/',
    )
    expect(await wayTo('https://a.org', {}, { environment: { all_proxy: 'http://all.lab' } })).toBe('http://all.lab/')
    expect(await wayTo('https://a.org', {}, { environment: { all_proxy: 'socks5://all.lab' } })).toBe(
      'PROXY_UNSUPPORTED',
    )
    expect(await wayTo('https://a.org', { proxy: { mode: 'none', server: '', except: [] } }, { environment })).toBe(
      'direct',
    )
  })

  it('asks the system where the environment says nothing', async () => {
    const asked: string[] = []
    const resolveProxy = async (url: string) => {
      asked.push(url)
      return 'PROXY pac.lab:3128; DIRECT'
    }
    expect(await wayTo('https://a.org/secret?x=1', {}, { resolveProxy })).toBe('http://pac.lab:3128/')
    expect(
      await wayTo('https://a.org', {}, { resolveProxy, environment: { https_proxy: 'b.lab:1', no_proxy: 'a.org' } }),
    ).toBe('direct')
    // A script for proxies learns where one goes, not what for.
    expect(asked).toEqual(['https://a.org/'])
    expect(await wayTo('https://a.org', {}, { resolveProxy: async () => null })).toBe('direct')
  })

  it('reads what browsers write', () => {
    expect(readProxyAnswer('DIRECT')).toBeNull()
    expect(readProxyAnswer('SOCKS5 s.lab:1; HTTPS t.lab:443')?.href).toBe('https://t.lab/')
    expect(() => readProxyAnswer('SOCKS s.lab:1')).toThrow(/SOCKS/)
  })

  it('takes the proxy of the settings with its login, except where it was not to', async () => {
    const login = async () => ({ username: 'ada', password: 'p@ss' })
    expect(await wayTo('https://a.org', manual('proxy.lab:8080', ['b.org']), { login })).toBe(
      'http://ada:p%40ss@proxy.lab:8080/',
    )
    expect(await wayTo('https://b.org', manual('proxy.lab:8080', ['b.org']))).toBe('direct')
    expect(await wayTo('https://a.org', manual('not an address'))).toBe('PROXY_MALFORMED')
    expect(await wayTo('https://a.org', { isOffline: true })).toBe('NETWORK_OFF')
    expect(await wayTo('http://127.0.0.1', { isOffline: true })).toBe('NETWORK_OFF')
  })

  it.each([
    ['https://a.example.org', 'example.org', true],
    ['https://example.org', 'example.org', true],
    ['https://badexample.org', 'example.org', false],
    ['https://a.example.org', '.example.org', true],
    ['https://a.example.org', '*.example.org', true],
    ['https://example.org', '.example.org', false],
    ['https://example.org:8443', 'example.org:8443', true],
    ['https://example.org', 'example.org:8443', false],
    ['https://example.org', 'example.org:443', true],
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://[fd00::1]', 'fd00::/8', true],
    ['https://[fd00::1]', 'fd00::1', true],
    ['https://example.org', '10.0.0.0/99', false],
    ['https://example.org', '*', true],
    ['https://EXAMPLE.org', ' Example.ORG ', true],
  ])('%s and the exception %s: %s', (address, exception, isExpected) => {
    expect(isExcepted(new URL(address), [exception])).toBe(isExpected)
  })
})
