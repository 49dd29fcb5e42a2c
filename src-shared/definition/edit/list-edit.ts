/** Sets single lines of `%labels`, `%arguments` and `%files`; comments and order of the others stay. */
import { fileWords, fileWordText } from '../file-words.ts'
import { copySource } from '../interpret-stage.ts'
import type { CopyFrom, FileItem } from '../meaning.ts'
import { linesIn, type Span, sliceOf } from '../span.ts'
import { parseTree, type Section, type Stage } from '../tree.ts'
import { type EditObstacle, type EditResult, edits, impossible, lineEndOf } from './result.ts'
import { setSection } from './section-edit.ts'

/** A line of a list with the place of its text and of the whole line. */
interface EntryLine {
  readonly text: string
  readonly inner: Span
  readonly whole: Span
}

function entryLines(text: string, section: Section): readonly EntryLine[] {
  const found: EntryLine[] = []
  for (const line of linesIn(text, section.body.start, section.body.end)) {
    const raw = sliceOf(text, line)
    const trimmed = raw.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const start = line.start + raw.indexOf(trimmed)
    found.push({
      text: trimmed,
      inner: { start, end: start + trimmed.length },
      whole: { start: line.start, end: line.next },
    })
  }
  return found
}

/** Sets a label, or removes it. @param value null to remove */
export function setLabel(text: string, stageIndex: number, name: string, value: string | null): EditResult {
  const obstacle = nameObstacle(name) ?? (/\n/.test(value ?? '') ? 'value-has-line-end' : null)
  if (obstacle !== null) return impossible(obstacle)
  const nameOf = (line: string): string => line.split(' ')[0] ?? ''
  return setEntry(text, stageIndex, 'labels', name, nameOf, value === null ? null : `${name} ${value.trim()}`.trim())
}

/** Sets a default of `%arguments`, or removes it. @param value null to remove */
export function setArgumentDefault(text: string, stageIndex: number, name: string, value: string | null): EditResult {
  const obstacle = nameObstacle(name) ?? (/\n/.test(value ?? '') ? 'value-has-line-end' : null)
  if (obstacle !== null) return impossible(obstacle)
  const nameOf = (line: string): string => (line.split('=')[0] ?? '').trim()
  return setEntry(text, stageIndex, 'arguments', name, nameOf, value === null ? null : `${name}=${value.trim()}`)
}

function nameObstacle(name: string): EditObstacle | null {
  if (name === '') return 'name-empty'
  return /[\s=#%]/.test(name.charAt(0)) || /\s/.test(name) ? 'name-malformed' : null
}

function setEntry(
  text: string,
  stageIndex: number,
  sectionName: string,
  name: string,
  nameOf: (line: string) => string,
  line: string | null,
): EditResult {
  const stage = parseTree(text).stages[stageIndex]
  if (stage === undefined) return impossible('no-such-stage')
  const sections = stage.sections.filter((section) => section.name === sectionName)
  const lines = sections.flatMap((section) => entryLines(text, section))
  const same = lines.filter((entry) => nameOf(entry.text) === name)
  if (line === null) return edits(...same.map(({ whole }) => ({ ...whole, text: '' })))
  const last = same.at(-1)
  if (last !== undefined) return edits({ ...last.inner, text: line })
  return appendLine(text, stage, stageIndex, sections.at(-1), sectionName, line)
}

/** Puts a line behind the last one of a section, with its indentation; makes the section when there is none. */
function appendLine(
  text: string,
  stage: Stage,
  stageIndex: number,
  section: Section | undefined,
  sectionName: string,
  line: string,
): EditResult {
  if (section === undefined) return setSection(text, stageIndex, { name: sectionName }, `    ${line}\n`)
  const eol = lineEndOf(text)
  const last = entryLines(text, section).at(-1)
  const indent = last === undefined ? '    ' : text.slice(last.whole.start, last.inner.start)
  const at = last?.whole.end ?? section.body.start
  const startsLine = at > stage.start && text.charAt(at - 1) === '\n'
  const inserted = startsLine ? `${indent}${line}${eol}` : `${eol}${indent}${line}`
  return edits({ start: at, end: at, text: inserted })
}

/** A file name as a `%files` line has to have it; null when it cannot be written. */
export function fileWord(name: string): string | null {
  if (name.includes('"') || name.includes('\n')) return null
  return name === '' || /[\s'#]/.test(name) ? `"${name}"` : name
}

/** Which list: from the host, or from a stage. */
export type FileOrigin = Extract<CopyFrom, { readonly kind: 'host' | 'stage' }>

/** Adds a file to the list of an origin. */
export function addFile(text: string, stageIndex: number, origin: FileOrigin, item: FileItem): EditResult {
  const stage = parseTree(text).stages[stageIndex]
  if (stage === undefined) return impossible('no-such-stage')
  const source = fileWord(item.src)
  const destination = fileWord(item.dst)
  if (source === null || destination === null) return impossible('name-has-quotes')
  if (item.src === '') return impossible('name-empty')
  const line = item.dst === '' ? source : `${source} ${destination}`
  const section = listOf(text, stage, origin)
  if (section !== undefined || origin.kind === 'host') {
    return appendLine(text, stage, stageIndex, section, 'files', line)
  }
  if (/\s/.test(origin.name)) return impossible('name-malformed')
  const key = { name: `files from ${origin.name}` }
  return setSection(text, stageIndex, key, `    ${line}\n`)
}

function listOf(text: string, stage: Stage, origin: FileOrigin): Section | undefined {
  return stage.sections.find(({ name, marker }) => {
    if (name !== 'files') return false
    const from = copySource(marker.argument === null ? '' : sliceOf(text, marker.argument), 'apptainer')
    return from.kind === 'stage' ? origin.kind === 'stage' && from.name === origin.name : from.kind === origin.kind
  })
}

/** Removes the n-th file of the list of an origin. @param index from 0, comments not counted */
export function removeFile(text: string, stageIndex: number, origin: FileOrigin, index: number): EditResult {
  const stage = parseTree(text).stages[stageIndex]
  const section = stage === undefined ? undefined : listOf(text, stage, origin)
  const entry = section === undefined ? undefined : entryLines(text, section)[index]
  return entry === undefined ? impossible('no-such-entry') : edits({ ...entry.whole, text: '' })
}

/** The files of the list of an origin, as a form shows them. */
export function filesOf(text: string, stageIndex: number, origin: FileOrigin): readonly FileItem[] {
  const stage = parseTree(text).stages[stageIndex]
  const section = stage === undefined ? undefined : listOf(text, stage, origin)
  if (section === undefined) return []
  return entryLines(text, section).map((entry) => {
    const [src = '', dst = ''] = fileWords(entry.text).map((word) => fileWordText(sliceOf(entry.text, word)))
    return { src, dst }
  })
}
