import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDigits, readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import { fingerprintWords } from '../../../src-shared/model/fingerprint-words.ts'

const plain = 'B6D204F791AC3E586B0D27C1F8E35A94D76B1082'
const other = '3F1C8A27D05E49B67712E4A90C53BD186F2E9A40'
const long = plain + plain.slice(0, 24)
const grouped = 'B6D2 04F7 91AC 3E58 6B0D  27C1 F8E3 5A94 D76B 1082'

describe('readFingerprint', () => {
  it.each([
    ['plain', plain],
    ['groups with a gap', grouped],
    ['lower case', grouped.toLowerCase()],
    ['0x', `0x${plain.toLowerCase()}`],
    ['colons', plain.replace(/(..)(?=.)/g, '$1:')],
    ['no-break and zero-width spaces', grouped.replaceAll(' ', '\u00a0\u200b')],
    ['two lines', 'B6D2 04F7 91AC 3E58 6B0D\n27C1 F8E3 5A94 D76B 1082\n'],
    ['a key server URL', `https://keys.example.org/pks/lookup?op=get&options=mr&search=0x${plain}`],
    ['a path URL', `https://keys.example.org/vks/v1/by-fingerprint/${plain}`],
    ['the QR form', `OPENPGP4FPR:${plain}`],
    ['a line of gpg', `      Key fingerprint = ${grouped}`],
    ['a business card', `Ada Baker, ada@example.org\n${grouped}`],
    ['a name of hex letters beside it', `Ada, ${grouped}`],
    ['such a name among other words', `key of Ada ${grouped}`],
    ['named twice', `${plain} (${grouped})`],
  ])('reads %s', (_name, text) => {
    expect(readFingerprint(text)).toEqual({ kind: 'fingerprint', fingerprint: plain })
  })

  it('reads version 6 fingerprints', () => {
    expect(readFingerprint(long.replace(/(.{4})/g, '$1 '))).toEqual({ kind: 'fingerprint', fingerprint: long })
  })

  it.each([
    ['', { kind: 'empty' }],
    [' \u200e ', { kind: 'empty' }],
    ['b6d2 04', { kind: 'partial', digits: 'B6D204' }],
    ['0xF8E35A94D76B1082', { kind: 'partial', digits: 'F8E35A94D76B1082' }],
    [`${plain}AB`, { kind: 'partial', digits: `${plain}AB` }],
    [`${plain}\n${other}`, { kind: 'several', fingerprints: [plain, other] }],
    [`old ${plain}, new ${other}`, { kind: 'several', fingerprints: [plain, other] }],
    ['please trust me', { kind: 'unreadable' }],
    ['::::', { kind: 'unreadable' }],
    // Cyrillic letters that look like A, B, C, E.
    [plain.replace('B', '\u0412'), { kind: 'unreadable' }],
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----', { kind: 'privateKey' }],
  ])('reads %j', (text, expected) => {
    expect(readFingerprint(text)).toEqual(expected)
  })

  it('cuts a key block out of a message', () => {
    const armored = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n-----END PGP PUBLIC KEY BLOCK-----'
    expect(readFingerprint(`Hello,\n${armored}\nBye`)).toEqual({ kind: 'keyBlock', armored })
  })

  it('never makes a fingerprint of text that does not contain its digits in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        const result = readFingerprint(text)
        if (result.kind !== 'fingerprint') return true
        return text
          .toUpperCase()
          .replace(/[^0-9A-FX]/g, '')
          .replaceAll('0X', '')
          .includes(result.fingerprint)
      }),
    )
  })
})

describe('compareDigits', () => {
  it('marks the digits that differ', () => {
    const given = 'B6D204F791AC3E856B0D27C1F8E35A94D7B61082'
    const result = compareDigits(plain, given)
    expect({
      outcome: result.outcome,
      count: result.differingGroups,
      marks: result.groups.flatMap((group, index) => (group.state === 'differs' ? [[index, group.differing]] : [])),
    }).toEqual({
      outcome: 'differs',
      count: 2,
      marks: [
        [3, [2, 3]],
        [8, [2, 3]],
      ],
    })
  })

  it('is the same only when every digit is there', () => {
    const outcomes = ['', plain.slice(0, 8), plain.slice(0, 39), plain, `${plain}0`, long].map(
      (given) => compareDigits(plain, given).outcome,
    )
    expect(outcomes).toEqual(['nothing', 'incomplete', 'incomplete', 'same', 'differs', 'differs'])
  })

  it('is never the same for any other fingerprint', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 39 }), fc.integer({ min: 1, max: 15 }), (place, change) => {
        const digit = (Number.parseInt(plain.charAt(place), 16) ^ change).toString(16).toUpperCase()
        const given = plain.slice(0, place) + digit + plain.slice(place + 1)
        return compareDigits(plain, given).outcome === 'differs'
      }),
    )
  })
})

describe('fingerprintWords', () => {
  it('writes the words of every byte', () => {
    expect(fingerprintWords(plain).join(' ')).toBe(
      'Scotland sensation adrift voyager pheasant penetrate concert everyday glitter asteroid ' +
        'brackish recover Vulcan torpedo enlist molecule stopwatch Hamilton assume Istanbul',
    )
  })

  it('has another word for every byte at both places', () => {
    const all = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
    const even = all.map((byte) => fingerprintWords(byte)[0])
    const odd = all.map((byte) => fingerprintWords(`00${byte}`)[1])
    expect(new Set([...even, ...odd].filter((word) => word !== '')).size).toBe(512)
  })
})
