import { describe, expect, it } from 'vitest'
import { mayLookUnasked, readListing } from '../../../../src-main/engine/signatures/sign/gnupg.ts'

const fingerprint = (digit: string): string => digit.repeat(40)
const fpr = (digit: string): string => `fpr:::::::::${fingerprint(digit)}:`

/** Lines as GnuPG 2.2 prints them with `--with-colons --fixed-list-mode --list-secret-keys`. */
const listing = [
  'sec:u:255:22:AAAAAAAAAAAAAAAA:1700000000:1900000000::u:::scESC:::+::ed25519:::0:',
  fpr('A'),
  'grp:::::::::1111111111111111111111111111111111111111:',
  'uid:u::::1700000000::HASH::Ada \\x3a Baker <ada@example.org>::::::::::0:',
  'uid:r::::1700000000::HASH::Old Name <old@example.org>::::::::::0:',
  'ssb:u:255:18:BBBBBBBBBBBBBBBB:1700000000::::::e:::+::cv25519::',
  fpr('B'),
  // Only the name of the primary secret is here; a subkey on a card signs.
  'sec:u:4096:1:CCCCCCCCCCCCCCCC:1700000000:::u:::cSC:::#:::23::0:',
  fpr('C'),
  'uid:u::::1700000000::HASH::Card <card@example.org>::::::::::0:',
  'ssb:u:2048:1:DDDDDDDDDDDDDDDD:1700000000::::::s:::D2760001240102010006012345670000:::23:',
  fpr('D'),
  // Expired, and one that may not sign at all.
  'sec:e:255:22:EEEEEEEEEEEEEEEE:1500000000:1600000000::u:::sc:::+::ed25519:::0:',
  fpr('E'),
  'sec:u:255:22:FFFFFFFFFFFFFFFF:1700000000:::u:::cC:::+::ed25519:::0:',
  fpr('F'),
  '',
].join('\n')

describe('keys of GnuPG', () => {
  it('are those that can sign now, with what holds their secret', () => {
    expect(readListing(listing)).toEqual([
      {
        fingerprint: fingerprint('A'),
        userIds: ['Ada : Baker <ada@example.org>'],
        algorithm: 'ed25519',
        expiresAt: '2030-03-17T17:46:40.000Z',
        card: null,
      },
      {
        fingerprint: fingerprint('C'),
        userIds: ['Card <card@example.org>'],
        algorithm: 'rsa4096',
        expiresAt: null,
        card: 'D2760001240102010006012345670000',
      },
    ])
  })

  it('are none in a listing of anything else', () => {
    for (const text of ['', 'sec', 'fpr:::::::::AA:', 'sec:::::::::::::::::::\nfpr:::::::::short:'])
      expect(readListing(text)).toEqual([])
  })

  it('are not looked for unasked when the application has a home of its own', () => {
    expect([{}, { SIF_DESKTOP_HOME: '/x' }, { SIF_DESKTOP_HOME: '/x', GNUPGHOME: '/y' }].map(mayLookUnasked)).toEqual([
      true,
      false,
      true,
    ])
  })
})
