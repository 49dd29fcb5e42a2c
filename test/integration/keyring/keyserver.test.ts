/** Asking keyservers, against servers on loopback that answer well, oddly, hostilely or not at all. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { keyserverAddress } from '../../../src-main/engine/keyring/keyserver.ts'
import type { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { makeImage } from '../../support/make-sif.ts'
import { makeSigner, signImage } from '../../support/test-signer.ts'
import { type TrustEngine, withTrustEngine } from '../../support/trust-engine.ts'

type Reply = (request: URL, response: ServerResponse) => void

/** Runs a server for the time of `work`; the keyring knows it as its only keyserver. */
async function withServer<Value>(
  reply: Reply,
  work: (engine: TrustEngine, seen: readonly string[]) => Promise<Value>,
): Promise<Value> {
  const seen: string[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    seen.push(`${url.pathname}?${decodeURIComponent(url.search.slice(1))}`)
    reply(url, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    return await withTrustEngine((engine) => work(engine, seen), {
      keyservers: [{ url: `http://127.0.0.1:${port}/some/path`, insecure: true }],
    })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: AppFailure) => error.error.code,
  )

const signer = await makeSigner('Ada Baker')
const other = await makeSigner('Somebody Else')

describe('a key by its fingerprint', () => {
  it.each([
    ['plain', signer.armored],
    ['in a web page', `<html><body><pre>\n${signer.armored}\n</pre></body></html>`],
    ['among others', `${other.armored}\n${signer.armored}`],
  ])('is taken %s', async (_name, body) => {
    await withServer(
      (_url, response) => response.end(body),
      async ({ keyring, call }, seen) => {
        const preview = await keyring.fetch(signer.fingerprint)
        expect(preview.changes.map(({ fingerprint }) => fingerprint)).toEqual([signer.fingerprint])
        expect(seen).toEqual([`/pks/lookup?exact=on&op=get&search=0x${signer.fingerprint.toLowerCase()}`])
        const [key] = await keyring.handlers['keyring.list']({}, call)
        expect(key?.sources.map(({ kind }) => kind)).toEqual(['keyserver'])
        expect(key?.refreshedAt).not.toBeNull()
      },
    )
  })

  it('is refused when it bears another fingerprint', async () => {
    await withServer(
      (_url, response) => response.end(other.armored),
      async ({ keyring, call }) => {
        expect(await codeOf(keyring.fetch(signer.fingerprint))).toBe('KEYSERVER_OTHER_KEY')
        expect(await keyring.handlers['keyring.list']({}, call)).toEqual([])
      },
    )
  })

  it.each([
    ['404', (response: ServerResponse) => response.writeHead(404).end('no'), 'KEYSERVER_KEY_NOT_FOUND'],
    [
      '200 without a key',
      (response: ServerResponse) => response.end('<html>nothing</html>'),
      'KEYSERVER_KEY_NOT_FOUND',
    ],
    ['a cut connection', (response: ServerResponse) => response.destroy(), 'OFFLINE'],
    [
      'an endless answer',
      (response: ServerResponse) => {
        const more = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536))) {
            // until the connection is full
          }
        }
        response.on('drain', more).on('error', () => undefined)
        more()
      },
      'ANSWER_TOO_LARGE',
    ],
  ])('%s is said as what it is', async (_name, reply, code) => {
    await withServer(
      (_url, response) => reply(response),
      async ({ keyring }) => expect(await codeOf(keyring.fetch(signer.fingerprint))).toBe(code),
    )
  })

  it('without any keyserver says so', async () => {
    await withTrustEngine(async ({ keyring }) =>
      expect(await codeOf(keyring.fetch(signer.fingerprint))).toBe('KEYSERVER_NONE'),
    )
  })
})

describe('search', () => {
  const index = [
    'info:1:9',
    `pub:${signer.fingerprint}:22:256:1640995200::`,
    'uid:Ada%20Baker%20%3Cada%40example.org%3E:1640995200::',
    'uid:not %zz escaped \u202e <x@example.org>',
    'pub:0D2A6F1C9B3E4857:1:2048:1640995200::',
    'uid:short id only',
    `pub:0x${other.fingerprint.toLowerCase()}:1:4096:1714550400:1872230400:r`,
  ].join('\r\n')

  it('reads lenient lists, leaves short ids out, and asks for all pages', async () => {
    await withServer(
      (url, response) => {
        const isFirst = url.searchParams.get('x-pagetoken') === null
        if (isFirst) response.setHeader('X-HKP-Next-Page-Token', 'two')
        response.end(isFirst ? index : `pub:${'A'.repeat(40)}:27:::`)
      },
      async ({ keyring, call }, seen) => {
        const { keys } = await keyring.handlers['keyring.searchServer']({ text: 'ada' }, call)
        expect(keys.map(({ servers: _, ...entry }) => entry)).toEqual([
          {
            fingerprint: signer.fingerprint,
            userIds: ['Ada Baker <ada@example.org>', 'not %zz escaped <x@example.org>'],
            algorithm: 'ed25519',
            createdAt: '2022-01-01T00:00:00.000Z',
            expiresAt: null,
            revoked: false,
          },
          {
            fingerprint: other.fingerprint,
            userIds: [],
            algorithm: 'rsa4096',
            createdAt: '2024-05-01T08:00:00.000Z',
            expiresAt: '2029-04-30T08:00:00.000Z',
            revoked: true,
          },
          {
            fingerprint: 'A'.repeat(40),
            userIds: [],
            algorithm: 'ed25519',
            createdAt: null,
            expiresAt: null,
            revoked: false,
          },
        ])
        expect(seen[0]).toBe('/pks/lookup?fingerprint=on&op=index&options=mr&search=ada&x-pagesize=256')
        expect(seen[1]).toMatch(/x-pagetoken=two$/)
      },
    )
  })

  it('finds nothing where the server knows nothing', async () => {
    await withServer(
      (_url, response) => response.writeHead(404).end(),
      async ({ keyring, call }) =>
        expect(await keyring.handlers['keyring.searchServer']({ text: 'ada' }, call)).toMatchObject({
          keys: [],
          failed: [],
        }),
    )
  })
})

it.each([
  ['hkp://keys.example.org', 'http://keys.example.org:11371/'],
  ['hkp://keys.example.org:80', 'http://keys.example.org/'],
  ['hkps://keys.example.org', 'https://keys.example.org/'],
  ['https://keys.example.org/a/b?c', 'https://keys.example.org/'],
])('%s is asked at %s', (url, address) => {
  expect(keyserverAddress(url).href).toBe(address)
})

describe('a verification', () => {
  const question = (path: string, lookUpKeys: boolean) => ({
    path,
    scope: { groupId: null, objectId: null, legacy: false },
    lookUpKeys,
    keyFiles: [],
  })

  it('asks for a missing key only when told to, once, by its full fingerprint', async () => {
    await withServer(
      (_url, response) => response.end(signer.armored),
      async ({ signatures, folder }, seen) => {
        const path = `${folder}/image.sif`
        await makeImage(path)
        await signImage(path, signer)
        expect((await signatures.verify(question(path, false))).verdict).toBe('cannotCheck')
        expect(seen).toEqual([])
        expect((await signatures.verify(question(path, true))).verdict).toBe('unknown')
        expect(seen).toEqual([`/pks/lookup?exact=on&op=get&search=0x${signer.fingerprint.toLowerCase()}`])
      },
    )
  })

  it('is not decided by a server that fails', async () => {
    await withServer(
      (_url, response) => response.destroy(),
      async ({ signatures, folder }) => {
        const path = `${folder}/image.sif`
        await makeImage(path)
        await signImage(path, signer)
        const notices: string[] = []
        const found = await signatures.verify(question(path, true), { onNotice: (text) => notices.push(text) })
        expect([found.verdict, notices.length]).toEqual(['cannotCheck', 1])
      },
    )
  })
})

describe('publishing', () => {
  it.each([
    ['is done when the server agrees', 200, '<html><body>1 key(s) added successfully.</body></html>', null],
    ['fails with a status', 422, 'no', 'SERVER_REFUSED'],
    ['fails when the server says so under success', 200, '<html>Add failed: Malformed Key</html>', 'KEYSERVER_REFUSED'],
  ])('%s', async (_name, status, body, code) => {
    await withServer(
      (_url, response) => response.writeHead(status).end(body),
      async ({ keyring, call }) => {
        await keyring.importMaterial({ kind: 'text', text: signer.armored })
        const publishing = Promise.resolve(
          keyring.handlers['keyring.publish']({ fingerprint: signer.fingerprint }, call),
        )
        expect(await codeOf(publishing)).toBe(code ?? 'no error')
      },
    )
  })
})
