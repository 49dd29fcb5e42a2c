/** Problems of section markers: names, what follows them, where they stand. What is inside is for other rules. */
import { findSection, isAppSection, type SectionEntry, sectionNames } from '../language.ts'
import { argumentText, type Section } from '../tree.ts'
import { nearest, type StageContext } from './context.ts'
import { type HereDocument, openHereDocument } from './here-document.ts'
import { type FixProposal, proposal, removal } from './problem.ts'

export function lintSections(context: StageContext): void {
  const { text, stage, reporter } = context
  const seen = new Set<string>()
  for (const [place, section] of stage.sections.entries()) {
    if (reporter.isFull()) return
    const before = stage.sections[place - 1]
    const open = openAbove(context, before)
    const entry = findSection(section.name)
    if (entry === null) lintUnknown(context, section, before, open)
    else lintKnown(context, section, entry, open, place)
    const key = entry?.argument === 'app' ? text.slice(section.marker.name.start, section.marker.end) : section.name
    if (entry !== null && section.name !== 'files' && section.name !== 'appfiles') {
      if (seen.has(key)) lintRepeated(context, section)
      seen.add(key)
    }
  }
}

/** The here-document that the section above leaves open. */
function openAbove({ text }: StageContext, before: Section | undefined): HereDocument | null {
  if (before === undefined || findSection(before.name)?.content !== 'shell') return null
  return openHereDocument(text, before.body)
}

/** `%` in a script: begins the line with an expansion that gives the same text, where expansions work. */
function percentFix(section: Section, open: HereDocument | null): FixProposal | null {
  if (open?.isQuoted === true) return null
  return proposal(
    {
      ...section.marker.percent,
      text: `\${percent-${'%'.repeat(section.marker.percent.end - section.marker.percent.start)}}`,
    },
    false,
  )
}

function lintUnknown(
  { text, reporter }: StageContext,
  section: Section,
  before: Section | undefined,
  open: HereDocument | null,
): void {
  const { marker } = section
  const raw = text.slice(marker.start, marker.end)
  const isBelowScript = before !== undefined && findSection(before.name)?.content === 'shell'
  const [, inner = ''] = /^\s*%+\s*([A-Za-z]*)/.exec(raw) ?? []
  const isName = findSection(inner.toLowerCase()) !== null
  if (marker.isIndented) {
    if (isName && open === null) {
      const fix = proposal(removal({ start: marker.start, end: marker.percent.start }), true)
      reporter.report('section-marker-indented', marker, {}, fix)
    } else if (isBelowScript) reporter.report('percent-line-in-script', marker, {}, percentFix(section, open))
    else reporter.report('section-marker-indented', marker)
    return
  }
  if (open !== null) {
    reporter.report('percent-line-in-script', marker, {}, percentFix(section, open))
    return
  }
  const written = text.slice(marker.name.start, marker.name.end)
  const tab = /^(\w+)([\t\v\f\u00a0][\s\S]*)$/.exec(written)
  if (tab !== null && findSection(tab[1]?.toLowerCase() ?? '') !== null) {
    const at = marker.name.start + (tab[1]?.length ?? 0)
    const rest = written.slice(tab[1]?.length ?? 0)
    const blanks = /^\s*/.exec(rest)?.[0].length ?? 1
    const isTrailing = blanks === rest.length && marker.argument === null
    const fix = proposal({ start: at, end: at + blanks, text: isTrailing ? '' : ' ' }, true)
    reporter.report('section-name-tab', { start: at, end: at + blanks }, {}, fix)
    return
  }
  if (written === '' && isName) {
    const blanks = raw.slice(marker.percent.end - marker.start).search(/\S/)
    const gap = { start: marker.percent.end, end: marker.percent.end + blanks }
    reporter.report('section-name-space', marker, {}, proposal(removal(gap), true))
    return
  }
  const suggestion = nearest(written, sectionNames)
  const fix = suggestion === null ? null : proposal({ ...marker.name, text: suggestion }, true)
  const name = written === '' ? '“”' : written
  reporter.report('section-unknown', marker, { name, suggestion: suggestion ?? '' }, fix)
}

function lintKnown(
  context: StageContext,
  section: Section,
  entry: SectionEntry,
  open: HereDocument | null,
  place: number,
): void {
  const { text, stage, reporter, isLast } = context
  const { marker, body, name } = section
  if (open !== null) reporter.report('section-in-here-document', marker, { end: open.end })
  if (marker.percent.end - marker.percent.start > 1) {
    const extra = { start: marker.percent.start + 1, end: marker.percent.end }
    reporter.report('section-percent-doubled', marker.percent, {}, proposal(removal(extra), true))
  }
  if (isAppSection(name)) lintApp(context, section)
  else lintArgument(context, section, entry)
  const isEmpty = body.end === body.start
  const isFirstWithoutHeader = place === 0 && stage.header.end === stage.header.start
  if (isFirstWithoutHeader && text.slice(body.start, body.end).trim() === '') {
    reporter.report('section-empty-headerless', marker)
  } else if (isEmpty && !isAppSection(name) && marker.argument === null && !isFirstWithoutHeader) {
    const next = stage.sections[place + 1]
    reporter.report(
      'section-empty',
      marker,
      {},
      next === undefined ? null : proposal(removal(section), name !== 'files'),
    )
  }
  if (name === 'pre' || name === 'setup') reporter.report('section-runs-on-host', marker, { name })
  const isStored = ['labels', 'help', 'runscript', 'startscript', 'environment'].includes(name)
  if (isStored && !isLast) reporter.report('section-not-in-image', marker, { name })
}

function lintArgument({ text, reporter }: StageContext, section: Section, entry: SectionEntry): void {
  const { marker, name } = section
  const argument = argumentText(text, marker)
  if (argument === '' || marker.argument === null) return
  if (entry.argument === 'none') {
    const rest = { start: marker.name.end, end: marker.end }
    reporter.report('section-arguments-ignored', marker.argument, { name }, proposal(removal(rest), false))
    return
  }
  if (entry.argument !== 'shell' || !['post', 'pre', 'setup'].includes(name)) return
  const words = argument.split(/\s+/)
  if (words.at(-1) === '-c') reporter.report('section-shell-missing', marker.argument)
  const [first = ''] = words
  if (!first.startsWith('-') && first.includes('/')) {
    const { start } = marker.argument
    const fix = proposal({ start, end: start, text: '-c ' }, false)
    reporter.report('section-shell-without-c', marker.argument, { shell: first }, fix)
  }
}

function lintApp({ text, reporter }: StageContext, section: Section): void {
  const { marker, name } = section
  const written = text.slice(marker.name.start, marker.name.end)
  if (written !== name) {
    reporter.report(
      'app-section-case',
      marker.name,
      { suggestion: name },
      proposal({ ...marker.name, text: name }, true),
    )
  }
  if (marker.argument === null) {
    reporter.report('app-name-missing', marker, { name: written })
    return
  }
  const argument = text.slice(marker.argument.start, marker.argument.end)
  const [app = ''] = argument.split(' ')
  if (app === '') {
    const blanks = argument.length - argument.trimStart().length
    const gap = { start: marker.argument.start, end: marker.argument.start + blanks }
    const fix = argument.trim() === '' ? null : proposal(removal(gap), false)
    reporter.report('app-name-empty', marker, {}, fix)
    return
  }
  if (argument.length > app.length) {
    const rest = { start: marker.argument.start + app.length, end: marker.end }
    if (argument.trim() !== app && !argument.slice(app.length).trimStart().startsWith('#')) {
      reporter.report('app-extra-words', rest, {}, proposal(removal(rest), true))
    }
  }
  if (/[^A-Za-z0-9_]/.test(app) && !app.includes('{{')) {
    const span = { start: marker.argument.start, end: marker.argument.start + app.length }
    reporter.report('app-name-characters', span, { name: app })
  }
}

function lintRepeated({ text, reporter }: StageContext, section: Section): void {
  reporter.report('section-repeated', section.marker, { name: section.name })
  const { argument } = section.marker
  if (argument !== null && ['post', 'runscript', 'startscript', 'test', 'pre', 'setup'].includes(section.name)) {
    if (text.slice(argument.start, argument.end).trim() !== '') {
      reporter.report('section-arguments-differ', argument, { name: section.name })
    }
  }
}
