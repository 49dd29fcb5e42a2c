/**
 * The lines of a header: keywords with values, comments, continued values. The reading follows the command
 * lines' state machine, its traps included; what is a trap is marked, not judged.
 */
import { lowerText, trimSpan } from './program-text.ts'
import { indexWithin, linesIn, type Span } from './span.ts'

interface HeaderLineSpan extends Span {
  /** Where the next line begins. */
  readonly next: number
}

/** A line without a keyword: blank, or with `#` first. */
export interface HeaderGap extends HeaderLineSpan {
  readonly kind: 'blank' | 'comment'
  /** It stands directly after a continued value, which the programs do not survive. */
  readonly breaksContinuation: boolean
}

/** `Keyword: value  # comment`. */
export interface HeaderEntry extends HeaderLineSpan {
  readonly kind: 'entry'
  readonly keyword: Span
  /** Trimmed, without the comment; ends with the backslash when it is continued. */
  readonly value: Span
  /** From the `#`, or null. */
  readonly comment: Span | null
  readonly isContinued: boolean
}

/** The next line of a value that ended with a backslash. */
export interface HeaderContinuation extends HeaderLineSpan {
  readonly kind: 'continuation'
  readonly value: Span
  readonly comment: Span | null
  readonly isContinued: boolean
}

/** A line without a colon; the span `text` is what the programs name in their message. */
export interface HeaderStray extends HeaderLineSpan {
  readonly kind: 'stray'
  readonly text: Span
}

export type HeaderLine = HeaderGap | HeaderEntry | HeaderContinuation | HeaderStray

/** A keyword with its whole value, over all its lines. */
export interface HeaderField {
  /** Lower case. */
  readonly keyword: string
  readonly value: string
  /** The keyword as it is written. */
  readonly keywordSpan: Span
  /** From the first character of the value to its last, line ends and backslashes between included. */
  readonly valueSpan: Span
  /** All its lines, the last line end included. */
  readonly span: Span
  /** False when the header ends in a continued line: the programs drop such a keyword. */
  readonly isComplete: boolean
}

export interface Header extends Span {
  readonly lines: readonly HeaderLine[]
  /** In file order; a repeated keyword is there again. */
  readonly fields: readonly HeaderField[]
}

/** Reads the part of a stage above its first marker. */
export function readHeader(text: string, span: Span): Header {
  const lines: HeaderLine[] = []
  const fields: HeaderField[] = []
  // The programs trim the whole header first, so blank lines at its end are not seen by them.
  const textEnd = trimSpan(text, span.start, span.end).end
  let open: OpenField | null = null
  for (const { start, end, next } of linesIn(text, span.start, span.end)) {
    const inner = trimSpan(text, start, end)
    const isBlank = inner.start === inner.end
    if (isBlank || text.charAt(inner.start) === '#') {
      const breaksContinuation = open !== null && open.keyword !== '' && start < textEnd
      lines.push({ kind: isBlank ? 'blank' : 'comment', start, end, next, breaksContinuation })
      continue
    }
    const { body, comment } = cutComment(text, inner)
    // A backslash alone opens no continuation, but the programs remember that something was open.
    const continued: OpenField | null = open !== null && open.value !== '' ? open : null
    const colon = continued === null ? indexWithin(text, ':', body.start, body.end) : -1
    if (continued === null && colon === -1) {
      lines.push({ kind: 'stray', start, end, next, text: body })
      continue
    }
    const value = continued === null ? trimSpan(text, colon + 1, body.end) : trimSpan(text, body.start, body.end)
    const isContinued = value.end > value.start && text.charAt(value.end - 1) === '\\'
    const shape = { start, end, next, value, comment, isContinued }
    let field: OpenField
    if (continued === null) {
      const keyword = trimSpan(text, body.start, colon)
      lines.push({ kind: 'entry', ...shape, keyword })
      field = {
        keyword: lowerText(text.slice(keyword.start, keyword.end)),
        keywordSpan: keyword,
        valueStart: value.start,
        start,
        value: '',
        end: next,
        valueEnd: value.end,
      }
    } else {
      lines.push({ kind: 'continuation', ...shape })
      field = continued
    }
    const joined: OpenField = {
      ...field,
      value: valueSoFar(field.value + text.slice(value.start, value.end), isContinued),
      end: next,
      valueEnd: value.end,
    }
    if (isContinued) {
      if (open !== null && open !== continued) fields.push(closeField(open, false))
      open = joined
    } else {
      if (open !== null && open === continued) open = null
      fields.push(closeField(joined, true))
    }
  }
  if (open !== null) fields.push(closeField(open, false))
  return { ...span, lines, fields }
}

interface OpenField {
  readonly keyword: string
  readonly keywordSpan: Span
  readonly valueStart: number
  readonly start: number
  readonly value: string
  readonly end: number
  readonly valueEnd: number
}

function closeField(field: OpenField, isComplete: boolean): HeaderField {
  return {
    keyword: field.keyword,
    value: field.value,
    keywordSpan: field.keywordSpan,
    valueSpan: { start: field.valueStart, end: field.valueEnd },
    span: { start: field.start, end: field.end },
    isComplete,
  }
}

function cutComment(text: string, inner: Span): { readonly body: Span; readonly comment: Span | null } {
  const hash = indexWithin(text, '#', inner.start, inner.end)
  if (hash === -1) return { body: inner, comment: null }
  return { body: { start: inner.start, end: hash }, comment: { start: hash, end: inner.end } }
}

/** `\` at the end joins the next line; `\n\` joins it after a line end. */
function valueSoFar(value: string, isContinued: boolean): string {
  if (!isContinued) return value
  const kept = value.slice(0, -1)
  return kept.endsWith('\\n') ? `${kept.slice(0, -2)}\n` : kept
}
