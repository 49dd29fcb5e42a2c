import { describe, expect, it } from 'vitest'
import { createHttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { remoteAddress } from '../../../src-main/engine/remotes/address.ts'
import { createRemotes, type RemotesService } from '../../../src-main/engine/remotes/remotes.ts'
import { type Remote, tokenStanding } from '../../../src-shared/model/remote.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { withContext } from '../../support/engine-context.ts'
import { startLibraryService, type TestLibrary, testJwt } from '../../support/library-service/index.ts'

const call = { signal: new AbortController().signal }

async function withRemotes(
  work: (remotes: RemotesService, service: TestLibrary, again: () => RemotesService) => Promise<void>,
) {
  await withContext(async (context) => {
    const service = await startLibraryService()
    const http = createHttpClient({ version: '0.0.0', environment: {} })
    try {
      await work(createRemotes(context, { http }), service, () => createRemotes(context, { http }))
    } finally {
      await http.close()
      await service.close()
    }
  })
}

const northlab = { username: 'northlab', email: 'n@example.org', realName: 'North', registrySecret: 'secret' }

const lab = async (handlers: RemotesService['handlers']): Promise<Remote> => {
  const found = (await handlers['remotes.list']({}, call)).find(({ name }) => name === 'Lab')
  if (found === undefined) throw new Error('there is no remote named Lab')
  return found
}

async function codeOf(work: Promise<unknown> | unknown): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

describe('remotes', () => {
  it('begins with the command line’s own remote, and asks nobody', async () => {
    await withRemotes(async (remotes) => {
      expect(await remotes.handlers['remotes.list']({}, call)).toEqual([
        {
          name: 'SylabsCloud',
          uri: 'https://cloud.sylabs.io',
          insecure: false,
          active: true,
          hasToken: false,
          tokenEndsAt: null,
          tokenRefusedAt: null,
          account: null,
          tokenPage: 'https://cloud.sylabs.io/auth/tokens',
          libraryUri: null,
          keyserverUri: null,
          builderUri: null,
          tokenUri: null,
          defaultEntity: 'library',
        },
      ])
    })
  })

  it('finds services when a remote is added, checks the token at once and never gives it back', async () => {
    await withRemotes(async (remotes, service, again) => {
      const { handlers } = remotes
      const added = await handlers['remotes.add'](
        { name: 'Lab', uri: service.origin, insecure: false, token: service.token },
        call,
      )
      expect(added).toMatchObject({
        hasToken: true,
        libraryUri: service.origin,
        tokenUri: `${service.origin}/token`,
        active: false,
      })
      expect(JSON.stringify(await again().handlers['remotes.list']({}, call))).not.toContain(service.token)
      expect((await remotes.connect('Lab')).authorization).toBe(`Bearer ${service.token}`)
    })
  })

  it('keeps nothing of a remote whose token was refused, or that is none', async () => {
    await withRemotes(async ({ handlers, names }, service) => {
      const add = (more: object) =>
        handlers['remotes.add']({ name: 'Lab', uri: service.origin, insecure: false, ...more }, call)
      expect(await codeOf(add({ token: 'another-token-0123456789' }))).toBe('TOKEN_NOT_ACCEPTED')
      expect(await codeOf(add({ token: 'two words' }))).toBe('TOKEN_MALFORMED')
      service.faults.switchOn({ route: /config/, fault: { kind: 'status', status: 404 } })
      expect(await codeOf(add({}))).toBe('REMOTE_NOT_A_REMOTE')
      service.faults.reset()
      service.faults.switchOn({ route: /config/, fault: { kind: 'status', status: 200, body: '"text"' } })
      expect(await codeOf(add({}))).toBe('REMOTE_NOT_A_REMOTE')
      service.faults.reset()
      service.faults.switchOn({ route: /config/, fault: { kind: 'offline' } })
      expect(await codeOf(add({}))).toBe('OFFLINE')
      expect(names()).toEqual(['SylabsCloud'])
    })
  })

  it('skips members of the configuration that are no services', async () => {
    await withRemotes(async ({ handlers }, service) => {
      const body = JSON.stringify({
        libraryAPI: { uri: 'file:///etc' },
        keystoreAPI: 'text',
        tokenAPI: { uri: 'https://t.example.org/token/' },
      })
      service.faults.switchOn({ route: /config/, fault: { kind: 'status', status: 200, body } })
      const added = await handlers['remotes.add']({ name: 'Lab', uri: service.origin, insecure: false }, call)
      expect(added).toMatchObject({ libraryUri: null, keyserverUri: null, tokenUri: 'https://t.example.org/token' })
    })
  })

  it('logs in and out, switches and removes', async () => {
    await withRemotes(async (remotes, service) => {
      const { handlers } = remotes
      await handlers['remotes.add']({ name: 'Lab', uri: service.origin, insecure: false }, call)
      expect(await codeOf(handlers['remotes.add']({ name: 'Lab', uri: service.origin, insecure: false }, call))).toBe(
        'REMOTE_EXISTS',
      )
      expect(await codeOf(handlers['remotes.login']({ name: 'Lab', token: 'wrong-token-0123456789' }, call))).toBe(
        'TOKEN_NOT_ACCEPTED',
      )
      expect((await handlers['remotes.login']({ name: 'Lab', token: `${service.token}\n` }, call)).hasToken).toBe(true)
      expect((await handlers['remotes.use']({ name: 'Lab' }, call)).active).toBe(true)
      expect((await handlers['remotes.logout']({ name: 'Lab' }, call)).hasToken).toBe(false)
      await handlers['remotes.remove']({ name: 'Lab' }, call)
      expect(remotes.known().name).toBe('SylabsCloud')
      expect(await codeOf(handlers['remotes.status']({ name: 'Lab' }, call))).toBe('REMOTE_NOT_FOUND')
    })
  })

  it('knows whose a token is, when it ends, and that a service refused it', async () => {
    await withRemotes(async (remotes, service) => {
      const { handlers } = remotes
      const until = (seconds: number): string => testJwt(Math.floor(Date.now() / 1000) + seconds)
      const token = until(86_400 * 20)
      for (const good of [token, service.token]) service.switches.accounts.set(good, northlab)
      await handlers['remotes.add']({ name: 'Lab', uri: service.origin, insecure: false }, call)
      expect(await codeOf(handlers['remotes.login']({ name: 'Lab', token: until(-60) }, call))).toBe('TOKEN_ENDED')
      const kept = await handlers['remotes.login']({ name: 'Lab', token }, call)
      expect([kept.account, tokenStanding(kept, new Date())]).toEqual(['northlab', 'good'])
      expect(Date.parse(kept.tokenEndsAt ?? '')).toBeGreaterThan(Date.now() + 86_400_000 * 19)
      expect(tokenStanding(kept, new Date(Date.now() + 86_400_000 * 15))).toBe('endsSoon')
      expect(tokenStanding(kept, new Date(Date.now() + 86_400_000 * 21))).toBe('ended')

      const { authorization } = await remotes.connect('Lab')
      remotes.noteRefused('Bearer of-somebody-else', new URL(`${service.origin}/v1/search`))
      remotes.noteRefused(authorization ?? '', new URL('https://elsewhere.invalid/v1/search'))
      expect((await lab(handlers)).tokenRefusedAt).toBeNull()
      remotes.noteRefused(authorization ?? '', new URL(`${service.origin}/v1/search`))
      expect(tokenStanding(await lab(handlers), new Date())).toBe('refused')
      await handlers['remotes.status']({ name: 'Lab' }, call)
      expect(tokenStanding(await lab(handlers), new Date())).toBe('good')
      service.switches.accounts.clear()
      await handlers['remotes.status']({ name: 'Lab' }, call)
      expect(tokenStanding(await lab(handlers), new Date())).toBe('refused')
      await handlers['remotes.logout']({ name: 'Lab' }, call)
      expect(await lab(handlers)).toMatchObject({ account: null, tokenEndsAt: null, tokenRefusedAt: null })
    })
  })

  it('reports each service, and one that fails does not hide the others', async () => {
    await withRemotes(async ({ handlers }, service) => {
      await handlers['remotes.add']({ name: 'Lab', uri: service.origin, insecure: false, token: service.token }, call)
      service.switches.accounts.clear()
      service.faults.switchOn({ route: /build\/version/, fault: { kind: 'status', status: 503 } })
      const statuses = await handlers['remotes.status']({ name: 'Lab' }, call)
      expect(statuses.map(({ service: name, state, version }) => [name, state, version])).toEqual([
        ['library', 'ok', 'v1.8.2'],
        ['keyserver', 'ok', 'v1.8.2'],
        ['builder', 'unreachable', null],
        ['token', 'refused', null],
      ])
    })
  })

  it('reads addresses in all the ways they are written', () => {
    const read = (text: string, insecure = false) => {
      try {
        return remoteAddress(text, insecure)
      } catch (error) {
        return error instanceof AppFailure ? error.error.code : String(error)
      }
    }
    expect([
      read('cloud.sylabs.io'),
      read(' https://hub.example.org:8443/scs/ '),
      read('//127.0.0.1:8080', true),
      read('http://127.0.0.1:8080'),
      read('hub.example.org', true),
      read('http://hub.example.org'),
      read('https://me:secret@hub.example.org'),
      read('ftp://hub.example.org'),
      read('javascript:'),
      read('hub.example.org:8443'),
      read('https://hub.example.org/?a=1'),
      read(''),
    ]).toEqual([
      'https://cloud.sylabs.io',
      'https://hub.example.org:8443/scs',
      'http://127.0.0.1:8080',
      'http://127.0.0.1:8080',
      'http://hub.example.org',
      'REMOTE_NEEDS_INSECURE',
      'REMOTE_ADDRESS_MALFORMED',
      'REMOTE_ADDRESS_MALFORMED',
      'REMOTE_ADDRESS_MALFORMED',
      'https://hub.example.org:8443',
      'REMOTE_ADDRESS_MALFORMED',
      'REMOTE_ADDRESS_MALFORMED',
    ])
  })
})
