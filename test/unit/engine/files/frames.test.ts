import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader } from '../../../../src-main/engine/files/frames.ts'

const stream = Buffer.concat([
  Buffer.from('{"id":1,"type":"entries","entries":[]}\n{"id":2,"type":"data","bytes":5}\na\nb\nc'),
  Buffer.from('{"id":2,"type":"data","bytes":0}\n{"id":2,"type":"done","total":3}\n'),
])

test('frames come out whole however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (cuts) => {
      const reader = new FrameReader()
      const places = [0, ...cuts.sort((a, b) => a - b), stream.length]
      const frames = places.slice(1).flatMap((end, at) => reader.feed(stream.subarray(places[at], end)))
      expect(frames.map(({ id, type, data }) => [id, type, data?.toString()])).toEqual([
        [1, 'entries', undefined],
        [2, 'data', 'a\nb\nc'],
        [2, 'data', ''],
        [2, 'done', undefined],
      ])
    }),
  )
})

test.each([
  ['no JSON', 'x\n'],
  ['no object', '[]\n'],
  ['an unknown type', '{"id":1,"type":"other"}\n'],
  ['a length that is none', '{"id":1,"type":"data","bytes":-1}\n'],
  ['a length beyond measure', '{"id":1,"type":"data","bytes":99999999999}\n'],
])('refuses %s', (_, text) => {
  expect(() => new FrameReader().feed(Buffer.from(text))).toThrow()
})

test('refuses a line that does not end', () => {
  const reader = new FrameReader()
  const piece = Buffer.alloc(1 << 20, 'x')
  expect(() => {
    for (let count = 0; count < 6; count += 1) reader.feed(piece)
  }).toThrow('too long')
})
