/**
 * Which way a request takes: straight, through a proxy, or nowhere at all. Reads the user's network
 * settings and the environment; what a system's own settings say (a PAC script among them) is asked of
 * the face. It opens no connection.
 */
import { BlockList, isIP } from 'node:net'
import type { NetworkSettings } from '../../../../src-shared/contract/settings.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { isLoopback } from './rules.ts'

/** What is special about one host. */
export interface HostRule {
  /** PEM certificates of authorities that are trusted for it beside the usual ones. */
  readonly authorities: string | null
  /** Plain http is allowed for it. */
  readonly allowsPlain: boolean
}

export interface Route {
  /** May carry a user name and a password: not for showing, see {@link proxyName}. */
  readonly proxy: URL | null
}

export interface ProxyLogin {
  readonly username: string
  readonly password: string
}

export interface RouteSources {
  /** The settings of now. */
  settings(): NetworkSettings
  /** What the proxy of the settings is told of who asks; null for nothing. */
  readonly login?: () => Promise<ProxyLogin | null>
  /** Where `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` are read from, in either case. */
  readonly environment: NodeJS.ProcessEnv
  /** The system's own answer for an address, as browsers write it: `PROXY host:port; DIRECT`; null where none is known. */
  readonly resolveProxy?: ((url: string) => Promise<string | null>) | undefined
}

export interface Routes {
  /** @throws AppFailure NETWORK_OFF, PROXY_MALFORMED, PROXY_UNSUPPORTED */
  find(url: URL): Promise<Route>
  ruleFor(url: URL): HostRule
}

const noRule: HostRule = { authorities: null, allowsPlain: false }

export function createRoutes({ settings, login, environment, resolveProxy }: RouteSources): Routes {
  const variable = (name: string): string => environment[name] || environment[name.toUpperCase()] || ''

  const fromEnvironment = (url: URL): URL | null => {
    if (isExcepted(url, variable('no_proxy').split(/[\s,]+/))) return null
    // A proxy for plain http serves https too where no other one is named.
    const plain = variable('http_proxy')
    const text = url.protocol === 'https:' ? variable('https_proxy') || plain : plain
    return text === '' && variable('all_proxy') === '' ? null : readProxy(text || variable('all_proxy'))
  }

  const named = async (server: string): Promise<URL> => {
    const proxy = readProxy(server)
    const known = (await login?.()) ?? null
    if (known !== null) {
      proxy.username = encodeURIComponent(known.username)
      proxy.password = encodeURIComponent(known.password)
    }
    return proxy
  }

  return {
    async find(url) {
      const { proxy, isOffline } = settings()
      if (isOffline) throw failure('NETWORK_OFF', { host: url.host })
      // What runs on this computer is reached without help, whatever is set.
      if (isLoopback(url)) return { proxy: null }
      switch (proxy.mode) {
        case 'none':
          return { proxy: null }
        case 'manual':
          return { proxy: isExcepted(url, proxy.except) ? null : await named(proxy.server) }
        case 'system': {
          const found = fromEnvironment(url)
          if (found !== null || resolveProxy === undefined) return { proxy: found }
          const isNamed = ['http_proxy', 'https_proxy', 'all_proxy'].some((name) => variable(name) !== '')
          const answer = isNamed ? null : await resolveProxy(`${url.origin}/`)
          return { proxy: answer === null ? null : readProxyAnswer(answer) }
        }
      }
    },
    ruleFor: (url) => settings().hosts.find(({ host }) => host === url.host || host === url.hostname) ?? noRule,
  }
}

/** A proxy as it may be shown: host and port. */
export function proxyName(proxy: URL): string {
  return proxy.host
}

/**
 * Takes `http://host:port`, `https://host:port` and `host:port`.
 * @throws AppFailure PROXY_MALFORMED
 */
export function readProxy(text: string): URL {
  const typed = text.trim()
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`
  const url = URL.canParse(full) ? new URL(full) : null
  if (url === null || url.hostname === '') throw failure('PROXY_MALFORMED', { proxy: typed.slice(0, 100) })
  if (!/^https?:$/.test(url.protocol)) throw failure('PROXY_UNSUPPORTED', { kind: url.protocol.slice(0, -1) })
  return url
}

/**
 * The first way of a browser's answer that can be gone.
 * @throws AppFailure PROXY_UNSUPPORTED when there is none
 */
export function readProxyAnswer(answer: string): URL | null {
  const ways = answer.split(';').map((way) => way.trim().split(/\s+/))
  for (const [kind = '', address = ''] of ways) {
    if (/^direct$/i.test(kind)) return null
    if (/^(?:proxy|http)$/i.test(kind)) return readProxy(`http://${address}`)
    if (/^https$/i.test(kind)) return readProxy(`https://${address}`)
  }
  throw failure('PROXY_UNSUPPORTED', { kind: ways[0]?.[0] ?? '' })
}

/**
 * Whether a list of exceptions names an address: a host, a domain (`.example.org` and `*.example.org` mean what is
 * below it, `example.org` also itself), a host with its port, an IP address, a network (`10.0.0.0/8`), or `*` for all.
 */
export function isExcepted(url: URL, exceptions: readonly string[]): boolean {
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return exceptions.some((written) => {
    const exception = written.trim().toLowerCase()
    if (exception === '') return false
    if (exception === '*') return true
    if (exception.includes('/')) return isInNetwork(host, exception)
    const withPort = /^(.+):(\d+)$/.exec(exception)
    if (withPort !== null && isIP(exception) === 0 && withPort[2] !== port) return false
    const name = isIP(exception) === 0 ? (withPort?.[1] ?? exception) : exception
    const domain = name.replace(/^\*?\./, '')
    return host === name || host.endsWith(`.${domain}`)
  })
}

function isInNetwork(host: string, network: string): boolean {
  const family = isIP(host)
  const [address = '', bits = ''] = network.split('/')
  if (family === 0 || isIP(address) !== family || !/^\d{1,3}$/.test(bits)) return false
  if (Number(bits) > (family === 4 ? 32 : 128)) return false
  const list = new BlockList()
  list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6')
}
