/** How an edit of a definition ends: with changes of the text, or with the reason why the text cannot say that. */
import { applyEdits } from '../lint/fix.ts'
import type { TextEdit } from '../lint/problem.ts'

/** What a definition has no way to express. */
export type EditObstacle =
  /** `#` begins a comment in a header and cannot be written otherwise. */
  | 'value-has-comment-sign'
  /** A backslash at the end of a header value continues it. */
  | 'value-ends-in-backslash'
  /** A line that begins with `%` begins a section. */
  | 'text-has-percent-line'
  /** A line that begins with `Bootstrap:` begins a stage. */
  | 'text-has-bootstrap-line'
  /** Names hold no blanks, and do not begin like a comment or a section. */
  | 'name-malformed'
  | 'name-empty'
  | 'value-has-line-end'
  /** There are double quotes only, and no way to write one inside. */
  | 'name-has-quotes'
  | 'no-such-stage'
  | 'no-such-entry'

export type EditResult =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'impossible'; readonly obstacle: EditObstacle }

export function impossible(obstacle: EditObstacle): EditResult {
  return { kind: 'impossible', obstacle }
}

export function edits(...changes: readonly TextEdit[]): EditResult {
  return { kind: 'edits', edits: changes }
}

/** The text after an edit, or as it was when the edit is impossible. */
export function edited(text: string, result: EditResult): string {
  return result.kind === 'edits' ? applyEdits(text, result.edits) : text
}

/** The line end that a text uses. */
export function lineEndOf(text: string): string {
  const first = text.indexOf('\n')
  return first > 0 && text.charAt(first - 1) === '\r' ? '\r\n' : '\n'
}
