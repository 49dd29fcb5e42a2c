/**
 * Colours for shell text: comments, quoted text, variables and the words of the grammar. A reading
 * aid, not a parser: where it is wrong only a colour is wrong.
 */
import { type CodeLine, mergeTokens, splitLines, type Token } from './code-tokens.ts'

const keywords = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  'in',
  'function',
  'return',
  'export',
  'exec',
  'set',
  'unset',
  'local',
  'readonly',
  'source',
  'exit',
  'eval',
  'trap',
])

/** What one line leaves open for the next. */
interface Open {
  readonly quote: '"' | "'" | null
  /** The word that ends a here-document. */
  readonly hereEnd: string | null
}

const closed: Open = { quote: null, hereEnd: null }

const variable = /^\$(?:\{[^}\n]*\}?|[A-Za-z_]\w*|[0-9@*#?$!-])/
const word = /^[A-Za-z_][\w.-]*/
const hereDocument = /^<<-?\s*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([A-Za-z_]\w*))/

/** Reads quoted text from `start`, which is inside the quotes; answers where it ends and whether it was closed. */
function readQuoted(line: string, start: number, quote: '"' | "'", tokens: Token[]): { end: number; open: boolean } {
  let from = start
  let at = start
  while (at < line.length) {
    const character = line[at]
    if (quote === '"' && character === '\\') {
      at += 2
      continue
    }
    if (character === quote) {
      tokens.push({ text: line.slice(from, at + 1), kind: 'string' })
      return { end: at + 1, open: false }
    }
    const found = quote === '"' && character === '$' ? variable.exec(line.slice(at)) : null
    if (found !== null) {
      tokens.push({ text: line.slice(from, at), kind: 'string' }, { text: found[0], kind: 'variable' })
      at += found[0].length
      from = at
      continue
    }
    at += 1
  }
  tokens.push({ text: line.slice(from), kind: 'string' })
  return { end: line.length, open: true }
}

function readLine(line: string, before: Open): { readonly tokens: readonly Token[]; readonly open: Open } {
  if (before.hereEnd !== null) {
    const ends = line.trim() === before.hereEnd
    return { tokens: [{ text: line, kind: ends ? 'keyword' : 'string' }], open: ends ? closed : before }
  }
  const tokens: Token[] = []
  let hereEnd: string | null = null
  let at = 0
  if (before.quote !== null) {
    const { end, open } = readQuoted(line, 0, before.quote, tokens)
    if (open) return { tokens, open: before }
    at = end
  }
  while (at < line.length) {
    const rest = line.slice(at)
    const character = rest[0] ?? ''
    const previous = line[at - 1]
    if (character === '#' && (previous === undefined || /[\s;&|(]/.test(previous))) {
      tokens.push({ text: rest, kind: 'comment' })
      break
    }
    if (character === '"' || character === "'") {
      tokens.push({ text: character, kind: 'string' })
      const { end, open } = readQuoted(line, at + 1, character, tokens)
      if (open) return { tokens, open: { quote: character, hereEnd: null } }
      at = end
      continue
    }
    if (character === '\\') {
      tokens.push({ text: rest.slice(0, 2), kind: 'plain' })
      at += 2
      continue
    }
    const dollar = variable.exec(rest)
    if (dollar !== null) {
      tokens.push({ text: dollar[0], kind: 'variable' })
      at += dollar[0].length
      continue
    }
    const here = hereDocument.exec(rest)
    if (here !== null && !rest.startsWith('<<<')) {
      hereEnd = here[1] ?? here[2] ?? here[3] ?? null
      tokens.push({ text: here[0], kind: 'keyword' })
      at += here[0].length
      continue
    }
    const name = previous === undefined || /[\s;&|(!{`]/.test(previous) ? word.exec(rest) : null
    if (name !== null) {
      tokens.push({ text: name[0], kind: keywords.has(name[0]) ? 'keyword' : 'plain' })
      at += name[0].length
      continue
    }
    tokens.push({ text: character, kind: 'plain' })
    at += 1
  }
  return { tokens, open: { quote: null, hereEnd } }
}

/** Colours shell text line by line, quotes and here-documents going on over lines. */
export function highlightShell(text: string): readonly CodeLine[] {
  return highlightShellLines(splitLines(text))
}

export function highlightShellLines(lines: readonly string[]): readonly CodeLine[] {
  let open = closed
  return lines.map((line) => {
    const read = readLine(line, open)
    open = read.open
    return mergeTokens(read.tokens)
  })
}
