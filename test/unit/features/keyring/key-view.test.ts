import { describe, expect, it } from 'vitest'
import { groupKeys, reviewItems } from '../../../../src-renderer/features/keyring/key-view.ts'
import type { Decision } from '../../../../src-shared/model/decision.ts'
import type { ImageSummary } from '../../../../src-shared/model/image.ts'
import type { Key } from '../../../../src-shared/model/key.ts'
import { isNameKnown, keyStanding } from '../../../../src-shared/model/key-standing.ts'
import { firstUserId, printUserId, readUserId } from '../../../../src-shared/model/user-id.ts'

const now = new Date('2026-11-20T12:00:00.000Z')
const print = (digit: string): string => digit.repeat(40)

function decision(kind: Decision['kind'], how: Decision['how'] = 'phone'): Decision {
  return { fingerprint: print('A'), kind, how, scope: { kind: 'everywhere' }, note: '', at: '2026-11-03T10:00:00.000Z' }
}

function key(change: Partial<Key> = {}): Key {
  return {
    fingerprint: print('A'),
    userIds: ['Ada Baker <ada@example.org>'],
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

const revoked = (reason: 'compromised' | 'superseded' | 'retired' | 'none') => ({
  revoked: { reason, text: '', at: '2026-11-09T00:00:00.000Z' },
})
const past = { expiresAt: '2026-10-14T00:00:00.000Z' }

describe('keyStanding', () => {
  it.each<[Partial<Key>, string]>([
    [{}, 'unknown'],
    [{ hasSecret: true }, 'yours'],
    [{ decision: decision('verified') }, 'verified'],
    [{ decision: decision('verified', 'notChecked') }, 'accepted'],
    [{ decision: decision('accepted', 'notChecked') }, 'accepted'],
    [{ decision: decision('rejected') }, 'rejected'],
    [{ decision: decision('rejected'), ...revoked('compromised') }, 'rejected'],
    [{ decision: decision('verified'), ...revoked('compromised') }, 'revoked'],
    [{ hasSecret: true, ...revoked('none') }, 'revoked'],
    [{ decision: decision('verified'), ...revoked('superseded') }, 'superseded'],
    [{ ...revoked('superseded') }, 'unknown'],
    [{ decision: decision('verified'), ...past }, 'expiredSinceSigning'],
    [{ ...past }, 'unknown'],
    [{ decision: decision('verified'), weak: 'RSA 1024' }, 'cannotCheck'],
  ])('judges %j as %s', (change, expected) => {
    expect(keyStanding(key(change), key(change).decision, now)).toBe(expected)
  })
})

describe('names', () => {
  it.each([
    ['Ada Baker <ada@example.org>', 'Ada Baker <ada@example.org>'],
    ['Ada Baker (builds) <ada@example.org>', 'Ada Baker <ada@example.org>'],
    ['<ada@example.org>', 'ada@example.org'],
    ['ada@example.org', 'ada@example.org'],
    ['Ada\u202e Baker', 'Ada Baker'],
    ['a < b > c', 'a < b > c'],
  ])('writes %j', (text, shown) => {
    expect(printUserId(readUserId(text))).toBe(shown)
  })
  it('knows when a key has no name', () => {
    expect([firstUserId([]), firstUserId(['\u200b', 'Ada'])?.name]).toEqual([null, 'Ada'])
  })
  it('knows a name only when it was verified or is the own', () => {
    expect([
      isNameKnown(key()),
      isNameKnown(key({ decision: decision('accepted', 'notChecked') })),
      isNameKnown(key({ decision: decision('verified', 'notChecked') })),
      isNameKnown(key({ decision: decision('verified') })),
      isNameKnown(key({ hasSecret: true })),
    ]).toEqual([false, false, false, true, true])
  })
})

describe('groupKeys', () => {
  const keys = [
    key({ fingerprint: print('B'), userIds: ['Bea <bea@example.org>'] }),
    key({ fingerprint: print('C'), userIds: ['Cy'], decision: decision('verified') }),
    key({ fingerprint: print('D'), userIds: ['Dee'], hasSecret: true }),
  ]
  const found = (filter: string) => {
    const groups = groupKeys(keys, filter, now)
    return [...groups.yours, ...groups.others].map(({ userIds }) => userIds[0])
  }
  it('puts the user’s own first, then the best known', () => {
    expect(found('')).toEqual(['Dee', 'Cy', 'Bea <bea@example.org>'])
  })
  it('finds by name, address and any part of the fingerprint', () => {
    expect([found('cy'), found('EXAMPLE.org'), found('0xbbbb bbbb'), found('nobody')]).toEqual([
      ['Cy'],
      ['Bea <bea@example.org>'],
      ['Bea <bea@example.org>'],
      [],
    ])
  })
})

describe('reviewItems', () => {
  function image(name: string, verdict: ImageSummary['verdict'], fingerprint: string | null): ImageSummary {
    return {
      id: name,
      path: `/images/${name}`,
      name,
      folder: '/images',
      sizeBytes: 1,
      architecture: 'amd64',
      digest: null,
      reference: null,
      remote: null,
      tagMoved: null,
      verdict,
      sentence: null,
      signer: fingerprint === null ? null : { fingerprint, name: null, verified: false },
      map: [],
      addedAt: '2026-11-01T00:00:00.000Z',
      lastUsedAt: null,
      checkedAt: null,
      fileState: 'present',
    }
  }
  it('lists each signer once, withdrawn keys first', () => {
    const items = reviewItems(
      [
        image('a.sif', 'unknown', print('A')),
        image('b.sif', 'unknown', print('A')),
        image('c.sif', 'cannotCheck', print('C')),
        image('d.sif', 'revoked', print('D')),
        image('e.sif', 'verified', print('E')),
        image('f.sif', 'notSigned', null),
        { ...image('g.sif', 'unknown', print('F')), fileState: 'missing' },
      ],
      [key(), key({ fingerprint: print('D'), ...revoked('compromised') }), key({ fingerprint: print('F') })],
    )
    expect(items.map(({ kind, images }) => [kind, images.map(({ name }) => name)])).toEqual([
      ['revoked', ['d.sif']],
      ['unknown', ['a.sif', 'b.sif']],
      ['noKey', ['c.sif']],
    ])
  })
  it('is empty once everything is decided', () => {
    expect(reviewItems([image('a.sif', 'unknown', print('A'))], [key({ decision: decision('accepted') })])).toEqual([])
  })
})
