/** Several keyservers: asked in order, each shown for itself, and a revocation that one of them has is learnt. */
import { createServer } from 'node:http'
import { generateKey, revokeKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import { createKeyserverList, normalAddress } from '../../../src-main/engine/keyring/keyserver-list.ts'
import { answersDisagree, disagreements } from '../../../src-shared/model/keyserver.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { disagreementText } from '../../../src-shared/text/keyserver.ts'
import { withContext } from '../../support/engine-context.ts'
import { codeOf } from '../../support/failing.ts'
import { withTrustEngine } from '../../support/trust-engine.ts'

/** Servers that each answer every lookup with one text; null: with 404; undefined: not at all. */
async function withServers<Value>(
  answers: readonly (string | null | undefined)[],
  work: (urls: readonly string[]) => Promise<Value>,
): Promise<Value> {
  const servers = await Promise.all(
    answers.map(async (answer) => {
      const server = createServer((_request, response) => {
        if (answer === undefined) response.destroy()
        else if (answer === null) response.writeHead(404).end('none')
        else response.end(answer)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      return { server, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` }
    }),
  )
  try {
    return await work(servers.map(({ url }) => url))
  } finally {
    for (const { server } of servers) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

const made = await generateKey({ userIDs: [{ name: 'Ada' }], date: new Date('2026-01-01T00:00:00Z'), format: 'object' })
const fingerprint = made.publicKey.getFingerprint().toUpperCase()
const plain = made.publicKey.armor()
const revoked = (
  await revokeKey({
    key: made.privateKey,
    reasonForRevocation: { flag: 2 },
    date: new Date('2026-02-01T00:00:00Z'),
    format: 'object',
  })
).publicKey.armor()

describe('a key on several servers', () => {
  it('is revoked when one of them says so, and who says what is kept', async () => {
    await withServers([plain, revoked, null, undefined], (urls) =>
      withTrustEngine(
        async ({ keyring, call }) => {
          const { answers, changes } = await keyring.fetch(fingerprint)
          expect(answers.map(({ outcome }) => outcome.kind)).toEqual(['has', 'has', 'missing', 'failed'])
          expect(changes[0]?.details).toContain('It is revoked.')
          expect(answersDisagree(answers)).toEqual([
            { kind: 'revoked', yes: [urls[1]], no: [urls[0]] },
            { kind: 'missing', has: [urls[0], urls[1]], missing: [urls[2]] },
          ])
          const [key] = await keyring.handlers['keyring.list']({}, call)
          expect(key?.revoked?.reason).toBe('compromised')
          const kept = await keyring.handlers['keyring.answers']({ fingerprint }, call)
          expect(kept.map(({ server }) => server).sort()).toEqual([...urls].sort())
        },
        { keyservers: urls.map((url) => ({ url, insecure: true })) },
      ),
    )
  })

  it('is not found only when all that answered lack it, and a failure is no answer', async () => {
    const asking = (answers: readonly (string | null | undefined)[]) =>
      withServers(answers, (urls) =>
        withTrustEngine(async ({ keyring }) => codeOf(keyring.fetch(fingerprint)), {
          keyservers: urls.map((url) => ({ url, insecure: true })),
        }),
      )
    expect(await asking([null, null])).toBe('KEYSERVER_KEY_NOT_FOUND')
    expect(await asking([undefined, null])).toBe('KEYSERVER_KEY_NOT_FOUND')
    expect(await asking([undefined, undefined])).toBe('OFFLINE')
    expect(await asking([undefined, plain])).toBeNull()
  })

  it("is searched on all of them, with each one's word and the failing ones named", async () => {
    const index = (flags: string, name: string) =>
      `info:1:1\npub:${fingerprint}:22:256:1767225600::${flags}\nuid:${name}:1767225600::\n`
    await withServers([index('', 'Ada'), index('r', 'Ada%20B.'), undefined], (urls) =>
      withTrustEngine(
        async ({ keyring, call }) => {
          const { keys, asked, failed } = await keyring.handlers['keyring.searchServer']({ text: 'ada' }, call)
          expect([asked, failed.map(({ server }) => server)]).toEqual([[urls[0], urls[1]], [urls[2]]])
          expect(keys.map(({ userIds, revoked: isRevoked }) => [userIds, isRevoked])).toEqual([
            [['Ada', 'Ada B.'], true],
          ])
          expect(disagreements(keys[0]?.servers ?? [], []).map(({ kind }) => kind)).toEqual([
            'revoked',
            'userIds',
            'userIds',
          ])
        },
        { keyservers: urls.map((url) => ({ url, insecure: true })) },
      ),
    )
  })
})

it('says differences in words', () => {
  const one = { server: 'https://a.example', userIds: ['Ada'], revoked: true, expiresAt: null }
  const two = { server: 'https://b.example', userIds: ['Ada'], revoked: false, expiresAt: '2027-01-02T00:00:00.000Z' }
  expect(disagreements([one, two], ['https://c.example']).map(disagreementText)).toEqual([
    'a.example says it is revoked; b.example does not know that.',
    'They give different ends: a.example none, b.example 2 Jan 2027.',
    'c.example does not have it.',
  ])
})

describe('the list of keyservers', () => {
  const active = { name: 'Lab', url: 'https://keys.lab.example', insecure: false }
  const remote = (fails = false) => ({
    known: () => active,
    connect: async () => {
      if (fails) throw failure('OFFLINE', { host: 'lab.example' })
      return [{ url: active.url, insecure: false }]
    },
  })
  const asked = async (list: ReturnType<typeof createKeyserverList>) => (await list.toAsk()).map(({ url }) => url)

  it('begins with that of the remote, takes others in order, and skips what it may not remove', async () => {
    await withContext(async ({ database }) => {
      const list = createKeyserverList(database, remote())
      list.add('keys.example.org', false)
      list.add('hkp://old.example.org', true, 0)
      expect(await asked(list)).toEqual(['hkp://old.example.org', active.url, 'https://keys.example.org'])
      list.move('remote', 2)
      list.remove('hkp://old.example.org')
      expect(await asked(list)).toEqual(['https://keys.example.org', active.url])
      list.remove(active.url)
      expect(await asked(list)).toEqual(['https://keys.example.org'])
      expect(list.list().map(({ kind, isSkipped }) => [kind, isSkipped])).toEqual([
        ['added', false],
        ['remote', true],
      ])
      list.skipRemote(false)
      list.add(active.url, false)
      // The same server twice is asked once.
      expect(await asked(list)).toEqual(['https://keys.example.org', active.url])
    })
  })

  it('passes over a remote that cannot be reached while there are others', async () => {
    await withContext(async ({ database }) => {
      const list = createKeyserverList(database, remote(true))
      expect(await codeOf(list.toAsk())).toBe('OFFLINE')
      list.add('keys.example.org', false)
      expect(await asked(list)).toEqual(['https://keys.example.org'])
    })
  })

  it.each([
    ['http://keys.example.org', false, 'KEYSERVER_NEEDS_INSECURE'],
    ['hkp://keys.example.org', false, 'KEYSERVER_NEEDS_INSECURE'],
    ['http://keys.example.org', true, null],
    ['http://127.0.0.1:11371', false, null],
    ['ftp://keys.example.org', true, 'ADDRESS_MALFORMED'],
    ['javascript:', false, 'ADDRESS_MALFORMED'],
    ['keys.example.org:11371', false, null],
    ['https://user:secret@keys.example.org', false, 'ADDRESS_MALFORMED'],
    ['https://two words', false, 'ADDRESS_MALFORMED'],
  ])('%s with plain HTTP %s: %s', async (url, insecure, code) => {
    await withContext(async ({ database }) => {
      const list = createKeyserverList(database, remote())
      const adding = Promise.resolve().then(() => list.add(url, insecure))
      expect(await codeOf(adding)).toBe(code)
    })
  })

  it.each([
    ['keys.example.org', 'https://keys.example.org'],
    ['HKPS://Keys.Example.org/pks/', 'hkps://keys.example.org'],
    ['hkp://keys.example.org:80', 'hkp://keys.example.org:80'],
    ['hkp://keys.example.org', 'hkp://keys.example.org'],
    ['https://keys.example.org:443/a?b', 'https://keys.example.org'],
  ])('%s is kept as %s', (given, kept) => expect(normalAddress(given)).toBe(kept))
})
