/** Problems of a definition: where, what, and how to correct it. Collecting them stops at a limit, not at a crash. */
import {
  type ProblemCode,
  type ProblemSeverity,
  type ProblemText,
  problemTexts,
} from '../../text/definition-problems.ts'
import type { LineIndex, Position, Span } from '../span.ts'

/** Replaces a part of the text; start and end are equal to insert. */
export interface TextEdit extends Span {
  readonly text: string
}

export interface ProblemFix {
  /** What the correction does, as a label. */
  readonly title: string
  readonly edits: readonly TextEdit[]
  /** It changes nothing that the file means, or the file cannot be built as it is. */
  readonly isSafe: boolean
}

export interface DefinitionProblem extends Position, Span {
  readonly code: ProblemCode
  readonly severity: ProblemSeverity
  /** In UTF-16 units, within the line where it begins or over several lines. */
  readonly length: number
  readonly message: string
  readonly fix: ProblemFix | null
}

export type ProblemParams = Readonly<Record<string, string | number>>

export interface FixProposal {
  readonly edits: readonly TextEdit[]
  readonly isSafe: boolean
}

export interface Reporter {
  report(code: ProblemCode, span: Span, params?: ProblemParams, fix?: FixProposal | null): void
  /** No more is kept; whoever walks a long text can stop. */
  isFull(): boolean
  /** By place. */
  problems(): readonly DefinitionProblem[]
}

/** More than anybody reads; a hostile file must not make millions of objects. */
const mostProblems = 2000

export function createReporter(lines: LineIndex): Reporter {
  const found: DefinitionProblem[] = []
  return {
    report(code, span, params = {}, fix = null) {
      if (found.length >= mostProblems) return
      const text: ProblemText = problemTexts[code]
      found.push({
        code,
        severity: text.severity,
        ...lines.positionAt(span.start),
        start: span.start,
        end: span.end,
        length: span.end - span.start,
        message: fill(text.message, params),
        fix: fix === null || text.fix === undefined ? null : { title: fill(text.fix, params), ...fix },
      })
    },
    isFull: () => found.length >= mostProblems,
    problems: () => found.toSorted((a, b) => a.start - b.start || a.end - b.end),
  }
}

/** Long or many-lined pieces of the file are cut: a message is a sentence. */
function fill(template: string, params: ProblemParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    if (value === undefined) return whole
    const text = String(value)
    return text.length > 80 ? `${text.slice(0, 79)}…` : text
  })
}

/** The edit that removes a part. */
export function removal(span: Span): TextEdit {
  return { start: span.start, end: span.end, text: '' }
}

/** A proposal of one edit. */
export function proposal(edit: TextEdit, isSafe: boolean): FixProposal {
  return { edits: [edit], isSafe }
}
