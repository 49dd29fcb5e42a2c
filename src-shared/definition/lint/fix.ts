/** Applies edits to a text: all of one correction or none, and no correction over another. */
import type { DefinitionProblem, TextEdit } from './problem.ts'

/**
 * Applies edits that do not overlap.
 * @throws RangeError when two overlap or one lies outside the text
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = []
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError('edits overlap or lie outside the text')
    }
    pieces.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}

export interface FixedText {
  readonly text: string
  /** How many corrections were made. */
  readonly count: number
}

const mostRounds = 10

/**
 * Makes all safe corrections, again and again while there are new ones.
 * @param lint finds the problems of a text
 */
export function fixSafely(text: string, lint: (text: string) => readonly DefinitionProblem[]): FixedText {
  let current = text
  let count = 0
  for (let round = 0; round < mostRounds; round += 1) {
    const edits = chooseEdits(lint(current))
    if (edits.count === 0) break
    current = applyEdits(current, edits.edits)
    count += edits.count
  }
  return { text: current, count }
}

/** Edits of safe corrections in file order, each whole correction only when it touches no earlier one. */
function chooseEdits(problems: readonly DefinitionProblem[]): {
  readonly edits: readonly TextEdit[]
  readonly count: number
} {
  const candidates = problems
    .flatMap(({ fix }) => (fix?.isSafe === true ? [{ edits: fix.edits, ...extentOf(fix.edits) }] : []))
    .sort((a, b) => a.start - b.start)
  const chosen: TextEdit[] = []
  let count = 0
  let end = -1
  for (const candidate of candidates) {
    // Touching counts as overlapping: what two corrections make of one place is decided in the next round.
    if (candidate.start <= end) continue
    for (const edit of candidate.edits) chosen.push(edit)
    end = candidate.end
    count += 1
  }
  return { edits: chosen, count }
}

function extentOf(edits: readonly TextEdit[]): { readonly start: number; readonly end: number } {
  let start = Number.POSITIVE_INFINITY
  let end = 0
  for (const edit of edits) {
    start = Math.min(start, edit.start)
    end = Math.max(end, edit.end)
  }
  return { start, end }
}
