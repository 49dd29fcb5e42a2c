/** Places in a text: offsets in UTF-16 units, lines and columns counted from one. */

/** A part of a text, `end` excluded. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** One line of a text. */
export interface Line extends Span {
  /** Where the next line begins: after the line end, or the end of the part that was asked for. */
  readonly next: number
}

export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

export function sliceOf(text: string, span: Span): string {
  return text.slice(span.start, span.end)
}

/** The first place of `needle` in a part of a text, or -1. Looks at nothing outside the part. */
export function indexWithin(text: string, needle: string, start: number, end: number): number {
  const found = text.slice(start, end).indexOf(needle)
  return found === -1 ? -1 : start + found
}

/**
 * The lines of a part of a text. A line ends at LF; one CR before it (or before the end) belongs to the
 * line end. A bare CR is text. Nothing follows a final line end.
 */
export function* linesIn(text: string, start: number, end: number): Generator<Line> {
  let at = start
  while (at < end) {
    const found = text.indexOf('\n', at)
    const stop = found === -1 || found >= end ? end : found
    const next = stop === end ? end : stop + 1
    const hasCarriageReturn = stop > at && text.charCodeAt(stop - 1) === 13
    yield { start: at, end: hasCarriageReturn ? stop - 1 : stop, next }
    at = next
  }
}

/** Turns offsets into lines and columns, each in logarithmic time. */
export interface LineIndex {
  readonly lineCount: number
  positionAt(offset: number): Position
  /** Where a line begins. @param line from 1; a line that is not there gives the nearest that is */
  startOfLine(line: number): number
}

export function createLineIndex(text: string): LineIndex {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return {
    lineCount: starts.length,
    positionAt(offset) {
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = Math.ceil((low + high) / 2)
        if ((starts[middle] ?? 0) <= offset) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
    },
    startOfLine(line) {
      return starts[Math.min(Math.max(line, 1), starts.length) - 1] ?? 0
    },
  }
}
