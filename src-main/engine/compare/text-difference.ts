/** Sets two texts against each other by lines, with a bound on the work. Pure. */
import { structuredPatch } from 'diff'
import type { TextDifference, TextHunk, TextLine } from '../../../src-shared/model/compare.ts'

/** Lines that may differ before the texts count as unrelated. */
const mostEdits = 4000
const longestMs = 2000
const contextLines = 3

/** @returns null for the same text */
export function textDifference(a: string, b: string): TextDifference | null {
  if (a === b) return null
  const patch = structuredPatch('', '', a, b, '', '', {
    context: contextLines,
    maxEditLength: mostEdits,
    timeout: longestMs,
  })
  if (patch === undefined) return { added: lineCount(b), removed: lineCount(a), hunks: [], isTooDifferent: true }
  const hunks = patch.hunks.map(({ oldStart, newStart, lines }): TextHunk => {
    return { aStart: oldStart, bStart: newStart, lines: lines.flatMap(toLine) }
  })
  const count = (kind: TextLine['kind']): number =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0)
  return { added: count('is'), removed: count('was'), hunks, isTooDifferent: false }
}

/** The note about a missing last newline is no line of either text. */
function toLine(line: string): readonly TextLine[] {
  const text = line.slice(1)
  switch (line.charAt(0)) {
    case '+':
      return [{ kind: 'is', text }]
    case '-':
      return [{ kind: 'was', text }]
    case ' ':
      return [{ kind: 'same', text }]
    default:
      return []
  }
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
