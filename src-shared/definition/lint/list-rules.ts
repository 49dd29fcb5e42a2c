/** Problems of `%labels`, `%applabels` and `%arguments`, and of the templates that arguments are for. */
import { findTemplates, type Template } from '../arguments.ts'
import { linesIn, type Span, sliceOf } from '../span.ts'
import type { Section } from '../tree.ts'
import { contentLinesOf, type StageContext } from './context.ts'
import { proposal, removal } from './problem.ts'

/** Labels that the build writes; %labels does not replace them. */
const generatedLabels = new Set([
  'org.label-schema.schema-version',
  'org.label-schema.build-date',
  'org.label-schema.build-arch',
  'org.label-schema.usage',
  'org.label-schema.usage.singularity.deffile.bootstrap',
  'org.label-schema.usage.singularity.deffile.from',
  'org.label-schema.usage.singularity.version',
  'org.label-schema.usage.apptainer.version',
])

interface NamedLine {
  readonly name: string
  readonly line: Span
  /** The line with its end, for removing it. */
  readonly whole: Span
}

export function lintLabels(context: StageContext): void {
  const { text, stage, reporter } = context
  for (const name of ['labels', 'applabels'] as const) {
    const seen: NamedLine[] = []
    for (const section of stage.sections) {
      if (section.name !== name) continue
      const app = name === 'applabels' ? sliceOf(text, section.marker) : ''
      for (const line of contentLinesOf(text, section)) {
        if (reporter.isFull()) return
        const label = lintLabel(context, line, name === 'labels')
        seen.push({ name: `${app}\n${label}`, line, whole: wholeLine(text, section, line) })
      }
    }
    reportRepeated(context, seen, 'label-repeated')
  }
}

function wholeLine(text: string, section: Section, line: Span): Span {
  const found = text.indexOf('\n', line.end)
  const end = found === -1 ? section.body.end : Math.min(found + 1, section.body.end)
  const start = Math.max(text.lastIndexOf('\n', line.start) + 1, section.body.start)
  return { start, end }
}

/** Every line but the last of each name. */
function reportRepeated(
  { reporter }: StageContext,
  lines: readonly NamedLine[],
  code: 'label-repeated' | 'argument-repeated',
): void {
  const last = new Map(lines.map((line, place) => [line.name, place]))
  for (const [place, { name, line, whole }] of lines.entries()) {
    if ((last.get(name) ?? place) === place) continue
    reporter.report(code, line, { name: name.split('\n').at(-1) ?? '' }, proposal(removal(whole), true))
  }
}

/** @returns the label's name */
function lintLabel({ text, reporter }: StageContext, line: Span, isOfImage: boolean): string {
  const raw = sliceOf(text, line)
  const space = raw.indexOf(' ')
  const name = space === -1 ? raw : raw.slice(0, space)
  const value = space === -1 ? '' : raw.slice(space + 1).trim()
  const nameSpan = { start: line.start, end: line.start + name.length }
  const tab = name.indexOf('\t')
  if (tab !== -1) {
    const blanks = /^\s+/.exec(raw.slice(tab))?.[0].length ?? 1
    const span = { start: line.start + tab, end: line.start + tab + blanks }
    reporter.report('label-tab', span, {}, proposal({ ...span, text: ' ' }, false))
    return name
  }
  if (value === '' && /^[^=]+=./.test(name)) {
    const at = line.start + name.indexOf('=')
    reporter.report('label-equals', nameSpan, { name }, proposal({ start: at, end: at + 1, text: ' ' }, false))
    return name
  }
  if (value === '') reporter.report('label-empty', nameSpan, { name })
  const valueSpan = { start: line.end - value.length, end: line.end }
  if (/^(["']).*\1$/s.test(value) && value.length > 1) {
    reporter.report('label-quotes', valueSpan, {}, proposal({ ...valueSpan, text: value.slice(1, -1) }, false))
  } else {
    const comment = value.search(/\s#/)
    if (comment !== -1) reporter.report('label-comment', { start: valueSpan.start + comment + 1, end: line.end })
  }
  if (isOfImage && generatedLabels.has(name)) reporter.report('label-generated', nameSpan, { name })
  return name
}

export function lintArguments(context: StageContext): void {
  const { text, stage, reporter } = context
  const templates = findTemplates(text, stage.start, stage.end)
  const used = new Set(templates.map(({ name }) => name))
  const seen: NamedLine[] = []
  const reported: NamedLine[] = []
  for (const section of stage.sections) {
    if (section.name !== 'arguments') continue
    for (const line of contentLinesOf(text, section)) {
      if (reporter.isFull()) return
      const raw = sliceOf(text, line)
      const equals = raw.indexOf('=')
      const name = equals === -1 ? '' : raw.slice(0, equals).trim()
      if (name === '') {
        reporter.report('argument-line', line)
        continue
      }
      const nameSpan = { start: line.start, end: line.start + name.length }
      const value = raw.slice(equals + 1)
      const entry = { name, line, whole: wholeLine(text, section, line) }
      seen.push(entry)
      if (!/^[0-9A-Za-z_]+$/.test(name)) reporter.report('argument-name', nameSpan, { name })
      else if (!used.has(name)) reported.push({ ...entry, line: nameSpan })
      if (value.trim() === '') reporter.report('argument-empty', line)
      if (findTemplates(value).length > 0) reporter.report('argument-nested', line)
    }
  }
  for (const { name, line } of reported) reporter.report('argument-not-used', line, { name })
  // An empty default that is repaired by a later line differs between the programs, so such a line stays.
  reportRepeated(
    context,
    seen.filter(({ line }) => !/=\s*$/.test(sliceOf(text, line))),
    'argument-repeated',
  )
  lintTemplates(context, templates)
  lintOddTemplates(context)
}

function lintTemplates(context: StageContext, templates: readonly Template[]): void {
  const { text, stage, reporter, defaults, options } = context
  const undefinedNames = new Set<string>()
  for (const template of templates) {
    const { name } = template
    if (reporter.isFull()) return
    if (defaults.has(name) || options.givenArguments?.has(name) === true || undefinedNames.has(name)) continue
    if (isAfterComment(text, stage.start, template.start)) {
      reporter.report('argument-in-comment', template, { name })
      continue
    }
    undefinedNames.add(name)
    const section = stage.sections.find((candidate) => candidate.name === 'arguments')
    const at = section?.body.start
    const hasLineEnd = at !== undefined && text.charAt(at - 1) === '\n'
    const fix = at === undefined || !hasLineEnd ? null : proposal({ start: at, end: at, text: `    ${name}=\n` }, false)
    reporter.report('argument-undefined', template, { name }, fix)
  }
}

/** Whether a `#` and another character than `!` stand before a place in its line. */
function isAfterComment(text: string, from: number, at: number): boolean {
  const lineStart = Math.max(text.lastIndexOf('\n', at) + 1, from, at - 2000)
  return /#[^!]/.test(text.slice(lineStart, at))
}

/** Double braces around what looks like a name and is none. */
function lintOddTemplates({ text, stage, reporter }: StageContext): void {
  for (const line of linesIn(text, stage.start, stage.end)) {
    if (reporter.isFull()) return
    const raw = sliceOf(text, line)
    if (!raw.includes('{{')) continue
    for (const match of raw.matchAll(/\{\{[ \t]{0,20}([A-Za-z_][\w-]{0,60}-[\w-]{0,60})[ \t]{0,20}\}\}/g)) {
      const start = line.start + match.index
      reporter.report('template-name', { start, end: start + match[0].length }, { template: match[0] })
    }
  }
}
