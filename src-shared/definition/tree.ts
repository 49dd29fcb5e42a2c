/**
 * The concrete syntax tree of a definition: every character of the text belongs to exactly one leaf, so a
 * printer can change one leaf and leave all others byte for byte. It reads any text and refuses none; what
 * is wrong with it is for the interpreter and the linter.
 */
import { type Block, splitBlocks, splitStages } from './blocks.ts'
import { type Header, readHeader } from './header.ts'
import { isSpace, lowerText } from './program-text.ts'
import { indexWithin, type Span } from './span.ts'

/** The line `%name arguments`. */
export interface Marker extends Span {
  /** Where the text below it begins. */
  readonly next: number
  /** The leading `%` characters; they do not stand first when the marker is indented. */
  readonly percent: Span
  /** What the programs take as the name: up to the first blank, as it is written. */
  readonly name: Span
  /** What follows the first blank, comment included; null when there is no blank. */
  readonly argument: Span | null
  /** Something stands before the `%`. */
  readonly isIndented: boolean
}

export interface Section extends Span {
  readonly marker: Marker
  /** Lower case, as the programs compare it; empty for an indented or lone `%`. */
  readonly name: string
  readonly body: Span
}

export interface Stage extends Span {
  readonly header: Header
  readonly sections: readonly Section[]
}

export interface DefinitionTree {
  readonly text: string
  readonly stages: readonly Stage[]
}

/** Reads a definition. Never throws; takes time in proportion to the length of the text. */
export function parseTree(text: string): DefinitionTree {
  return { text, stages: splitStages(text).map((span) => readStage(text, span)) }
}

/** Reads one stage on its own: no further `Bootstrap:` in it begins another. */
export function readStage(text: string, span: Span): Stage {
  const blocks = splitBlocks(text, span)
  const [first] = blocks
  const hasHeader = first !== undefined && first.marker === null
  const headerSpan = hasHeader ? first : { start: span.start, end: span.start }
  // The programs trim a stage that begins with a marker, so only there may the marker be indented.
  const isTrimmed = !hasHeader
  return {
    start: span.start,
    end: span.end,
    header: readHeader(text, { start: headerSpan.start, end: headerSpan.end }),
    sections: blocks.flatMap((block, place) => readSection(text, block, isTrimmed && place === 0)),
  }
}

function readSection(text: string, block: Block, mayBeIndented: boolean): readonly Section[] {
  const { marker: line } = block
  if (line === null) return []
  let from = line.start
  if (mayBeIndented) while (from < line.end && isSpace(text.charAt(from))) from += 1
  let afterPercent = from
  while (afterPercent < line.end && text.charAt(afterPercent) === '%') afterPercent += 1
  const space = indexWithin(text, ' ', afterPercent, line.end)
  const nameEnd = space === -1 ? line.end : space
  const isIndented = afterPercent === from
  const marker: Marker = {
    start: line.start,
    end: line.end,
    next: line.next,
    percent: isIndented ? percentOf(text, line) : { start: from, end: afterPercent },
    name: { start: afterPercent, end: nameEnd },
    argument: nameEnd === line.end ? null : { start: nameEnd + 1, end: line.end },
    isIndented,
  }
  const body = { start: line.next, end: block.end }
  const name = lowerText(text.slice(marker.name.start, marker.name.end))
  return [{ start: block.start, end: block.end, marker, name, body }]
}

/** The `%` characters of a marker that does not begin with them. */
function percentOf(text: string, line: Span): Span {
  const start = text.indexOf('%', line.start)
  let end = start
  while (end < line.end && text.charAt(end) === '%') end += 1
  return { start, end }
}

/** Puts the leaves of a tree together again. Equal to its text; what a printer relies on. */
export function printTree({ text, stages }: DefinitionTree): string {
  const part = (start: number, end: number): string => text.slice(start, end)
  return stages
    .flatMap((stage) => [
      ...stage.header.lines.map((line) => part(line.start, line.next)),
      ...stage.sections.flatMap(({ marker, body }) => [part(marker.start, marker.next), part(body.start, body.end)]),
    ])
    .join('')
}

/** The sections of a stage that have a name. */
export function sectionsNamed(stage: Stage, name: string): readonly Section[] {
  return stage.sections.filter((section) => section.name === name)
}

/** The value of a header keyword: the last one that is complete, as the programs take it; null without one. */
export function headerValue(stage: Stage, keyword: string): string | null {
  return stage.header.fields.findLast((field) => field.isComplete && field.keyword === keyword)?.value ?? null
}

/** Where the arguments of a marker stand before a comment, cut at `#` as the programs cut them. */
export function argumentText(text: string, marker: Marker): string {
  if (marker.argument === null) return ''
  return (text.slice(marker.argument.start, marker.argument.end).split('#')[0] ?? '').trim()
}
