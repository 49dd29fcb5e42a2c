import { expect, it } from 'vitest'
import {
  coveredIds,
  scopeOf,
  signingKeys,
  verdictAfterwards,
} from '../../../../src-renderer/features/signing/signing-view.ts'
import type { Key } from '../../../../src-shared/model/key.ts'

const key = (more: Partial<Key>): Key => ({
  fingerprint: 'A'.repeat(40),
  userIds: ['Mara'],
  algorithm: 'ed25519',
  version: 4,
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: null,
  hasSecret: true,
  revoked: null,
  weak: null,
  decision: null,
  sources: [],
  refreshedAt: null,
  backedUpAt: null,
  subkeys: [],
  ...more,
})

it('has no scope while nothing is chosen', () => {
  expect(scopeOf('image', null, [])).toEqual({ kind: 'image' })
  expect(scopeOf('groups', null, [])).toBeNull()
  expect(scopeOf('groups', 2, [])).toEqual({ kind: 'groups', groupIds: [2] })
  expect(scopeOf('objects', null, [])).toBeNull()
  expect(scopeOf('objects', null, [3])).toEqual({ kind: 'objects', objectIds: [3] })
})

it('offers only own keys that are in order', () => {
  const now = new Date('2026-11-25T00:00:00Z')
  const revoked = { reason: 'retired', text: '', at: '2026-02-01T00:00:00Z' } as const
  const good = key({})
  const keys = [good, key({ hasSecret: false }), key({ expiresAt: '2026-03-01T00:00:00Z' }), key({ revoked })]
  expect(signingKeys(keys, now)).toEqual([good])
})

it('names all objects of a plan in order', () => {
  const planned = [
    { groupId: 2, objectIds: [4], isWholeGroup: true },
    { groupId: 1, objectIds: [1, 2], isWholeGroup: true },
  ]
  expect(coveredIds(planned)).toEqual([1, 2, 4])
})

it.each([
  [null, 'yours', true, 'yours', false],
  ['notSigned', 'unknown', true, 'unknown', false],
  ['unknown', 'verified', true, 'verified', false],
  ['notSigned', 'cannotCheck', true, 'cannotCheck', false],
  ['unknown', 'cannotCheck', true, 'unknown', true],
  // The best signature speaks for the image.
  ['verified', 'unknown', true, 'verified', true],
  ['verified', 'yours', false, 'verified', true],
  ['notSigned', 'yours', false, 'partlySigned', false],
  // These show whichever signature they come from.
  ['changed', 'yours', true, 'changed', true],
  ['revoked', 'yours', true, 'revoked', true],
  ['verified', 'rejected', true, 'rejected', false],
] as const)(
  'an image that is %s, signed by a key that counts as %s (whole: %s), is %s',
  (current, signer, isWhole, verdict, stays) => {
    expect(verdictAfterwards(current, signer, isWhole)).toEqual({ verdict, stays })
  },
)
