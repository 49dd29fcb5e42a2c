/** Problems of stages: where they begin, whether they are used, and what stands between them. */
import { copySource } from '../interpret-stage.ts'
import { findAgent, findSection } from '../language.ts'
import { programs } from '../meaning.ts'
import { linesIn } from '../span.ts'
import { headerValue, type Section, type Stage } from '../tree.ts'
import type { LintContext, StageContext } from './context.ts'
import { openHereDocument } from './here-document.ts'
import { proposal, type TextEdit } from './problem.ts'

/** Where `%files` lists of a stage are copied from, by either program. */
export function copiedStages(text: string, section: Section): readonly string[] {
  const { argument } = section.marker
  const args = argument === null ? '' : text.slice(argument.start, argument.end)
  return programs.flatMap((program) => {
    const from = copySource(args, program)
    return from.kind === 'stage' ? [from.name] : []
  })
}

export function lintStages(context: LintContext): void {
  const { text, tree, stagePlaces, reporter } = context
  if (!tree.stages.some((stage) => hasContent(stage))) {
    reporter.report('no-stages', { start: 0, end: Math.min(text.length, 1) })
    return
  }
  const used = new Map<string, number>()
  for (const [place, stage] of tree.stages.entries()) {
    for (const section of stage.sections) {
      if (section.name === 'files') for (const name of copiedStages(text, section)) used.set(name, place)
    }
  }
  for (const [place, stage] of tree.stages.entries()) {
    if (reporter.isFull()) return
    lintBeginning(context, stage, tree.stages[place + 1], place)
    if (place > 0) lintHereDocument(context, stage, tree.stages[place - 1])
    const name = headerValue(stage, 'stage') ?? ''
    const field = stage.header.fields.findLast(({ keyword }) => keyword === 'stage')
    if (name !== '' && (stagePlaces.get(name) ?? place) < place && field !== undefined) {
      reporter.report('stage-name-repeated', field.valueSpan, { name })
    }
    const isUsed = name !== '' && (used.get(name) ?? -1) > place
    if (place < tree.stages.length - 1 && hasBootstrap(stage) && !isUsed) {
      reporter.report('stage-not-used', stage.header.fields[0]?.keywordSpan ?? { start: stage.start, end: stage.start })
    }
  }
}

/** Whether a stage holds more than blanks and comments. */
export function hasContent(stage: Stage): boolean {
  return (
    stage.header.fields.length > 0 ||
    stage.sections.length > 0 ||
    stage.header.lines.some((line) => line.kind === 'stray')
  )
}

function hasBootstrap(stage: Stage): boolean {
  return stage.header.fields.some((field) => field.keyword === 'bootstrap')
}

function lintBeginning({ text, reporter }: LintContext, stage: Stage, next: Stage | undefined, place: number): void {
  const { fields, lines } = stage.header
  if (hasBootstrap(stage)) {
    for (const field of fields.slice(1)) {
      if (field.keyword !== 'bootstrap' || findAgent(field.value) === null) continue
      const start = lines.find(
        (line) => line.start <= field.keywordSpan.start && field.keywordSpan.start < line.next,
      )?.start
      const edit = { start: start ?? field.span.start, end: field.valueSpan.start, text: 'Bootstrap: ' }
      reporter.report('bootstrap-does-not-begin-stage', field.keywordSpan, {}, proposal(edit, false))
    }
    return
  }
  const [first] = fields
  if (first !== undefined) {
    const bootstrap = next?.header.fields[0]
    const isMovable =
      place === 0 &&
      stage.sections.length === 0 &&
      bootstrap?.keyword === 'bootstrap' &&
      fields.every((field) => field.isComplete)
    if (!isMovable || bootstrap === undefined) {
      reporter.report(next === undefined ? 'bootstrap-missing' : 'bootstrap-not-first', first.keywordSpan)
      return
    }
    const moved = fields.map((field) => text.slice(field.span.start, field.span.end)).join('')
    const edits: readonly TextEdit[] = [
      ...fields.map((field): TextEdit => ({ start: field.span.start, end: field.span.end, text: '' })),
      { start: bootstrap.span.end, end: bootstrap.span.end, text: moved },
    ]
    const isWhole = text.slice(bootstrap.span.start, bootstrap.span.end).endsWith('\n')
    reporter.report('bootstrap-not-first', first.keywordSpan, {}, isWhole ? { edits, isSafe: true } : null)
    return
  }
  const [section] = stage.sections
  if (section !== undefined) reporter.report('bootstrap-missing', section.marker)
  else {
    const comment = lines.find((line) => line.kind === 'comment')
    if (comment !== undefined && next !== undefined) reporter.report('text-not-embedded', comment)
  }
}

function lintHereDocument({ text, reporter }: LintContext, stage: Stage, before: Stage | undefined): void {
  const last = before?.sections.at(-1)
  if (last === undefined || findSection(last.name)?.content !== 'shell') return
  const open = openHereDocument(text, last.body)
  if (open === null) return
  const word = { start: stage.start, end: stage.start + 'bootstrap'.length }
  const written = text.slice(word.start, word.end)
  const fix = open.isQuoted ? null : proposal({ ...word, text: `\${bootstrap-${written}}` }, false)
  reporter.report('bootstrap-in-here-document', word, {}, fix)
}

const mostLooks = 20

/** Lines of scripts that look as if they were meant to begin a stage. */
export function lintLostStages({ text, stage, reporter }: StageContext): void {
  for (const section of stage.sections) {
    if (findSection(section.name)?.content !== 'shell') continue
    const body = text.slice(section.body.start, section.body.end)
    if (!/bootstrap[ \t]{0,40}:/i.test(body)) continue
    let looks = 0
    for (const line of linesIn(text, section.body.start, section.body.end)) {
      if (reporter.isFull()) return
      const match = /^(\s*bootstrap\s*:\s*)([a-z-]{2,20})\s*$/i.exec(
        text.slice(line.start, Math.min(line.end, line.start + 200)),
      )
      if (match === null || findAgent(match[2] ?? '') === null) continue
      looks += 1
      // Each look reads the section from its beginning.
      if (looks > mostLooks) break
      if (openHereDocument(text, { start: section.body.start, end: line.start }) !== null) continue
      const span = { start: line.start, end: line.start + (match[1] ?? '').length }
      const fix = proposal({ ...span, text: 'Bootstrap: ' }, false)
      reporter.report('bootstrap-does-not-begin-stage', span, {}, fix)
    }
  }
}
