/** Rings that are huge or damaged: what is sound is kept, what is not is named, and the ring stays whole. */
import { generateKey } from 'openpgp'
import { expect, it } from 'vitest'
import { groupKeys, readCertificate } from '../../../src-main/engine/keyring/openpgp/certificates.ts'
import { readKeyMaterial } from '../../../src-main/engine/keyring/openpgp/material.ts'
import {
  packetTag,
  type RawPacket,
  splitPackets,
  writePackets,
} from '../../../src-main/engine/keyring/openpgp/packets.ts'
import { makeSigner } from '../../support/test-signer.ts'
import { withTrustEngine } from '../../support/trust-engine.ts'

const limits = { packets: 1000, bodyBytes: 1 << 20 }
const bytesOf = async (name: string): Promise<Uint8Array> => (await makeSigner(name)).key.toPublic().write()
const base64 = (bytes: Uint8Array) => ({ kind: 'text', text: Buffer.from(bytes).toString('base64') }) as const

/** Many different keys out of one: each has another time of making, and with it another fingerprint. */
function manyKeys(packets: readonly RawPacket[], count: number): Uint8Array {
  return Buffer.concat(
    Array.from({ length: count }, (_, index) =>
      writePackets(
        packets.map((packet) => {
          if (packet.tag !== packetTag.publicKey) return packet
          const body = Uint8Array.from(packet.body)
          new DataView(body.buffer).setUint32(1, 1_600_000_000 + index)
          return { ...packet, body }
        }),
      ),
    ),
  )
}

it('a ring of more than ten thousand keys is bounded, shown and stored as one change', {
  timeout: 240_000,
}, async () => {
  const { publicKey } = await generateKey({ userIDs: [{ name: 'Flood' }], format: 'object' })
  const [primary, user] = splitPackets(publicKey.write(), limits).packets
  if (primary === undefined || user === undefined) return expect.fail('no key was made')
  const ring = manyKeys([primary, user], 10_050)
  await withTrustEngine(async ({ keyring, call }) => {
    const material = base64(ring)
    const preview = await keyring.handlers['keyring.previewImport']({ material }, call)
    expect(preview.changes).toHaveLength(10_000)
    expect(preview.skipped).toEqual(['Too many keys at once: 50 were left out.'])
    const stop = new AbortController()
    stop.abort()
    await expect(
      Promise.resolve(keyring.handlers['keyring.import']({ material }, { signal: stop.signal })),
    ).rejects.toThrow()
    expect(await keyring.handlers['keyring.list']({}, call)).toEqual([])
    await keyring.handlers['keyring.import']({ material }, call)
    expect(await keyring.handlers['keyring.list']({}, call)).toHaveLength(10_000)
  })
})

it('damage costs the key it is in, and what follows is read', async () => {
  const [one, two, three] = await Promise.all(['One', 'Two', 'Three'].map(bytesOf))
  if (one === undefined || two === undefined || three === undefined) return expect.fail('no keys were made')
  const broken = Uint8Array.from(two)
  // A packet length that leads far beyond the end.
  const length = splitPackets(two, limits).packets[0]?.body.length ?? 0
  broken.set([0xff, 0xff, 0xff, 0xff], length + 3)
  await withTrustEngine(async ({ keyring, call }) => {
    const material = base64(Buffer.concat([one, broken, three]))
    const { changes, skipped } = await keyring.handlers['keyring.import']({ material }, call)
    const names = changes.flatMap(({ userIds }) => userIds)
    expect(names).toContain('One <signer@example.org>')
    expect(names).toContain('Three <signer@example.org>')
    expect(names).not.toContain('Two <signer@example.org>')
    expect(skipped.join(' ')).toMatch(/A damaged part was left out: .* What follows it was read\./)
  })
})

it('a ring that is cut anywhere never throws and never invents a key', async () => {
  const whole = Buffer.concat(await Promise.all(['One', 'Two'].map(bytesOf)))
  const known = new Set(
    groupKeys(splitPackets(whole, limits).packets).groups.map(({ packets }) => readCertificate(packets)?.fingerprint),
  )
  for (let end = 0; end <= whole.length; end += 7) {
    for (const { fingerprint } of readKeyMaterial(whole.subarray(0, end)).certificates) {
      expect(known.has(fingerprint)).toBe(true)
    }
  }
  // Noise of the length of a large ring takes bounded time.
  const noise = Buffer.alloc(4_000_000, 0x99)
  expect(readKeyMaterial(noise).certificates).toEqual([])
})
