/**
 * Colours for definition files, from the syntax tree that builds are checked with: what is coloured as a
 * section is one. It only colours and reports no problems.
 */
import { findTemplates } from '../../../src-shared/definition/arguments.ts'
import type { HeaderLine } from '../../../src-shared/definition/header.ts'
import { findSection } from '../../../src-shared/definition/language.ts'
import { linesIn, type Span } from '../../../src-shared/definition/span.ts'
import { type DefinitionTree, type Marker, parseTree, type Section } from '../../../src-shared/definition/tree.ts'
import { type CodeLine, mergeTokens, type Token } from './code-tokens.ts'
import { highlightShellLines } from './highlight-shell.ts'

/** Colours a definition file line by line. */
export function highlightDefinition(text: string): readonly CodeLine[] {
  const lines: CodeLine[] = []
  for (const { header, sections } of parseTree(text).stages) {
    for (const line of header.lines) lines.push(headerLine(text, line))
    for (const section of sections) {
      lines.push(markerLine(text, section.marker))
      lines.push(...bodyLines(text, section))
    }
  }
  if (lines.length === 0) return [[]]
  return lines.map((line) => mergeTokens(withTemplates(line)))
}

/** A coloured line and where in the text it begins. */
export interface PlacedLine {
  readonly start: number
  readonly tokens: CodeLine
}

/** A section is read from its beginning, for quotes and here-documents, but no further back than this. */
const mostBefore = 100_000

/** Colours the lines of a definition that touch a part of it: what an editor shows. */
export function highlightPart(tree: DefinitionTree, part: Span): readonly PlacedLine[] {
  const { text } = tree
  const lines: PlacedLine[] = []
  const touches = ({ start, end }: Span): boolean => start <= part.end && end >= part.start
  for (const stage of tree.stages) {
    if (!touches(stage)) continue
    for (const line of stage.header.lines) {
      if (touches(line)) lines.push({ start: line.start, tokens: withTemplates(headerLine(text, line)) })
    }
    for (const section of stage.sections) {
      if (!touches(section)) continue
      const { marker, name } = section
      if (touches(marker)) lines.push({ start: marker.start, tokens: withTemplates(markerLine(text, marker)) })
      const body = bodyPart(text, section, part)
      const starts = Array.from(linesIn(text, body.start, body.end), ({ start }) => start)
      for (const [index, tokens] of bodyLines(text, { name, body }).entries()) {
        const start = starts[index] ?? body.start
        if (start <= part.end) lines.push({ start, tokens: withTemplates(tokens) })
      }
    }
  }
  return lines
}

function bodyPart(text: string, { body }: Section, part: Span): Span {
  const start = part.start - mostBefore > body.start ? text.lastIndexOf('\n', part.start - mostBefore) + 1 : body.start
  const lineEnd = text.indexOf('\n', part.end)
  return { start, end: lineEnd === -1 ? body.end : Math.min(body.end, lineEnd + 1) }
}

/** A line without its end; what stands before a missing line end stays visible. */
function lineText(text: string, start: number, next: number): string {
  return text.slice(start, next).replace(/\r?\n$/, '')
}

function headerLine(text: string, line: HeaderLine): CodeLine {
  const whole = lineText(text, line.start, line.next)
  const cut = (from: number, to: number, kind: Token['kind']): Token => ({
    text: whole.slice(from - line.start, to - line.start),
    kind,
  })
  const end = line.start + whole.length
  switch (line.kind) {
    case 'blank':
      return [cut(line.start, end, 'plain')]
    case 'comment':
      return [cut(line.start, end, 'comment')]
    case 'stray':
      return [cut(line.start, line.text.end, 'string'), cut(line.text.end, end, 'comment')]
    case 'entry': {
      const colon = text.indexOf(':', line.keyword.end) + 1
      const comment = line.comment?.start ?? end
      return [cut(line.start, colon, 'keyword'), cut(colon, comment, 'string'), cut(comment, end, 'comment')]
    }
    case 'continuation': {
      const comment = line.comment?.start ?? end
      return [cut(line.start, comment, 'string'), cut(comment, end, 'comment')]
    }
  }
}

function markerLine(text: string, marker: Marker): CodeLine {
  const whole = lineText(text, marker.start, marker.next)
  // An indented marker has no name for the programs, but the reader sees one.
  const cut = /^\s*%*\S*/.exec(whole)?.[0].length ?? 0
  const hash = whole.indexOf('#', cut)
  const comment = hash === -1 ? whole.length : hash
  return [
    { text: whole.slice(0, cut), kind: 'section' },
    { text: whole.slice(cut, comment), kind: 'string' },
    { text: whole.slice(comment), kind: 'comment' },
  ]
}

function bodyLines(text: string, { name, body }: Pick<Section, 'name' | 'body'>): readonly CodeLine[] {
  const lines = Array.from(linesIn(text, body.start, body.end), ({ start, next }) => lineText(text, start, next))
  switch (findSection(name)?.content) {
    case 'shell':
      return highlightShellLines(lines)
    case 'labels':
      return lines.map(labelLine)
    case 'arguments':
      return lines.map(argumentLine)
    case 'files':
      return lines.map((line) => commentLine(line) ?? [{ text: line, kind: 'plain' }])
    case 'prose':
    case undefined:
      return lines.map((line) => [{ text: line, kind: 'plain' }])
  }
}

function commentLine(line: string): CodeLine | null {
  return line.trimStart().startsWith('#') ? [{ text: line, kind: 'comment' }] : null
}

/** The name goes to the first blank, the value to the end of the line. */
function labelLine(line: string): CodeLine {
  const comment = commentLine(line)
  if (comment !== null) return comment
  const [, space = '', name = '', value = ''] = /^(\s*)([^ ]*)(.*)$/s.exec(line) ?? []
  return [
    { text: space, kind: 'plain' },
    { text: name, kind: 'keyword' },
    { text: value, kind: 'string' },
  ]
}

function argumentLine(line: string): CodeLine {
  const comment = commentLine(line)
  if (comment !== null) return comment
  const equals = line.indexOf('=')
  if (equals === -1) return [{ text: line, kind: 'plain' }]
  return [
    { text: line.slice(0, equals), kind: 'keyword' },
    { text: '=', kind: 'plain' },
    { text: line.slice(equals + 1), kind: 'string' },
  ]
}

function withTemplates(line: CodeLine): CodeLine {
  return line.flatMap((token): readonly Token[] => {
    if (token.kind === 'comment' || !token.text.includes('{{')) return [token]
    const pieces: Token[] = []
    let from = 0
    for (const { start, end } of findTemplates(token.text)) {
      pieces.push({ text: token.text.slice(from, start), kind: token.kind })
      pieces.push({ text: token.text.slice(start, end), kind: 'variable' })
      from = end
    }
    pieces.push({ text: token.text.slice(from), kind: token.kind })
    return pieces
  })
}
