/** What a word of a definition means, for showing beside it. */
import { agentTexts, keywordTexts, languageText, sectionTexts } from '../../text/definition-language.ts'
import { findTemplates } from '../arguments.ts'
import { findAgent, findKeyword, findSection, type Since } from '../language.ts'
import type { Span } from '../span.ts'
import { defaultsOf, placeAt, type TextPlace } from './place.ts'

export interface Hover extends Span {
  /** The word as the language writes it, like `%post`. */
  readonly title: string
  /** Sentences, each a paragraph. */
  readonly lines: readonly string[]
}

/** @returns null where there is nothing to say */
export function hoverAt(text: string, offset: number): Hover | null {
  const place = placeAt(text, offset)
  return hoverTemplate(text, place, offset) ?? hoverSection(place, offset) ?? hoverHeader(place, offset)
}

function covers(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end
}

function hoverTemplate(text: string, { stage, line }: TextPlace, offset: number): Hover | null {
  if (stage === null) return null
  const template = findTemplates(text, line.start, line.end).find((candidate) => covers(candidate, offset))
  if (template === undefined) return null
  const value = defaultsOf(text, stage).get(template.name)
  return {
    start: template.start,
    end: template.end,
    title: template.name,
    lines: [value === undefined ? languageText.noDefault(template.name) : languageText.defaultIs(template.name, value)],
  }
}

function hoverSection({ section }: TextPlace, offset: number): Hover | null {
  if (section === null) return null
  const { marker } = section
  const span = { start: marker.percent.start, end: marker.name.end }
  const entry = findSection(section.name)
  if (entry === null || !covers(span, offset)) return null
  const title = `%${entry.name}`
  const written = entry.argument === 'app' ? `${title} NAME` : title
  return {
    ...span,
    title,
    lines: [sectionTexts[entry.name], languageText.example(`${written}: ${entry.example}`), sinceLine(entry.since)],
  }
}

function hoverHeader({ stage }: TextPlace, offset: number): Hover | null {
  const field = stage?.header.fields.find(
    (candidate) => covers(candidate.keywordSpan, offset) || covers(candidate.valueSpan, offset),
  )
  if (field === undefined) return null
  if (covers(field.keywordSpan, offset)) {
    const entry = findKeyword(field.keyword)
    if (entry === null) return null
    const hint =
      entry.isObsolete === true ? [languageText.obsolete] : [languageText.example(`${entry.name}: ${entry.example}`)]
    return {
      ...field.keywordSpan,
      title: entry.name,
      lines: [keywordTexts[entry.key], ...hint, sinceLine(entry.since)],
    }
  }
  if (field.keyword !== 'bootstrap') return null
  const agent = findAgent(field.value)
  if (agent === null) return null
  return { ...field.valueSpan, title: agent.name, lines: [agentTexts[agent.name], sinceLine(agent.since)] }
}

function sinceLine({ singularity, apptainer }: Since): string {
  return languageText.since(singularity, apptainer)
}
