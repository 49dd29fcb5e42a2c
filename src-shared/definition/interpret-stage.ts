/**
 * The meaning of one stage, exactly as a command line draws it from the text: what it accepts, what it
 * refuses with which words, and where it breaks.
 */
import { blockText, isBlockReadable } from './blocks.ts'
import { fileWords, fileWordText } from './file-words.ts'
import type { Header } from './header.ts'
import { acceptsKeyword, isAppSection } from './language.ts'
import {
  type CopyFrom,
  type DefinitionError,
  type FileItem,
  type FileList,
  type Program,
  type ScriptMeaning,
  type ScriptSection,
  type StageMeaning,
  scriptSections,
} from './meaning.ts'
import { splitOnce, trimText, withoutPercent } from './program-text.ts'
import { sliceOf } from './span.ts'
import type { Section, Stage } from './tree.ts'

export type StageReading =
  | { readonly kind: 'meaning'; readonly stage: StageMeaning }
  /** Nothing but blanks and comments. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'error'; readonly error: DefinitionError }

/** Ends the reading of a stage; caught in {@link interpretStage}. */
class Stop extends Error {
  readonly error: DefinitionError

  constructor(error: DefinitionError) {
    super(error.message)
    this.error = error
  }
}

/** @param text what the stage's offsets are about */
export function interpretStage(text: string, stage: Stage, program: Program): StageReading {
  try {
    return read(text, stage, program)
  } catch (error) {
    if (error instanceof Stop) return { kind: 'error', error: error.error }
    throw error
  }
}

interface Collected {
  readonly texts: Map<string, { args: string; text: string; at: number }>
  readonly files: FileList[]
  readonly appOrder: Set<string>
}

function read(text: string, stage: Stage, program: Program): StageReading {
  const { header, sections } = stage
  const collected: Collected = { texts: new Map(), files: [], appOrder: new Set() }
  const hasHeaderText = header.end > header.start
  if (hasHeaderText) requireReadable(text, stage, header, sections[0])
  const values = readHeaderValues(text, header, program)
  for (const [place, section] of sections.entries()) {
    requireReadable(text, stage, section, sections[place + 1])
    addSection(text, section, place === 0 && !hasHeaderText, program, collected)
  }
  return finish(values, collected)
}

function requireReadable(text: string, stage: Stage, block: Header | Section, next: Section | undefined): void {
  const asBlock = { start: block.start, end: block.end, marker: null }
  const nextBlock = next === undefined ? undefined : { ...next, marker: next.marker }
  if (!isBlockReadable(text, stage, asBlock, nextBlock)) {
    throw new Stop({ kind: 'section-too-long', message: 'bufio.Scanner: token too long', at: block.start })
  }
}

/** @throws Stop at the first line, in file order, that the program refuses or breaks at */
function readHeaderValues(text: string, header: Header, program: Program): Map<string, string> | null {
  const problems: { readonly order: number; readonly error: DefinitionError }[] = []
  for (const line of header.lines) {
    if (line.kind === 'stray') {
      const message = `failed to parse deffile header: header key ${sliceOf(text, line.text)} had no val`
      problems.push({ order: line.start, error: { kind: 'header-line-without-value', message, at: line.start } })
      break
    }
    if ((line.kind === 'blank' || line.kind === 'comment') && line.breaksContinuation) {
      const message = 'assignment to entry in nil map'
      problems.push({ order: line.start, error: { kind: 'runtime-panic', message, at: line.start } })
      break
    }
  }
  const values = new Map<string, string>()
  for (const { isComplete, keyword, value, keywordSpan, span } of header.fields) {
    // A field on several lines is looked at when its last line was read.
    if (!isComplete) continue
    if (!acceptsKeyword(program, keyword)) {
      const message = `failed to parse deffile header: invalid header keyword found: ${keyword}`
      const error: DefinitionError = { kind: 'header-unknown-keyword', message, at: keywordSpan.start }
      problems.push({ order: span.end - 0.5, error })
      break
    }
    values.set(keyword, value)
  }
  const first = problems.sort((a, b) => a.order - b.order)[0]
  if (first !== undefined) throw new Stop(first.error)
  return values.size === 0 ? null : values
}

function addSection(text: string, section: Section, isTrimmed: boolean, program: Program, into: Collected): void {
  const whole = blockText(text, section)
  const [markerLine, rest] = splitOnce(isTrimmed ? trimText(whole) : whole, '\n')
  const at = section.marker.start
  if (rest === null) {
    const message = `section ${markerLine}: could not be split into section name and body`
    throw new Stop({ kind: 'section-empty-headerless', message, at })
  }
  const words = withoutPercent(markerLine)
  const { name } = section
  if (name === 'files') addFiles(splitOnce(words, ' ')[1] ?? '', rest, at, program, into)
  else if (isAppSection(name)) {
    const [word = '', app] = words.split(' ', 2)
    if (app === undefined) {
      const message = `app section ${word}: could not be split into section name and app name`
      throw new Stop({ kind: 'app-name-missing', message, at })
    }
    into.appOrder.add(app)
    addText(into, `${word} ${app}`, null, rest, at)
  } else addText(into, name, splitOnce(words, ' ')[1], rest, at)
}

function addText(into: Collected, key: string, args: string | null, text: string, at: number): void {
  const before = into.texts.get(key) ?? { args: '', text: '', at }
  into.texts.set(key, { args: args ?? before.args, text: before.text + text, at: before.at })
}

function addFiles(args: string, body: string, at: number, program: Program, into: Collected): void {
  const items: FileItem[] = []
  for (const raw of contentLines(body)) {
    const [source, destination] = fileWords(raw).map((word) => fileWordText(sliceOf(raw, word)))
    if (source === undefined) {
      const message = 'runtime error: index out of range [0] with length 0'
      throw new Stop({ kind: 'runtime-panic', message, at })
    }
    items.push({ src: source, dst: destination ?? '' })
  }
  const place = into.files.findIndex((list) => list.args === args)
  const before = into.files[place]
  if (before === undefined) into.files.push({ args, copyFrom: copySource(args, program), items })
  else into.files[place] = { ...before, items: [...before.items, ...items] }
}

/** Trimmed lines that are neither empty nor a comment. */
export function contentLines(body: string): readonly string[] {
  return body
    .split('\n')
    .map(trimText)
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/**
 * Where a `%files` list is copied from. Singularity wants two words of which the first is not `stage`, and
 * copies from the host otherwise. Apptainer wants nothing or two words, and drops everything else.
 */
export function copySource(args: string, program: Program): CopyFrom {
  const [before = ''] = args.split('#')
  const words = splitAtSpace(before)
  const [first, second] = words
  if (program === 'singularity') {
    return second !== undefined && words.length === 2 && first !== 'stage'
      ? { kind: 'stage', name: second }
      : { kind: 'host' }
  }
  if (args === '' || args.startsWith('#')) return { kind: 'host' }
  if (second !== undefined && words.length === 2) return { kind: 'stage', name: second }
  return { kind: 'ignored' }
}

function splitAtSpace(text: string): readonly string[] {
  const trimmed = trimText(text)
  return trimmed === ''
    ? []
    : trimmed.split(/[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/)
}

/** Labels of a `%labels` text: the key goes to the first blank, the last of equal keys wins. */
export function readLabels(body: string): Map<string, string> {
  const labels = new Map<string, string>()
  for (const line of contentLines(body)) {
    const [key, value] = splitOnce(line, ' ')
    labels.set(trimText(key), trimText(value ?? ''))
  }
  return labels
}

function isScriptSection(name: string): name is ScriptSection {
  return scriptSections.some((known) => known === name)
}

function finish(header: Map<string, string> | null, { texts, files, appOrder }: Collected): StageReading {
  const scripts = new Map<ScriptSection, ScriptMeaning>()
  const apps = new Map<string, string>()
  const unknown: { readonly name: string; readonly at: number }[] = []
  for (const [name, { args, text, at }] of texts) {
    if (isScriptSection(name)) {
      if (args !== '' || text !== '') scripts.set(name, { args, text })
    } else if (isAppSection(name.split(' ')[0] ?? '')) apps.set(name, text)
    else if (name !== 'labels') unknown.push({ name, at })
  }
  if (unknown.length > 0) {
    const names = unknown.map(({ name }) => name).sort()
    const message = `invalid section(s) specified: ${names.join(', ')}`
    const at = Math.min(...unknown.map((section) => section.at))
    return { kind: 'error', error: { kind: 'section-unknown', message, at, names } }
  }
  const labels = readLabels(texts.get('labels')?.text ?? '')
  const isEmpty = header === null && scripts.size + labels.size + files.length + apps.size + appOrder.size === 0
  if (isEmpty) return { kind: 'empty' }
  return { kind: 'meaning', stage: { header, scripts, labels, files, apps: { order: [...appOrder], sections: apps } } }
}
