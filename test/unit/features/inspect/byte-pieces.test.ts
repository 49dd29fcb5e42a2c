import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  firstPieces,
  lastPieces,
  nextPieces,
  type PiecePath,
  placeOf,
  previousPieces,
  showPiece,
} from '../../../../src-renderer/features/inspect/byte-pieces.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Goes through contents from their start to their end, a piece at a time. */
function readThrough(all: Uint8Array, pieceBytes: number) {
  const texts: (string | null)[] = []
  const bytes: number[] = []
  let path: PiecePath = firstPieces
  for (;;) {
    const { offset } = placeOf(path)
    const piece = showPiece(all.subarray(offset, offset + pieceBytes), offset, all.length)
    texts.push(piece.text)
    bytes.push(...piece.bytes)
    if (piece.end >= all.length) return { texts, bytes, path }
    path = nextPieces(path, piece)
  }
}

describe('long contents a piece at a time', () => {
  it('tear no line and no character, and lose nothing', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'ü', '€', '😀', ' '), maxLength: 20 })
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 8, max: 64 }),
        (lines, pieceBytes) => {
          const text = lines.join('\n')
          const { texts, bytes } = readThrough(encode(text), pieceBytes)
          expect(texts.every((one) => one !== null)).toBe(true)
          expect(bytes).toEqual([...encode(text)])
        },
      ),
    )
  })

  it('count lines over the pieces', () => {
    const text = Array.from({ length: 10 }, (_, line) => `line ${line + 1}`).join('\n')
    const { path, texts } = readThrough(encode(text), 16)
    expect(texts[0]).toBe('line 1\nline 2\n')
    expect(placeOf(path).firstLine).toBe(9)
    expect(placeOf(previousPieces(path, 16)).firstLine).toBe(7)
  })

  it('can be begun at the end, where lines have no number', () => {
    const text = 'ü'.repeat(100)
    const path = lastPieces(200, 33)
    const { offset, firstLine } = placeOf(path)
    const piece = showPiece(encode(text).subarray(offset), offset, 200)
    expect([piece.text, piece.end, firstLine]).toEqual(['ü'.repeat(16), 200, null])
    expect(placeOf(previousPieces(path, 33)).offset).toBe(134)
    expect(lastPieces(10, 33)).toBe(firstPieces)
    expect(previousPieces(lastPieces(40, 33), 33)).toBe(firstPieces)
  })

  it('show bytes that are no text whole', () => {
    const bytes = new Uint8Array([0x80, 0x81, 0, 0x0a, 1])
    const piece = showPiece(bytes, 100, 500)
    expect([piece.text, piece.bytes, piece.offset, piece.end, piece.isWhole]).toEqual([null, bytes, 100, 105, false])
  })
})
