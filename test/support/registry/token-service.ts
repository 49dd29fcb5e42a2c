/** A token service as registries use them: `ada` with `pw` may do everything, everybody may read `demo/…`. */
import { createSign, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TokenService {
  readonly url: string
  /** Query and kind of login of each request. */
  readonly seen: { readonly scopes: readonly string[]; readonly login: string | null }[]
  /** Life of the tokens it sells. */
  lifeSeconds: number
  close(): Promise<void>
}

const base64 = (value: string | Buffer): string => Buffer.from(value).toString('base64url')

/** @param key PEM of the private key. @param certificate PEM of the certificate that the registry trusts */
export async function startTokenService(key: string, certificate: string): Promise<TokenService> {
  const seen: TokenService['seen'] = []
  const der = certificate.replace(/-----[^-]+-----|\s/g, '')
  const service = { lifeSeconds: 300 }
  const sell = (user: string, scopes: readonly string[]): string => {
    const access = scopes.map((scope) => {
      const [type = '', name = '', actions = ''] = scope.split(':')
      const mayRead = user === 'ada' || name.startsWith('demo/')
      const allowed = actions.split(',').filter((action) => user === 'ada' || (action === 'pull' && mayRead))
      return { type, name, actions: allowed }
    })
    const now = Math.floor(Date.now() / 1000)
    const times = { nbf: now - 5, iat: now, exp: now + service.lifeSeconds }
    const head = base64(JSON.stringify({ alg: 'RS256', typ: 'JWT', x5c: [der] }))
    const body = base64(JSON.stringify({ iss: 'test', sub: user, aud: 'reg', ...times, jti: randomUUID(), access }))
    const signature = createSign('RSA-SHA256').update(`${head}.${body}`).sign(key)
    return `${head}.${body}.${base64(signature)}`
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    let form = url.searchParams
    if (request.method === 'POST') {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      form = new URLSearchParams(text)
    }
    const scopes = (request.method === 'POST' ? (form.get('scope') ?? '').split(' ') : form.getAll('scope')).filter(
      Boolean,
    )
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    const login = basic === undefined ? form.get('refresh_token') : Buffer.from(basic, 'base64').toString()
    seen.push({ scopes, login })
    if (login !== null && login !== 'ada:pw' && login !== 'IDENTITY') {
      response.writeHead(401).end()
      return
    }
    const token = sell(login === null ? '' : 'ada', scopes)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ token, expires_in: service.lifeSeconds }))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    seen,
    get lifeSeconds() {
      return service.lifeSeconds
    },
    set lifeSeconds(seconds) {
      service.lifeSeconds = seconds
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
