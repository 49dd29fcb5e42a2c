/** Writes stages from data, adds and removes them. */
import { parseTree } from '../tree.ts'
import { setHeader } from './header-edit.ts'
import { type EditResult, edited, edits, impossible, lineEndOf } from './result.ts'

export interface SectionDraft {
  /** With what follows the name, like `post -c /bin/bash`. */
  readonly marker: string
  readonly text: string
}

export interface StageDraft {
  /** Keywords as they are usually written, with their values; Bootstrap is put first. */
  readonly header: readonly (readonly [keyword: string, value: string])[]
  readonly sections: readonly SectionDraft[]
}

/**
 * Writes a definition: one blank line between sections and stages, text as it is. A header value that a
 * header cannot hold is left out; {@link setHeader} tells which and why.
 */
export function printStages(stages: readonly StageDraft[]): string {
  return stages.map(printStage).join('\n')
}

function printStage({ header, sections }: StageDraft): string {
  const bootstrap = header.find(([keyword]) => keyword.toLowerCase() === 'bootstrap')?.[1] ?? 'scratch'
  let text = `Bootstrap: ${bootstrap.trim()}\n`
  for (const [keyword, value] of header) {
    if (keyword.toLowerCase() !== 'bootstrap') text = edited(text, setHeader(text, 0, keyword, value))
  }
  return text + sections.map(printSection).join('')
}

function printSection({ marker, text }: SectionDraft): string {
  const body = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `\n%${marker}\n${body}`
}

/** Puts a stage before the one at `index`, or at the end. */
export function addStage(text: string, index: number, stage: StageDraft): EditResult {
  const { stages } = parseTree(text)
  const next = stages[index]
  const eol = lineEndOf(text)
  const written = printStage(stage).replaceAll('\n', eol)
  if (next !== undefined) return edits({ start: next.start, end: next.start, text: `${written}${eol}` })
  const above = text.slice(-4)
  const gap = text === '' || /\n\r?\n$/.test(above) ? '' : above.endsWith('\n') ? eol : eol + eol
  return edits({ start: text.length, end: text.length, text: gap + written })
}

/** Removes a stage with all that stands in it. */
export function removeStage(text: string, index: number): EditResult {
  const stage = parseTree(text).stages[index]
  return stage === undefined ? impossible('no-such-stage') : edits({ start: stage.start, end: stage.end, text: '' })
}
