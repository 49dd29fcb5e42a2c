/** Attacks on signatures: each must end in something that nobody takes for in order. */
import { readFileSync, writeFileSync } from 'node:fs'
import { rename, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeBase64, writeArmor } from '../../src-main/engine/keyring/openpgp/armor.ts'
import { splitPackets, writePackets } from '../../src-main/engine/keyring/openpgp/packets.ts'
import { editSifInPlace } from '../../src-main/engine/sif/edit.ts'
import { readClearSigned } from '../../src-main/engine/signatures/clear-sign.ts'
import { gatherFacts } from '../../src-main/engine/signatures/gather.ts'
import type { Verification } from '../../src-shared/model/verification.ts'
import type { VerificationScope } from '../../src-shared/model/verification-facts.ts'
import { makeImage, makeTwoGroups } from '../support/make-sif.ts'
import { SifBytes } from '../support/sif-bytes.ts'
import {
  appendSignature,
  clearSign,
  clearSignAt,
  makeSigner,
  messageFor,
  signImage,
  type TestSigner,
} from '../support/test-signer.ts'
import { type TrustEngine, withTrustEngine } from '../support/trust-engine.ts'

const whole: VerificationScope = { groupId: null, objectId: null, legacy: false }
const trusted = await makeSigner('Trusted Signer')
const attacker = await makeSigner('Attacker')

interface Stage extends TrustEngine {
  readonly path: string
  /** Verifies with both keys known and only the trusted one verified. */
  check(scope?: VerificationScope): Promise<Verification>
}

async function onStage<Value>(work: (stage: Stage) => Promise<Value>): Promise<Value> {
  return withTrustEngine(async (engine) => {
    const { keyring, trust, signatures, folder, call } = engine
    await keyring.importMaterial({ kind: 'text', text: `${trusted.armored}\n${attacker.armored}` })
    trust.handlers['trust.decide'](
      { fingerprint: trusted.fingerprint, kind: 'verified', how: 'phone', scope: { kind: 'everywhere' }, note: '' },
      call,
    )
    const path = join(folder, 'image.sif')
    const check = (scope = whole) => signatures.verify({ path, scope, lookUpKeys: false, keyFiles: [] })
    return work({ ...engine, path, check })
  })
}

const patch = (path: string, change: (sif: SifBytes) => unknown): void => {
  const sif = new SifBytes(readFileSync(path))
  change(sif)
  writeFileSync(path, sif.bytes)
}

/** The signature block of a clear-signed text, its packets changed. */
function withPackets(text: string, change: (body: Buffer) => Buffer): string {
  const message = readClearSigned(Buffer.from(text))
  if ('reason' in message) throw new Error(message.reason)
  const packets = splitPackets(message.packets, { packets: 9, bodyBytes: 9999 }).packets.map(({ tag, body }) => ({
    tag,
    body: change(Buffer.from(body)),
  }))
  const head = text.slice(0, text.indexOf('-----BEGIN PGP SIGNATURE-----'))
  return head + writeArmor('SIGNATURE', writePackets(packets)).trimEnd()
}

/** Adds subpackets to the unhashed area of a version 4 signature, which anybody can do. */
function addUnhashed(body: Buffer, subpackets: Buffer): Buffer {
  const hashedLength = body.readUInt16BE(4)
  const at = 6 + hashedLength
  const length = body.readUInt16BE(at)
  const out = Buffer.concat([body.subarray(0, at + 2 + length), subpackets, body.subarray(at + 2 + length)])
  out.writeUInt16BE(length + subpackets.length, at)
  return out
}

const subpacket = (type: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(content.length + 1, type), content])

describe('a signed image', () => {
  it('is verified when nothing was done to it', async () => {
    const found = await onStage(async ({ path, check }) => {
      await makeImage(path)
      await signImage(path, trusted)
      return check()
    })
    expect([found.verdict, found.coverage?.complete, found.signatures[0]?.header]).toEqual([
      'verified',
      true,
      'covered',
    ])
  })

  it('gains nothing by subpackets that nobody signed', async () => {
    const date = new Date('2026-11-01T00:00:00Z')
    const year = Buffer.alloc(4)
    year.writeUInt32BE(86_400 * 365)
    const forgeries = {
      'another date': subpacket(2, Buffer.of(0x6f, 0, 0, 0)),
      'the key of the attacker': subpacket(33, Buffer.concat([Buffer.of(4), Buffer.from(attacker.fingerprint, 'hex')])),
      'another key id': subpacket(16, Buffer.from(attacker.fingerprint.slice(-16), 'hex')),
      'an end': subpacket(3, year),
      'a critical unknown one': subpacket(0x80 | 100, Buffer.of(1)),
    }
    for (const [name, forged] of Object.entries(forgeries)) {
      const found = await onStage(async ({ path, check }) => {
        await makeImage(path)
        const text = await clearSign(await messageFor(path), trusted, date)
        await appendSignature(
          path,
          withPackets(text, (body) => addUnhashed(body, forged)),
          trusted.fingerprint,
        )
        return check()
      })
      const [signature] = found.signatures
      // Either it is passed over and everything holds as it was signed, or the signature does not fit any more.
      if (found.verdict === 'verified') {
        expect([signature?.fingerprint, signature?.signedAt], name).toEqual([trusted.fingerprint, date.toISOString()])
      } else expect(found.verdict, name).toBe('changed')
    }
  })

  it('does not lend its signature to another image', async () => {
    const found = await onStage(async ({ path, folder, check }) => {
      const other = join(folder, 'other.sif')
      await makeImage(other, { labels: { Name: 'other' } })
      const text = await clearSign(await messageFor(other), trusted)
      await makeImage(path)
      await appendSignature(path, text, trusted.fingerprint)
      return check()
    })
    expect([found.verdict, found.signatures[0]?.changedObjects.length]).toEqual(['changed', 1])
  })

  it('does not make a signed part look like the whole', async () => {
    const found = await onStage(async ({ path, check }) => {
      await makeImage(path)
      await signImage(path, trusted, { objectIds: [1] })
      return check()
    })
    expect([found.verdict, found.coverage]).toEqual([
      'partlySigned',
      { complete: false, objects: [1], uncovered: [2, 3] },
    ])
  })

  it('does not let a signed group cover another group', async () => {
    const found = await onStage(async ({ path, check }) => {
      await makeTwoGroups(path)
      await signImage(path, trusted)
      return check()
    })
    expect([found.verdict, found.coverage?.uncovered]).toEqual(['partlySigned', [3, 4]])
  })

  it('is not verified where the rest is signed by the attacker', async () => {
    const found = await onStage(async ({ path, check }) => {
      await makeTwoGroups(path)
      await signImage(path, trusted, { groupId: 1 })
      await signImage(path, attacker, { groupId: 2 })
      return check()
    })
    expect(found.verdict).toBe('unknown')
  })

  it.each([
    ['to the signed group', 1],
    ['to another group', 2],
    ['to no group', null],
  ] as const)('shows an object added %s afterwards', async (_name, groupId) => {
    const found = await onStage(async ({ path, check }) => {
      await makeImage(path)
      await signImage(path, trusted)
      await editSifInPlace(path, (editor) => editor.add({ type: 'Generic', data: Buffer.from('added'), groupId }))
      return check()
    })
    expect([found.verdict, found.coverage?.uncovered.length]).toEqual(['partlySigned', 1])
  })

  it('shows an added object that borrows the ID of a signed one', async () => {
    for (const groupValue of [0xf0000002, 0xf0000001]) {
      const found = await onStage(async ({ path, check }) => {
        await makeImage(path)
        await signImage(path, trusted)
        patch(path, (sif) => sif.copySlot(0, 5, 1).replaceData(5, Buffer.from('twin')).setU32(5, 'group', groupValue))
        return check()
      })
      expect(found.verdict).toBe('changed')
    }
  })

  it('shows a descriptor that names another key', async () => {
    const found = await onStage(async ({ path, check }) => {
      await makeImage(path)
      await appendSignature(path, await clearSign(await messageFor(path), attacker), trusted.fingerprint)
      return check()
    })
    expect([found.verdict, found.signatures[0]?.fingerprint, found.signatures[0]?.problem?.code]).toEqual([
      'changed',
      attacker.fingerprint,
      'OTHER_KEY_NAMED',
    ])
  })

  it('is not verified for a key whose name looks like the verified one', async () => {
    const twin = await makeSigner('Trusted Signer')
    const found = await onStage(async ({ path, keyring, check }) => {
      await keyring.importMaterial({ kind: 'text', text: twin.armored })
      await makeImage(path)
      await signImage(path, twin)
      return check()
    })
    expect([found.verdict, found.signatures[0]?.key.userIds]).toEqual([
      'unknown',
      ['Trusted Signer <signer@example.org>'],
    ])
  })

  it('is not verified by a letter that the signer once signed', async () => {
    for (const text of [
      'Dear reader, all is well.',
      'SIFHASH:\nnonsense',
      '{"version":1}',
      '{"version":2,"objects":[]}',
    ]) {
      const found = await onStage(async ({ path, check }) => {
        await makeImage(path)
        await appendSignature(path, await clearSign(text, trusted), trusted.fingerprint)
        return check()
      })
      expect(['changed', 'cannotCheck']).toContain(found.verdict)
      expect(found.integrity).not.toBe('intact')
    }
  })

  it.each([
    ['two messages', (text: string) => `${text}\n${text}`],
    ['text before', (text: string) => `Signed by somebody else:\n${text}`],
    ['text after', (text: string) => `${text}\nand more`],
    ['a header of another name', (text: string) => text.replace('Hash: ', 'NotDashEscaped: ')],
    ['an unescaped line', (text: string) => text.replace('\n\n{', '\n\n-----BEGIN\n{')],
    ['blanks after the first line', (text: string) => text.replace('MESSAGE-----\n', 'MESSAGE----- \n')],
    ['CR alone', (text: string) => text.replaceAll('\n', '\r')],
    [
      'a byte that is not UTF-8',
      (text: string) => Buffer.concat([Buffer.from(text.slice(0, 60)), Buffer.of(0xff), Buffer.from(text.slice(60))]),
    ],
  ])('with %s around its message is refused', async (_name, change) => {
    const found = await onStage(async ({ path, check }) => {
      await makeImage(path)
      await appendSignature(path, change(await clearSign(await messageFor(path), trusted)), trusted.fingerprint)
      return check()
    })
    expect(found.verdict).toBe('changed')
  })

  it.each([
    ['a member twice', (json: string) => json.replace('"version":1', '"version":1,"version":1')],
    ['a digest twice', (json: string) => json.replace('"objects":[{', '"objects":[{"objectDigest":"sha256:00",')],
    ['an object twice', (json: string) => json.replace('"relativeId":1', '"relativeId":0')],
    ['a member in other letters', (json: string) => json.replace('"header"', '"Header"')],
    ['a hash that means nothing', (json: string) => json.replaceAll('sha256:', 'md5:')],
    ['a number beyond the IDs', (json: string) => json.replace('"relativeId":0', '"relativeId":4294967296')],
    ['a second value', (json: string) => `${json}{}`],
  ])('whose message has %s is refused', async (_name, change) => {
    const found = await onStage(async ({ path, check }) => {
      await makeImage(path)
      await appendSignature(path, await clearSign(change(await messageFor(path)), trusted), trusted.fingerprint)
      return check()
    })
    expect([found.verdict, found.integrity]).toEqual(['changed', 'changed'])
  })

  it('accepts all six hashes of the format, and no seventh', async () => {
    const { createHash } = await import('node:crypto')
    expect(createHash('sha512-256').update('').digest('hex')).toHaveLength(64)
    const found = await onStage(async ({ path, check }) => {
      await makeImage(path)
      const json = await messageFor(path)
      // A digest of the right length by a named hash is compared, not believed.
      await appendSignature(
        path,
        await clearSign(json.replaceAll('sha256:', 'sha512_256:'), trusted),
        trusted.fingerprint,
      )
      return check()
    })
    expect([found.verdict, found.signatures[0]?.problem?.code]).toEqual(['changed', 'CONTENT_DIFFERS'])
  })
})

describe('signature objects', () => {
  it('of absurd size are not read', async () => {
    const found = await onStage(async ({ path, check }) => {
      await makeImage(path)
      await signImage(path, trusted)
      await appendSignature(path, Buffer.alloc(2 * 1024 * 1024, 0x2d), null)
      return check()
    })
    expect(found.signatures.map(({ problem }) => problem?.code ?? null)).toEqual([null, 'SIGNATURE_TOO_LARGE'])
  })

  it('with endless packets, packets of other kinds or broken base64 are refused', async () => {
    const text = await clearSign('x', trusted)
    const head = text.slice(0, text.indexOf('-----BEGIN PGP SIGNATURE-----'))
    const markers = writePackets(Array.from({ length: 100 }, () => ({ tag: 10, body: Buffer.from('PGP') })))
    const literal = writePackets([{ tag: 11, body: Buffer.from('b\0\0\0\0\0hello') }])
    const partial = Buffer.of(0xc2, 0xe1, 0, 0, 0)
    for (const bytes of [markers, literal, partial, Buffer.of(0)]) {
      const found = await onStage(async ({ path, check }) => {
        await makeImage(path)
        await appendSignature(path, head + writeArmor('SIGNATURE', bytes).trimEnd(), trusted.fingerprint)
        return check()
      })
      expect(found.signatures[0]?.problem?.code).toBe('SIGNATURE_MALFORMED')
    }
    expect(decodeBase64('a===')).toBeNull()
  })

  it('that many cost no more reading: the contents are read once', async () => {
    const bytes = await onStage(async ({ path, keyring }) => {
      await makeImage(path)
      const text = await clearSign(await messageFor(path), trusted)
      for (let count = 0; count < 20; count += 1) await appendSignature(path, text, trusted.fingerprint)
      let planned = 0
      await gatherFacts({
        path,
        scope: whole,
        keys: { pemKeys: [], find: (names) => keyring.find(names) },
        now: new Date(),
        onPlanned: (size) => {
          planned = size
        },
      })
      return planned
    })
    expect(bytes).toBeLessThan(10_000)
  })
})

describe('a file that is swapped while it is verified', () => {
  async function swappedBy(change: (path: string, other: string) => Promise<void>): Promise<unknown> {
    return onStage(async ({ path, folder, keyring }) => {
      await makeImage(path)
      await signImage(path, trusted)
      const other = join(folder, 'other.sif')
      await makeImage(other, { labels: { Name: 'other' } })
      return gatherFacts({
        path,
        scope: whole,
        // Looking for keys happens between the first look at the file and the last.
        keys: {
          pemKeys: [],
          find: async (names) => {
            await change(path, other)
            return keyring.find(names)
          },
        },
        now: new Date(),
      }).then(
        () => 'a result',
        (error: unknown) =>
          error instanceof Error && 'error' in error ? (error.error as { code: string }).code : error,
      )
    })
  }

  it('is noticed when another file takes its name', async () => {
    expect(await swappedBy((path, other) => rename(other, path).catch(() => undefined))).toBe('FILE_CHANGED_UNDERNEATH')
  })

  it('is noticed when it is written to', async () => {
    expect(await swappedBy((path) => utimes(path, new Date(), new Date(Date.now() + 5000)))).toBe(
      'FILE_CHANGED_UNDERNEATH',
    )
  })
})

describe('dates', () => {
  const signedOn = async (signer: TestSigner, date: Date) =>
    onStage(async ({ path, keyring, check }) => {
      await keyring.importMaterial({ kind: 'text', text: signer.armored })
      await makeImage(path)
      await appendSignature(path, await clearSignAt(await messageFor(path), signer, date), signer.fingerprint)
      return check()
    })

  it('before the key existed count for nothing', async () => {
    const signer = await makeSigner('Late', { date: new Date('2026-06-01T00:00:00Z') })
    const early = await signedOn(signer, new Date('2026-01-01T00:00:00Z'))
    const later = await signedOn(signer, new Date('2026-06-02T00:00:00Z'))
    expect([early.verdict, early.signatures[0]?.problem?.code, later.verdict]).toEqual([
      'cannotCheck',
      'SIGNED_BEFORE_KEY',
      'unknown',
    ])
  })

  it('in the future are told as such', async () => {
    const found = await signedOn(trusted, new Date(Date.now() + 10 * 86_400_000))
    expect(found.checks.find(({ name }) => name === 'Time of signing')?.result).toBe('failed')
  })
})
