import { describe, expect, it } from 'vitest'
import type { KeyRevocation } from '../../../src-shared/model/key.ts'
import { decisiveRevocation, type KeyLife, keyStateOf } from '../../../src-shared/model/key-state.ts'

const now = new Date('2026-11-25T00:00:00Z')
const life = (changes: Partial<KeyLife> = {}): KeyLife => ({
  createdAt: '2025-01-01T00:00:00.000Z',
  expiresAt: null,
  revocations: [],
  ...changes,
})
const revoked = (reason: KeyRevocation['reason'], at = '2026-06-01T00:00:00.000Z'): KeyRevocation => ({
  reason,
  text: '',
  at,
})
const june = '2026-06-01T00:00:00.000Z'
const before = '2026-05-31T23:59:59.000Z'
const after = '2026-06-01T00:00:01.000Z'

describe('keyStateOf', () => {
  it.each([
    ['nothing ends', life(), before, 'ok'],
    ['ends later than now', life({ expiresAt: '2027-01-01T00:00:00.000Z' }), before, 'ok'],
    ['signed, then expired', life({ expiresAt: june }), before, 'expiredSinceSigning'],
    ['expired, then signed', life({ expiresAt: june }), after, 'expiredBeforeSigning'],
    ['signed in the second it expired', life({ expiresAt: june }), june, 'expiredBeforeSigning'],
    ['signed, then retired', life({ revocations: [revoked('retired')] }), before, 'revokedSoft'],
    ['signed, then superseded', life({ revocations: [revoked('superseded')] }), before, 'revokedSoft'],
    ['retired, then signed', life({ revocations: [revoked('retired')] }), after, 'revokedBefore'],
    ['signed, then compromised', life({ revocations: [revoked('compromised')] }), before, 'revokedCompromised'],
    ['signed, then revoked without a reason', life({ revocations: [revoked('none')] }), before, 'revokedCompromised'],
    ['compromised, then signed', life({ revocations: [revoked('compromised')] }), after, 'revokedCompromised'],
    [
      'retired and compromised',
      life({ revocations: [revoked('retired'), revoked('compromised')] }),
      before,
      'revokedCompromised',
    ],
    [
      'retired, and expired before signing',
      life({ expiresAt: before, revocations: [revoked('retired', after)] }),
      june,
      'expiredBeforeSigning',
    ],
    ['no date of signing, expired', life({ expiresAt: june }), null, 'expiredSinceSigning'],
    ['no date of signing, retired', life({ revocations: [revoked('retired')] }), null, 'revokedSoft'],
  ] as const)('%s', (_name, one, signedAt, expected) => {
    expect(keyStateOf([one], signedAt, now)).toBe(expected)
  })

  it('takes the worse of primary key and subkey', () => {
    const expired = life({ expiresAt: june })
    const gone = life({ revocations: [revoked('compromised')] })
    expect(keyStateOf([life(), expired], before, now)).toBe('expiredSinceSigning')
    expect(keyStateOf([gone, expired], before, now)).toBe('revokedCompromised')
  })
})

it('tells the revocation that makes most signatures worthless', () => {
  const soft = revoked('retired', before)
  const hard = revoked('none', after)
  expect(decisiveRevocation([soft, hard])).toBe(hard)
  expect(decisiveRevocation([soft])).toBe(soft)
  expect(decisiveRevocation([])).toBeNull()
})
