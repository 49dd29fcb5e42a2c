/** Properties of the readers of hostile text and bytes: they answer, in bounds, and never throw. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIndex } from '../../../../src-main/engine/keyring/keyserver-index.ts'
import { analyseCertificate } from '../../../../src-main/engine/keyring/openpgp/analyse.ts'
import { readArmorBlocks, writeArmor } from '../../../../src-main/engine/keyring/openpgp/armor.ts'
import {
  mergeCertificates,
  readCertificate,
  writeCertificate,
} from '../../../../src-main/engine/keyring/openpgp/certificates.ts'
import { readKeyMaterial } from '../../../../src-main/engine/keyring/openpgp/material.ts'
import { splitPackets, writePackets } from '../../../../src-main/engine/keyring/openpgp/packets.ts'
import { readClearSigned } from '../../../../src-main/engine/signatures/clear-sign.ts'
import { readSignatureData } from '../../../../src-main/engine/signatures/schemes/index.ts'
import { readStatement } from '../../../../src-main/engine/signatures/statement.ts'
import { clearSign, makeSigner } from '../../../support/test-signer.ts'

const signer = await makeSigner('Ada Baker')
const signed = await clearSign('{"version":1}', signer)
const certificateBytes =
  readKeyMaterial(Buffer.from(signer.armored)).certificates.map(writeCertificate)[0] ?? new Uint8Array()
const limits = { packets: 100, bodyBytes: 10_000 }

/** Some bytes with a few of them changed, cut off or doubled. */
const mutated = (bytes: Uint8Array) =>
  fc
    .record({
      places: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      end: fc.nat(bytes.length),
      isCut: fc.boolean(),
    })
    .map(({ places, end, isCut }) => {
      const copy = Buffer.from(bytes)
      for (const [place, value] of places) copy[place] = value
      return isCut ? copy.subarray(0, end) : copy
    })

describe('packets', () => {
  it('are read as they were written', () => {
    const packet = fc.record({ tag: fc.integer({ min: 1, max: 60 }), body: fc.uint8Array({ maxLength: 9000 }) })
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 5 }), (packets) => {
        const { packets: read, fault } = splitPackets(writePackets(packets), limits)
        expect(fault).toBeNull()
        expect(read.map(({ tag, body }) => [tag, [...body]])).toEqual(packets.map(({ tag, body }) => [tag, [...body]]))
      }),
      { numRuns: 50 },
    )
  })

  it('of any bytes stay inside them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const { packets, fault } = splitPackets(bytes, limits)
        const total = packets.reduce((sum, { body }) => sum + body.length, 0)
        expect(total).toBeLessThanOrEqual(bytes.length)
        expect(fault === null || fault.at < bytes.length).toBe(true)
      }),
    )
  })
})

describe('armor', () => {
  it('comes back from any text around it', () => {
    const around = fc.string({ maxLength: 60 }).map((text) => text.replaceAll('-', ''))
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), around, around, (bytes, before, after) => {
        const blocks = readArmorBlocks(`${before}\n${writeArmor('PUBLIC KEY BLOCK', bytes)}${after}`)
        expect(blocks.map((block) => [block.kind, [...block.bytes]])).toEqual([['PUBLIC KEY BLOCK', [...bytes]]])
      }),
    )
  })
})

describe('key material', () => {
  it('of any kind is answered, and mutated keys never get another fingerprint than their packet has', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(certificateBytes), async (bytes) => {
        for (const certificate of readKeyMaterial(bytes).certificates) {
          const key = await analyseCertificate(certificate)
          expect(certificate.fingerprint).toMatch(/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/)
          if (key !== null && key.fingerprint !== signer.fingerprint) expect(key.vouchesForItself).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('merges to the same from both sides, and with itself to itself', () => {
    const sorted = (bytes: Uint8Array) =>
      splitPackets(bytes, limits)
        .packets.map(({ tag, body }) => `${tag} ${Buffer.from(body).toString('hex')}`)
        .sort()
    const whole = readCertificate(splitPackets(certificateBytes, limits).packets)
    const bare = readCertificate(splitPackets(certificateBytes, limits).packets.slice(0, 3))
    if (whole === null || bare === null) throw new Error('the test key cannot be read')
    expect(sorted(writeCertificate(mergeCertificates(whole, bare)))).toEqual(sorted(certificateBytes))
    expect(sorted(writeCertificate(mergeCertificates(bare, whole)))).toEqual(sorted(certificateBytes))
    expect(writeCertificate(mergeCertificates(whole, whole))).toEqual(writeCertificate(whole))
  })

  it('of any text is answered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(readKeyMaterial(Buffer.from(text)).certificates).toEqual([])
      }),
    )
  })
})

describe('signatures', () => {
  it('mutated are read, refused or unknown, and what is read was framed exactly', () => {
    fc.assert(
      fc.property(mutated(Buffer.from(signed)), (bytes) => {
        const read = readSignatureData(bytes)
        const message = readClearSigned(bytes)
        if (!('reason' in read) && read.scheme === 'pgp') expect('text' in message && message.text).toBe(read.message)
      }),
      { numRuns: 1000 },
    )
  })

  it('of any bytes are answered', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => 'scheme' in readSignatureData(bytes)))
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => 'scheme' in readSignatureData(Buffer.from(text))))
  })
})

describe('statements', () => {
  it('of any JSON are answered, and accepted only with whole digests', () => {
    const value = fc.json({ maxDepth: 4 })
    fc.assert(
      fc.property(value, (text) => {
        expect(readStatement(text).kind).not.toBe('current')
      }),
    )
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => readStatement(text).kind !== 'current'))
  })

  it('accept the six hashes', () => {
    const digits = {
      sha224: 56,
      sha256: 64,
      sha384: 96,
      sha512: 128,
      sha512_224: 56,
      sha512_256: 64,
      sha1: 40,
      'sha512-256': 64,
      SHA256: 64,
    }
    const kinds = Object.entries(digits).map(([name, length]) => {
      const digest = `${name}:${'aB'.repeat(length / 2)}`
      const objects = [{ relativeId: 0, descriptorDigest: digest, objectDigest: digest }]
      return [name, readStatement(JSON.stringify({ version: 1, header: { digest }, objects }, null, 2)).kind]
    })
    expect(Object.fromEntries(kinds)).toEqual({
      sha224: 'current',
      sha256: 'current',
      sha384: 'current',
      sha512: 'current',
      sha512_224: 'current',
      sha512_256: 'current',
      sha1: 'malformed',
      'sha512-256': 'malformed',
      SHA256: 'malformed',
    })
  })
})

it('keyserver lists of any text are answered, with full fingerprints only', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.tuple(fc.constantFrom('pub:', 'uid:', 'info:'), fc.string({ maxLength: 60 })).map((parts) => parts.join('')),
    fc.constant(`pub:${signer.fingerprint}:99999999:x:99999999999999:-1:rrr`),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      for (const { fingerprint } of readIndex(lines.join('\n')))
        expect(fingerprint).toMatch(/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/)
    }),
  )
})
