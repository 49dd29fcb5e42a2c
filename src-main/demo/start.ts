/** Starts everything `sif-desktop demo` needs on loopback, filled. What comes back is what a remote is added with. */
import { randomBytes } from 'node:crypto'
import { seedDemo } from './seed.ts'
import { type RunningServices, runServices } from './services/services.ts'

export interface DemoServices {
  /** Address of the remote, like `http://127.0.0.1:8080`. */
  readonly remote: string
  /** An access token that it accepts; longer than the command lines' least length. */
  readonly token: string
  /** The entity that the token may push to. */
  readonly entity: string
  readonly keyserver: string
  /** The running services themselves, for tests that change them. */
  readonly services: RunningServices
  close(): Promise<void>
}

const tokenDays = 30

/** Shaped as the tokens of the real service are, so that its end can be shown; nobody checks its signature. */
function demoToken(entity: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + tokenDays * 86_400
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ sub: entity, exp })}.${randomBytes(150).toString('base64url')}`
}

/** @param options.port of the remote; a free one when left out */
export async function startDemoServices(options: { readonly port?: number } = {}): Promise<DemoServices> {
  const services = await runServices({ ...options, addingKeysNeedsLogin: true })
  try {
    await seedDemo(services)
  } catch (error) {
    await services.close()
    throw error
  }
  // Slow enough that a build can be watched.
  Object.assign(services.switches.build, { queueMs: 1500, lineEveryMs: 150 })
  const entity = 'northlab'
  const token = demoToken(entity)
  services.switches.accounts.set(token, {
    username: entity,
    email: 'you@northlab.demo.invalid',
    realName: 'You, in the demo',
    registrySecret: randomBytes(24).toString('base64url'),
  })
  return {
    remote: services.origin,
    token,
    entity,
    keyserver: services.origin,
    services,
    close: () => services.close(),
  }
}
