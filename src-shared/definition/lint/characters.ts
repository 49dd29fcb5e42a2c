/** Problems of characters and line ends, wherever they stand. */
import type { Span } from '../span.ts'
import type { LintContext } from './context.ts'
import { proposal, removal, type TextEdit } from './problem.ts'

const byteOrderMark = '\ufeff'

/** Format characters, control characters but tab and line ends, and blanks that are not the usual one. */
const oddCharacter = /[\p{Cf}\p{Zl}\p{Zp}]|(?![\t\n\r])\p{Cc}|(?! )\p{Zs}/gu
const directionCharacter = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const oddSpace = /\p{Zs}/u

export function lintCharacters(context: LintContext): void {
  const { text, reporter } = context
  if (text.startsWith(byteOrderMark)) {
    reporter.report('byte-order-mark', { start: 0, end: 1 }, {}, proposal(removal({ start: 0, end: 1 }), true))
  }
  lintLineEnds(context)
  for (const match of text.matchAll(oddCharacter)) {
    if (reporter.isFull()) return
    const [character] = match
    const span = { start: match.index, end: match.index + character.length }
    if (match.index === 0 && character === byteOrderMark) continue
    if (isJoinerInText(text, match.index, character)) continue
    const params = { codePoint: codePointName(character) }
    const isRead = isInHeaderOrMarker(context, span)
    if (oddSpace.test(character)) {
      // In a script it may stand in quotes on purpose; in a keyword or name nothing good can come of it.
      reporter.report('unusual-space', span, params, proposal({ ...span, text: ' ' }, false))
    } else if (directionCharacter.test(character)) {
      reporter.report('direction-character', span, params, proposal(removal(span), false))
    } else reporter.report('invisible-character', span, params, proposal(removal(span), isRead))
  }
}

function lintLineEnds({ text, reporter }: LintContext): void {
  const pairs: Span[] = []
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) {
    // Of several carriage returns before a line end only the last one belongs to it.
    if (text.charAt(at + 1) === '\n' && text.charAt(at - 1) !== '\r') pairs.push({ start: at, end: at + 1 })
    else if (text.charAt(at + 1) !== '\n' && !reporter.isFull() && at + 1 < text.length) {
      const span = { start: at, end: at + 1 }
      reporter.report('line-ends-cr', span, {}, proposal({ ...span, text: '\n' }, false))
    }
  }
  const [first] = pairs
  if (first !== undefined) {
    const edits: readonly TextEdit[] = pairs.map(removal)
    reporter.report('line-ends-crlf', first, { count: pairs.length }, { edits, isSafe: true })
  }
  if (text !== '' && !text.endsWith('\n') && !text.endsWith('\r')) {
    const end = text.length
    reporter.report('final-line-end-missing', { start: end, end }, {}, proposal({ start: end, end, text: '\n' }, true))
  }
}

/** Joiners belong to emoji and to the letters of several scripts. */
function isJoinerInText(text: string, at: number, character: string): boolean {
  if (character !== '\u200c' && character !== '\u200d') return false
  const before = text.slice(Math.max(0, at - 2), at)
  return /(?:\p{Extended_Pictographic}|\ufe0f|[\p{L}\p{M}])$/u.test(before) && !/[\0-\x7f]$/.test(before)
}

/** Whether a place is in a keyword or in the name of a section: such a file is refused. */
function isInHeaderOrMarker({ tree }: LintContext, { start }: Span): boolean {
  let low = 0
  let high = tree.stages.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((tree.stages[middle]?.start ?? 0) <= start) low = middle
    else high = middle - 1
  }
  const stage = tree.stages[low]
  if (stage === undefined) return false
  const isIn = (span: Span): boolean => span.start <= start && start < span.end
  if (start < stage.header.end) return stage.header.lines.some((line) => line.kind === 'entry' && isIn(line.keyword))
  return stage.sections.some(({ marker }) => isIn(marker.name))
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
