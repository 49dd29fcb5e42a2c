import { describe, expect, it } from 'vitest'
import {
  asText,
  decodeBase64,
  guessLanguage,
  hexRows,
  prettyJson,
} from '../../../../src-renderer/features/inspect/hex.ts'

describe('hexadecimal view', () => {
  it('writes rows with offsets, pairs and printable characters', () => {
    expect(hexRows(new Uint8Array([0x68, 0x73, 0x71, 0x73, 0, 0xff, 0x7f]), 4, 8)).toEqual([
      { offset: 8, pairs: ['68', '73', '71', '73'], text: 'hsqs' },
      { offset: 12, pairs: ['00', 'FF', '7F'], text: '···' },
    ])
  })

  it('decodes what the engine sends', () => {
    expect([...decodeBase64('AP9o')]).toEqual([0, 255, 0x68])
  })
})

describe('text of bytes', () => {
  const encoded = new TextEncoder().encode('größe')

  it('tells text from other bytes', () => {
    expect(asText(encoded, false)).toBe('größe')
    expect(asText(new Uint8Array([1, 2, 3]), false)).toBeNull()
    expect(asText(new Uint8Array([0xc3, 0x28]), false)).toBeNull()
  })

  it('lets the last character be cut', () => {
    const cut = encoded.subarray(0, 4)
    expect(asText(cut, true)).toBe('gr\u00f6')
    expect(asText(encoded.subarray(0, 3), true)).toBe('gr')
    expect(asText(encoded.subarray(0, 3), false)).toBeNull()
  })

  it('guesses what it is', () => {
    expect([guessLanguage(' {"a":1}'), guessLanguage('#!/bin/sh\nx'), guessLanguage('hello')]).toEqual([
      'json',
      'shell',
      'plain',
    ])
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(prettyJson('{"a":')).toBe('{"a":')
  })
})
