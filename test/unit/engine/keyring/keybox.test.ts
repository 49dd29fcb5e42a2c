import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readKeybox } from '../../../../src-main/engine/keyring/openpgp/keybox.ts'

/** A blob: its length, type, version and, for keys, where they are. */
function blob(type: number, body: Uint8Array, keysAt = 16, keysLength = body.length): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32BE(16 + body.length, 0)
  head[4] = type
  head[5] = 1
  if (type === 1) head.write('KBXf', 8)
  else {
    head.writeUInt32BE(keysAt, 8)
    head.writeUInt32BE(keysLength, 12)
  }
  return Buffer.concat([head, body])
}

const header = blob(1, Buffer.alloc(16))
const key = (letter: string): Uint8Array => Buffer.from(letter.repeat(40))

it('takes the keys in their order and leaves other blobs out', () => {
  const box = Buffer.concat([header, blob(2, key('a')), blob(0, key('x')), blob(3, key('y')), blob(2, key('b'))])
  expect(Buffer.from(readKeybox(box) ?? []).toString()).toBe('a'.repeat(40) + 'b'.repeat(40))
})

it.each([
  ['an empty file', Buffer.alloc(0)],
  ['a ring without a box', Buffer.concat([key('a'), key('b')])],
  ['a box that does not begin with its header', Buffer.concat([blob(2, key('a')), header])],
])('%s is no keybox', (_name, bytes) => expect(readKeybox(bytes)).toBeNull())

it('never reads beyond a blob, whatever its lengths say', () => {
  const lying = blob(2, key('a'), 16, 4_000_000_000)
  expect(readKeybox(Buffer.concat([header, lying, blob(2, key('b'))]))).toEqual(Buffer.from(key('b')))
})

it('ends for all bytes, and gives out no more than it got', () => {
  const box = Buffer.concat([header, blob(2, key('a')), blob(2, key('b'))])
  fc.assert(
    fc.property(fc.nat(box.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(box.length), (at, value, end) => {
      const changed = Buffer.from(box)
      changed[at] = value
      const keys = readKeybox(changed.subarray(0, end))
      expect((keys ?? []).length).toBeLessThanOrEqual(end)
    }),
  )
})
