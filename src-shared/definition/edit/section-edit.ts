/** Sets and removes sections as a whole; every other character of the text stays as it is. */
import type { TextEdit } from '../lint/problem.ts'
import { lowerText } from '../program-text.ts'
import { linesIn, sliceOf } from '../span.ts'
import { parseTree, type Section, type Stage } from '../tree.ts'
import { type EditObstacle, type EditResult, edits, impossible, lineEndOf } from './result.ts'

/** Which section: its name, and the app's name for a section of an app. */
export interface SectionKey {
  readonly name: string
  readonly app?: string
}

/** Where a new section goes: behind the last one that stands before it here. */
const usualOrder = [
  'arguments',
  'pre',
  'setup',
  'files',
  'post',
  'environment',
  'runscript',
  'startscript',
  'test',
  'labels',
  'help',
]

/** The sections of a stage that a key means; several when the section is repeated. */
export function matchingSections(text: string, stage: Stage, key: SectionKey): readonly Section[] {
  return stage.sections.filter(({ name, marker }) => {
    if (name !== lowerText(key.name)) return false
    if (key.app === undefined) return true
    const argument = marker.argument === null ? '' : sliceOf(text, marker.argument)
    return argument.split(' ')[0] === key.app
  })
}

/** The text of a section for a form: all its parts, without blank lines at the end; null without the section. */
export function sectionText(text: string, stageIndex: number, key: SectionKey): string | null {
  const stage = parseTree(text).stages[stageIndex]
  const parts = stage === undefined ? [] : matchingSections(text, stage, key)
  if (parts.length === 0) return null
  return parts
    .map(({ body }) => sliceOf(text, body))
    .join('')
    .replaceAll('\r\n', '\n')
    .trimEnd()
}

/**
 * Sets the text of a section, or removes it. A repeated section becomes one. Blank lines behind it stay.
 * @param stageIndex from 0
 * @param content null to remove the section
 */
export function setSection(text: string, stageIndex: number, key: SectionKey, content: string | null): EditResult {
  const stage = parseTree(text).stages[stageIndex]
  if (stage === undefined) return impossible('no-such-stage')
  const found = matchingSections(text, stage, key)
  if (content === null) return edits(...found.map((section) => removalOf(section)))
  const obstacle = obstacleIn(content)
  if (obstacle !== null) return impossible(obstacle)
  const eol = lineEndOf(text)
  const body = bodyOf(content, eol)
  const [first, ...rest] = found
  if (first === undefined) {
    if (key.app !== undefined && /^$|\s/.test(key.app)) return impossible('name-malformed')
    return edits(insertion(text, stage, key, body, eol))
  }
  const end = contentEnd(text, first)
  const needsLineEnd = first.body.start > 0 && text.charAt(first.body.start - 1) !== '\n'
  const change: TextEdit = { start: first.body.start, end, text: needsLineEnd ? eol + body : body }
  return edits(change, ...rest.map((section) => removalOf(section)))
}

/** Sets what follows the name of a section, like `-c /bin/bash`; the section has to be there. */
export function setSectionArguments(text: string, stageIndex: number, key: SectionKey, args: string): EditResult {
  const stage = parseTree(text).stages[stageIndex]
  if (stage === undefined) return impossible('no-such-stage')
  if (args.includes('\n')) return impossible('value-has-line-end')
  const found = matchingSections(text, stage, key)
  const last = found.at(-1)
  if (last === undefined) return impossible('no-such-entry')
  const trimmed = args.trim()
  return edits(
    ...found.map(({ marker }, place) => ({
      start: marker.name.end,
      end: marker.end,
      // The last one that has any counts, so the others lose theirs.
      text: place === found.length - 1 && trimmed !== '' ? ` ${trimmed}` : '',
    })),
  )
}

function removalOf(section: Section): TextEdit {
  return { start: section.start, end: section.end, text: '' }
}

function obstacleIn(content: string): EditObstacle | null {
  if (/^\s*%/m.test(content)) return 'text-has-percent-line'
  return /^bootstrap:/imu.test(content) ? 'text-has-bootstrap-line' : null
}

function bodyOf(content: string, eol: string): string {
  if (content === '') return ''
  const text = content.replace(/\r\n/g, '\n')
  return (text.endsWith('\n') ? text : `${text}\n`).replaceAll('\n', eol)
}

/** Behind the last line of a section that is not blank. */
function contentEnd(text: string, { body }: Section): number {
  let end = body.start
  for (const line of linesIn(text, body.start, body.end)) {
    if (sliceOf(text, line).trim() !== '') end = line.next
  }
  return end
}

function insertion(text: string, stage: Stage, key: SectionKey, body: string, eol: string): TextEdit {
  const rank = usualOrder.indexOf(lowerText(key.name).split(' ')[0] ?? '')
  const isBefore = (section: Section): boolean => {
    const other = usualOrder.indexOf(section.name)
    return rank === -1 || (other !== -1 && other <= rank)
  }
  const before = stage.sections.findLast(isBefore)
  const at = before === undefined ? stage.header.end : before.end
  const marker = `%${key.name}${key.app === undefined ? '' : ` ${key.app}`}${eol}`
  const above = text.slice(Math.max(0, at - 4), at)
  const gap = at === 0 || /\n\r?\n$/.test(above) ? '' : above.endsWith('\n') ? eol : eol + eol
  const below = at < text.length ? eol : ''
  return { start: at, end: at, text: `${gap}${marker}${body}${below}` }
}
