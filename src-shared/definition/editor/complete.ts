/** What could be typed at a place of a definition, from the table of the language and from the text itself. */
import { agentTexts, keywordTexts, sectionTexts } from '../../text/definition-language.ts'
import {
  agentNames,
  findAgent,
  findKeyword,
  isAppSection,
  type Keyword,
  keywordNames,
  keywords,
  sectionNames,
} from '../language.ts'
import { sliceOf } from '../span.ts'
import { headerValue } from '../tree.ts'
import { defaultsOf, earlierStageNames, placeAt, type TextPlace } from './place.ts'

export interface Completion {
  readonly kind: 'keyword' | 'agent' | 'section' | 'stage' | 'argument' | 'app'
  /** What the list shows. */
  readonly label: string
  /** What replaces the text from `start` to `end`. */
  readonly insert: string
  readonly start: number
  readonly end: number
  /** One sentence about it; empty for names of the text itself. */
  readonly detail: string
}

/**
 * What fits at an offset, best first; nothing where anything may be written.
 * Matches what was typed so far without regard to letter case.
 */
export function completionsAt(text: string, offset: number): readonly Completion[] {
  const at = Math.min(Math.max(offset, 0), text.length)
  const place = placeAt(text, at)
  const template = /\{\{[ \t]{0,40}(\w{0,100})$/.exec(place.before)
  if (template !== null) return argumentNames(text, place, at, template[1] ?? '')
  if (place.before.startsWith('%')) return inMarker(text, place, at)
  if (place.section === null) return inHeader(place, at)
  return []
}

function starting<Item extends { readonly label: string }>(items: readonly Item[], typed: string): readonly Item[] {
  const lower = typed.toLowerCase()
  return items.filter(({ label }) => label.toLowerCase().startsWith(lower))
}

function argumentNames(text: string, { stage }: TextPlace, at: number, typed: string): readonly Completion[] {
  if (stage === null) return []
  const after = /^\s*\}\}/.test(text.slice(at, at + 40))
  const names = [...defaultsOf(text, stage)].map(
    ([name, value]): Completion => ({
      kind: 'argument',
      label: name,
      insert: after ? name : `${name} }}`,
      start: at - typed.length,
      end: at,
      detail: value,
    }),
  )
  return starting(names, typed)
}

function inMarker(text: string, place: TextPlace, at: number): readonly Completion[] {
  const { before, line } = place
  const name = /^%+([A-Za-z]*)$/.exec(before)
  if (name !== null) {
    const end = line.start + before.length + (/^[A-Za-z]*/.exec(text.slice(at, line.end))?.[0].length ?? 0)
    const all = sectionNames.map(
      (section): Completion => ({
        kind: 'section',
        label: `%${section}`,
        insert: isAppSection(section) ? `%${section} ` : `%${section}`,
        start: line.start,
        end,
        detail: sectionTexts[section],
      }),
    )
    return starting(all, `%${name[1] ?? ''}`)
  }
  const stageName = /^%files\s+from\s+(\S*)$/i.exec(before)
  if (stageName !== null) return plainNames('stage', earlierStageNames(place), stageName[1] ?? '', at)
  const app = /^%(app[a-z]+) (\S*)$/.exec(before)
  if (app !== null && isAppSection(app[1] ?? '')) return plainNames('app', appNames(text, place), app[2] ?? '', at)
  return []
}

function plainNames(
  kind: Completion['kind'],
  names: readonly string[],
  typed: string,
  at: number,
): readonly Completion[] {
  const start = at - typed.length
  return starting(
    names.map((label): Completion => ({ kind, label, insert: label, start, end: at, detail: '' })),
    typed,
  )
}

function appNames(text: string, { stage, section }: TextPlace): readonly string[] {
  const names = (stage?.sections ?? [])
    .filter((candidate) => candidate !== section && isAppSection(candidate.name))
    .map(({ marker }) => (marker.argument === null ? '' : (sliceOf(text, marker.argument).split(' ')[0] ?? '')))
  return [...new Set(names.filter((name) => name !== ''))]
}

function inHeader(place: TextPlace, at: number): readonly Completion[] {
  const { before, stage } = place
  if (before.includes('#')) return []
  const value = /^\s*bootstrap\s*:\s*(\S*)$/i.exec(before)
  if (value !== null) return sourceNames(value[1] ?? '', at)
  const word = /^[ \t]{0,80}(\w*)$/.exec(before)
  if (word === null) return []
  const typed = word[1] ?? ''
  const used = new Set(stage?.header.fields.map((field) => findKeyword(field.keyword)?.key ?? '') ?? [])
  const agent = findAgent(stage === null ? '' : (headerValue(stage, 'bootstrap') ?? ''))
  const all = keywordNames.filter((key) => {
    const own = findKeyword(typed.toLowerCase())?.key === key
    return (!used.has(key) || key === 'otherurl' || own) && key !== 'includecmd'
  })
  const isRead = (key: Keyword): boolean => {
    if (key === 'bootstrap' || key === 'stage') return true
    const read: readonly Keyword[] = agent?.reads ?? ['from']
    return read.includes(key)
  }
  const ordered = [...all.filter(isRead), ...all.filter((key) => !isRead(key) && typed !== '')]
  return starting(
    ordered.map(
      (key): Completion => ({
        kind: 'keyword',
        label: keywords[key].name,
        insert: `${keywords[key].name}: `,
        start: at - typed.length,
        end: at,
        detail: keywordTexts[key],
      }),
    ),
    typed,
  )
}

function sourceNames(typed: string, at: number): readonly Completion[] {
  const all = agentNames.map(
    (agent): Completion => ({
      kind: 'agent',
      label: agent,
      insert: agent,
      start: at - typed.length,
      end: at,
      detail: agentTexts[agent],
    }),
  )
  return starting(all, typed)
}
