/** Problems of header lines: keywords, values, continuations. Which base they name is for other rules. */
import type { HeaderField } from '../header.ts'
import { accepting, acceptsKeyword, findKeyword, keywords } from '../language.ts'
import { programs } from '../meaning.ts'
import { lowerText } from '../program-text.ts'
import type { Span } from '../span.ts'
import { nearest, type StageContext } from './context.ts'
import { proposal, removal } from './problem.ts'
import { programName } from './program-name.ts'

const keywordNames = Object.values(keywords).map(({ name }) => name)

export function lintHeader(context: StageContext): void {
  const { text, stage, reporter } = context
  for (const line of stage.header.lines) {
    if (reporter.isFull()) return
    const whole = { start: line.start, end: line.next }
    switch (line.kind) {
      case 'stray':
        lintStray(context, line.text)
        break
      case 'blank':
      case 'comment':
        if (line.breaksContinuation) {
          reporter.report('header-continuation-broken', line, {}, proposal(removal(whole), true))
        }
        break
      case 'entry':
      case 'continuation': {
        const { comment } = line
        if (comment !== null && !/\s/.test(text.charAt(comment.start - 1)) && line.value.end === comment.start) {
          reporter.report('header-comment-in-value', comment)
        }
        break
      }
    }
  }
  const seen = new Map<string, number>()
  for (const [place, field] of stage.header.fields.entries()) if (field.isComplete) seen.set(field.keyword, place)
  for (const [place, field] of stage.header.fields.entries()) {
    if (reporter.isFull()) return
    lintField(context, field, (seen.get(field.keyword) ?? place) > place)
  }
}

function lintStray({ text, reporter }: StageContext, span: Span): void {
  const [first = ''] = text.slice(span.start, span.end).split(/[\s=]/)
  const known = keywordNames.find((name) => name.toLowerCase() === first.toLowerCase())
  const at = span.start + first.length
  const fix = known === undefined ? null : proposal({ start: at, end: at, text: ':' }, true)
  reporter.report('header-line-without-value', span, { keyword: known ?? first }, fix)
}

function lintField(context: StageContext, field: HeaderField, isOverwritten: boolean): void {
  const { text, stage, reporter } = context
  const { keyword, keywordSpan, valueSpan, value } = field
  const written = text.slice(keywordSpan.start, keywordSpan.end)
  const entry = findKeyword(keyword)
  const accepted = programs.filter((program) => acceptsKeyword(program, keyword))
  if (!field.isComplete) {
    const backslash = { start: valueSpan.end - 1, end: valueSpan.end }
    reporter.report('header-continuation-lost', keywordSpan, { keyword: written }, proposal(removal(backslash), false))
    return
  }
  if (accepted.length === 0) {
    if (written.startsWith('\ufeff')) return
    const { suggestion, end } = suggestKeyword(written)
    const edit = { start: keywordSpan.start, end: keywordSpan.start + end, text: suggestion }
    reporter.report(
      'header-unknown-keyword',
      keywordSpan,
      { keyword: written === '' ? '“”' : written, suggestion },
      suggestion === '' ? null : proposal(edit, true),
    )
    return
  }
  if (entry === null) return
  const [only, other] = accepting(entry.since)
  if (only !== undefined && other === undefined) {
    reporter.report('header-one-program', keywordSpan, { program: programName(only), keyword: written })
  }
  if (entry.isObsolete === true) {
    const isAlone = stage.header.fields.length === 1
    reporter.report('header-obsolete', keywordSpan, { keyword: written }, proposal(removal(field.span), !isAlone))
  }
  if (isOverwritten) {
    // A second Bootstrap was meant to begin a stage; that is another problem, with another correction.
    if (keyword !== 'bootstrap') {
      reporter.report('header-repeated', keywordSpan, { keyword: written }, proposal(removal(field.span), true))
    }
    return
  }
  if (value === '') reporter.report('header-value-empty', keywordSpan, { keyword: written })
  const quote = /^(["'])(.+)\1$/s.exec(value)
  if (quote !== null) {
    const inner = { ...valueSpan, text: quote[2] ?? '' }
    reporter.report('header-quotes', valueSpan, {}, proposal(inner, false))
  }
}

/**
 * What was probably meant by a keyword that is none.
 * @returns the suggestion, empty without one, and how much of the keyword it stands for
 */
function suggestKeyword(written: string): { readonly suggestion: string; readonly end: number } {
  // `From alpine:3.20` has a colon, but not behind its keyword.
  const [first = ''] = written.split(/\s/)
  const known = keywordNames.find((name) => name.toLowerCase() === first.toLowerCase())
  if (known !== undefined && first.length < written.length) return { suggestion: `${known}:`, end: first.length }
  return { suggestion: nearest(written, keywordNames) ?? '', end: written.length }
}

/** The span of a header keyword, or of the header's first line when the keyword is not there. */
export function keywordPlace({ stage }: StageContext, keyword: string): Span {
  const field = stage.header.fields.findLast((candidate) => candidate.keyword === lowerText(keyword))
  if (field !== undefined) return field.keywordSpan
  const [first] = stage.header.fields
  return first?.keywordSpan ?? { start: stage.start, end: stage.start }
}
