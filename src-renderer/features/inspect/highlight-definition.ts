/**
 * Colours for definition files: header keywords, section markers, the shell text of sections that
 * hold shell, comments and `{{ templates }}`. Facts about the format are those of the reference,
 * chapters 1.2 to 1.5; this only colours and reports no problems.
 */
import { type CodeLine, mergeTokens, splitLines, type Token } from './code-tokens.ts'
import { highlightShellLines } from './highlight-shell.ts'

const shellSections = new Set([
  'pre',
  'setup',
  'post',
  'environment',
  'runscript',
  'startscript',
  'test',
  'appinstall',
  'appenv',
  'apprun',
  'appstart',
  'apptest',
])
/** Sections whose text is prose; a `#` in it is a `#`. */
const proseSections = new Set(['help', 'apphelp'])

const template = /\{\{\s*[A-Za-z0-9_]+\s*\}\}/g

function withTemplates(line: CodeLine): CodeLine {
  return line.flatMap((token): readonly Token[] => {
    if (token.kind === 'comment' || !token.text.includes('{{')) return [token]
    const pieces: Token[] = []
    let from = 0
    for (const match of token.text.matchAll(template)) {
      pieces.push({ text: token.text.slice(from, match.index), kind: token.kind })
      pieces.push({ text: match[0], kind: 'variable' })
      from = match.index + match[0].length
    }
    pieces.push({ text: token.text.slice(from), kind: token.kind })
    return pieces
  })
}

/** `Keyword: value  # comment`; everything from the first `#` is a comment in a header. */
function headerLine(line: string): readonly Token[] {
  const hash = line.indexOf('#')
  const body = hash === -1 ? line : line.slice(0, hash)
  const comment: readonly Token[] = hash === -1 ? [] : [{ text: line.slice(hash), kind: 'comment' }]
  const colon = body.indexOf(':')
  if (colon === -1) return [{ text: body, kind: 'string' }, ...comment]
  return [
    { text: body.slice(0, colon + 1), kind: 'keyword' },
    { text: body.slice(colon + 1), kind: 'string' },
    ...comment,
  ]
}

function listLine(section: string, line: string): readonly Token[] {
  if (line.trimStart().startsWith('#')) return [{ text: line, kind: 'comment' }]
  const match = /^(\s*)(\S+)(.*)$/.exec(line)
  if (match === null) return [{ text: line, kind: 'plain' }]
  const [, space = '', first = '', rest = ''] = match
  if (section === 'arguments') {
    const equals = line.indexOf('=')
    if (equals === -1) return [{ text: line, kind: 'plain' }]
    return [
      { text: line.slice(0, equals), kind: 'keyword' },
      { text: '=', kind: 'plain' },
      { text: line.slice(equals + 1), kind: 'string' },
    ]
  }
  if (section === 'labels' || section === 'applabels') {
    return [
      { text: space, kind: 'plain' },
      { text: first, kind: 'keyword' },
      { text: rest, kind: 'string' },
    ]
  }
  return [{ text: line, kind: 'plain' }]
}

function sectionName(marker: string): string {
  return marker.replace(/^%+/, '').split(' ')[0]?.toLowerCase() ?? ''
}

function markerLine(line: string): readonly Token[] {
  const cut = line.search(/\s/)
  if (cut === -1) return [{ text: line, kind: 'section' }]
  const rest = line.slice(cut)
  const hash = rest.indexOf('#')
  if (hash === -1) {
    return [
      { text: line.slice(0, cut), kind: 'section' },
      { text: rest, kind: 'string' },
    ]
  }
  return [
    { text: line.slice(0, cut), kind: 'section' },
    { text: rest.slice(0, hash), kind: 'string' },
    { text: rest.slice(hash), kind: 'comment' },
  ]
}

function bodyLines(section: string, lines: readonly string[]): readonly CodeLine[] {
  if (shellSections.has(section)) return highlightShellLines(lines)
  if (proseSections.has(section)) return lines.map((text) => [{ text, kind: 'plain' }])
  return lines.map((line) => listLine(section, line))
}

/** Colours a definition file line by line. */
export function highlightDefinition(text: string): readonly CodeLine[] {
  const output: CodeLine[] = []
  let section: string | null = null
  let pending: string[] = []
  const flush = (): void => {
    if (section !== null) output.push(...bodyLines(section, pending))
    pending = []
  }
  for (const line of splitLines(text)) {
    if (/^bootstrap:/i.test(line)) {
      flush()
      section = null
      output.push(headerLine(line))
    } else if (line.startsWith('%')) {
      flush()
      section = sectionName(line)
      output.push(markerLine(line))
    } else if (section === null) output.push(headerLine(line))
    else pending.push(line)
  }
  flush()
  return output.map((line) => mergeTokens(withTemplates(line)))
}
