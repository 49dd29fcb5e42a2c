import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfText, textOfBytes, textOfWire, wireOfText } from '../../../../src-main/engine/files/byte-text.ts'

test('bytes that are UTF-8 read as text, the others as lone surrogates', () => {
  expect(textOfBytes(Buffer.from('ordinary'))).toBe('ordinary')
  expect(textOfBytes(Buffer.from('é😀'))).toBe('é😀')
  expect(textOfBytes(Buffer.from([0x61, 0xff, 0xc3, 0xa9, 0xc3]))).toBe('a\udcffé\udcc3')
  expect(textOfWire('Ã©')).toBe('é')
})

test('any bytes come back from text and from the wire', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = textOfBytes(Buffer.from(bytes))
      expect([...bytesOfText(text)]).toEqual([...bytes])
      expect([...Buffer.from(wireOfText(text), 'latin1')]).toEqual([...bytes])
      expect(textOfWire(wireOfText(text))).toBe(text)
    }),
  )
})

test('any text comes back, but for surrogates that stand for no byte', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(textOfBytes(bytesOfText(text))).toBe(text)
    }),
  )
  expect(bytesOfText('\ud800').toString('utf8')).toBe('\ufffd')
})
