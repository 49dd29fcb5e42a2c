/** Sets and removes header keywords; every other character of the text stays as it is. */
import { findKeyword } from '../language.ts'
import { lowerText, trimText } from '../program-text.ts'
import { parseTree, type Stage } from '../tree.ts'
import { type EditResult, edits, impossible, lineEndOf } from './result.ts'

/**
 * Sets a header keyword of a stage, or removes it.
 * @param stageIndex from 0
 * @param value null to remove the keyword; blanks at both ends are not kept
 */
export function setHeader(text: string, stageIndex: number, keyword: string, value: string | null): EditResult {
  const stage = parseTree(text).stages[stageIndex]
  if (stage === undefined) return impossible('no-such-stage')
  const key = lowerText(keyword)
  const fields = stage.header.fields.filter((field) => field.keyword === key)
  if (value === null) return edits(...fields.map(({ span }) => ({ ...span, text: '' })))
  const eol = lineEndOf(text)
  const written = writtenValue(value, eol)
  if (written.kind === 'impossible') return written
  const field = fields.findLast(({ isComplete }) => isComplete)
  if (field !== undefined) {
    const needsBlank =
      field.valueSpan.start > 0 && text.charAt(field.valueSpan.start - 1) === ':' && written.text !== ''
    return edits({ ...field.valueSpan, text: needsBlank ? ` ${written.text}` : written.text })
  }
  const line = `${findKeyword(key)?.name ?? keyword}: ${written.text}`
  const at = placeForKeyword(stage)
  const startsLine = at === 0 || text.charAt(at - 1) === '\n'
  return edits({ start: at, end: at, text: startsLine ? `${line}${eol}` : `${eol}${line}` })
}

type Written =
  | { readonly kind: 'written'; readonly text: string }
  | Extract<EditResult, { readonly kind: 'impossible' }>

/** A value as a header has to have it: line ends as continued lines. */
function writtenValue(value: string, eol: string): Written {
  const lines = trimText(value).split('\n').map(trimText)
  if (lines.some((line) => line.includes('#'))) return { kind: 'impossible', obstacle: 'value-has-comment-sign' }
  if (lines.some((line) => line.endsWith('\\'))) return { kind: 'impossible', obstacle: 'value-ends-in-backslash' }
  // An empty line would end the header's continuation in a crash, and `%` first would begin a section.
  if (lines.length > 1 && lines.some((line) => line === ''))
    return { kind: 'impossible', obstacle: 'value-has-line-end' }
  if (lines.slice(1).some((line) => line.startsWith('%')))
    return { kind: 'impossible', obstacle: 'text-has-percent-line' }
  if (lines.slice(1).some((line) => /^bootstrap:/iu.test(line))) {
    return { kind: 'impossible', obstacle: 'text-has-bootstrap-line' }
  }
  return { kind: 'written', text: lines.join(`\\n\\${eol}`) }
}

/** Behind the last keyword, so that blank lines before the first section stay where they are. */
function placeForKeyword(stage: Stage): number {
  const last = stage.header.fields.at(-1)
  if (last === undefined) return stage.start
  // What stands behind a continued line would become a part of its value.
  return last.isComplete ? last.span.end : last.span.start
}
