import { expect, it } from 'vitest'
import type { Key } from '../../../src-shared/model/key.ts'
import { keysByFingerprint, signerClaim } from '../../../src-shared/text/signer-claim.ts'

const now = new Date('2026-11-20T12:00:00.000Z')
const print = (digit: string): string => digit.repeat(40)

function key(digit: string, change: Partial<Key> = {}): Key {
  return {
    fingerprint: print(digit),
    userIds: [`Name ${digit} <${digit}@example.org>`],
    algorithm: 'ed25519',
    version: 4,
    createdAt: '2025-01-01T00:00:00.000Z',
    expiresAt: null,
    hasSecret: false,
    revoked: null,
    weak: null,
    decision: null,
    sources: [],
    refreshedAt: null,
    backedUpAt: null,
    subkeys: [],
    ...change,
  }
}

const decided = (kind: 'verified' | 'accepted' | 'rejected', how: 'phone' | 'notChecked') => ({
  decision: {
    fingerprint: print('A'),
    kind,
    how,
    scope: { kind: 'everywhere' as const },
    note: '',
    at: '2026-11-03T00:00:00.000Z',
  },
})

const keys = keysByFingerprint([
  key('A', decided('verified', 'phone')),
  key('B', decided('verified', 'notChecked')),
  key('C', decided('rejected', 'phone')),
  key('D', { expiresAt: '2026-10-14T12:00:00.000Z' }),
  key('E', { revoked: { reason: 'compromised', text: '', at: '2026-11-09T12:00:00.000Z' } }),
  key('F', { userIds: [] }),
])

const told = (signed: boolean | null, ...prints: readonly string[]) => {
  const { name, note, others } = signerClaim(signed, prints, keys, now)
  return [name, note, others]
}

it('says what a service says and what was decided, never a verdict', () => {
  expect([
    told(false),
    told(true),
    told(null),
    told(true, print('A')),
    told(true, print('B')),
    told(true, print('D')),
    told(true, print('E')),
    told(true, print('F')),
    told(true, print('0')),
  ]).toEqual([
    ['no signature', null, 0],
    ['signed', null, 0],
    ['no signature', null, 0],
    ['Name A', 'you verified this key', 0],
    ['Name B', 'you accepted it without checking', 0],
    ['Name D', 'key expired on 14 Oct 2026', 0],
    ['Name E', 'key revoked on 9 Nov 2026', 0],
    ['a key without a name', 'you have not decided', 0],
    ['a key you do not have', 'you have not decided', 0],
  ])
})

it('lets no rejected or withdrawn key hide behind a verified one', () => {
  expect([
    told(true, print('A'), print('C')),
    told(true, print('A'), print('E')),
    told(true, print('A'), print('0')),
    told(true, print('A'), print('A')),
  ]).toEqual([
    ['Name C', 'you rejected this key', 1],
    ['Name E', 'key revoked on 9 Nov 2026', 1],
    ['a key you do not have', 'you have not decided', 1],
    ['Name A', 'you verified this key', 0],
  ])
})
