/**
 * Long contents a piece at a time: which bytes of a piece are shown, as what, and where the next piece
 * begins. Text is cut at the end of a line, so that no line and no character is torn. Pure.
 */
import { asText } from './hex.ts'

export interface ShownPiece {
  /** Where it begins in the whole; a character that began before is left out. */
  readonly offset: number
  readonly bytes: Uint8Array
  /** Null: no text. */
  readonly text: string | null
  /** Where the next piece begins. */
  readonly end: number
  readonly isWhole: boolean
}

/** The byte that ends a line. */
const lineEnd = 0x0a
/** Bytes of one UTF-8 character after its first one, at most. */
const mostContinuations = 3

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** How many bytes stand at the end of `bytes` that begin a character without ending it. */
function openBytes(bytes: Uint8Array): number {
  let back = 1
  while (back <= mostContinuations && isContinuation(bytes[bytes.length - back])) back += 1
  const lead = bytes[bytes.length - back] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return length > back ? back : 0
}

/** @param offset of the bytes in the whole, which has `totalBytes` */
export function showPiece(all: Uint8Array, offset: number, totalBytes: number): ShownPiece {
  const isCut = offset + all.length < totalBytes
  let skipped = 0
  while (offset > 0 && skipped < mostContinuations && isContinuation(all[skipped])) skipped += 1
  const lastLineEnd = isCut ? all.lastIndexOf(lineEnd) : -1
  const textEnd = lastLineEnd > skipped ? lastLineEnd + 1 : all.length - (isCut ? openBytes(all) : 0)
  const textBytes = all.subarray(skipped, textEnd)
  const text = asText(textBytes, false)
  const bytes = text === null ? all : textBytes
  const start = text === null ? offset : offset + skipped
  return { offset: start, bytes, text, end: start + bytes.length, isWhole: offset === 0 && !isCut }
}

/** Where one is in long contents. */
export interface PiecePlace {
  readonly offset: number
  /** Number of its first line; null after a jump. */
  readonly firstLine: number | null
}

/** The places that *Previous* goes back through, the present one last. */
export type PiecePath = readonly [PiecePlace, ...PiecePlace[]]

export const firstPieces: PiecePath = [{ offset: 0, firstLine: 1 }]

/** The present place. */
export function placeOf(path: PiecePath): PiecePlace {
  return path.at(-1) ?? path[0]
}

function linesOf(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

export function nextPieces(path: PiecePath, piece: ShownPiece): PiecePath {
  const { firstLine } = placeOf(path)
  const isTold = firstLine !== null && piece.text !== null
  const next = { offset: piece.end, firstLine: isTold ? firstLine + linesOf(piece.text) : null }
  return [path[0], ...path.slice(1), next]
}

/** @param pieceBytes how much a piece is, where there is no way back to follow */
export function previousPieces(path: PiecePath, pieceBytes: number): PiecePath {
  const [first, ...rest] = path
  if (rest.length > 1 || (rest.length === 1 && rest[0]?.firstLine !== null)) return [first, ...rest.slice(0, -1)]
  const offset = Math.max(0, placeOf(path).offset - pieceBytes)
  return offset === 0 ? firstPieces : [first, { offset, firstLine: null }]
}

/** The last piece of contents that have `totalBytes`. */
export function lastPieces(totalBytes: number, pieceBytes: number): PiecePath {
  const offset = Math.max(0, totalBytes - pieceBytes)
  return offset === 0 ? firstPieces : [firstPieces[0], { offset, firstLine: null }]
}
