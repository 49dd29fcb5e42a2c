/**
 * The connections themselves: one pool for each way and each set of trusted authorities, made with the
 * first request and kept. The network library is loaded here and nowhere else.
 */
import { getCACertificates } from 'node:tls'
import type { Dispatcher } from 'undici'

export interface Way {
  readonly proxy: URL | null
  /** PEM of authorities trusted beside the usual ones; null for none. */
  readonly authorities: string | null
  /** The same for the proxy itself. */
  readonly proxyAuthorities: string | null
}

export interface Connections {
  readonly send: typeof import('undici').request
  /** Connections are not shared between ways. */
  agentFor(way: Way): Dispatcher
  destroy(): Promise<void>
}

/** @param perOrigin connections to one origin at most */
export async function openConnections(perOrigin: number): Promise<Connections> {
  const { Agent, ProxyAgent, request } = await import('./undici.ts')
  const agents = new Map<string, Dispatcher>()
  const open = ({ proxy, authorities, proxyAuthorities }: Way): Dispatcher => {
    const shared = { connections: perOrigin, keepAliveTimeout: 10_000 }
    const connect = { timeout: 10_000, ...trustOf(authorities) }
    return proxy === null
      ? new Agent({ ...shared, connect })
      : new ProxyAgent({
          ...shared,
          uri: proxy.href,
          requestTls: connect,
          proxyTls: { timeout: 10_000, ...trustOf(proxyAuthorities) },
        })
  }
  return {
    send: request,
    agentFor(way) {
      const key = JSON.stringify([way.proxy?.href ?? null, way.authorities, way.proxyAuthorities])
      const agent = agents.get(key) ?? open(way)
      agents.set(key, agent)
      return agent
    },
    async destroy() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
    },
  }
}

/** Own authorities stand beside the usual ones, which a list of its own would replace. */
export function trustOf(authorities: string | null): { readonly ca?: string[] } {
  return authorities === null ? {} : { ca: [...getCACertificates('default'), authorities] }
}
