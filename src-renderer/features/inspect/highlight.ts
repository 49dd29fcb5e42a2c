/** One door to the colours of a text by what kind of text it is. */
import { assertNever } from '../../../src-shared/model/result.ts'
import {
  type CodeLanguage,
  type CodeLine,
  mergeTokens,
  revealHidden,
  splitLines,
  type Token,
} from '../../components/code/code-tokens.ts'
import { highlightDefinition } from '../../components/code/highlight-definition.ts'
import { highlightShell } from '../../components/code/highlight-shell.ts'

const jsonToken = /"(?:[^"\\]|\\.)*"(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

function jsonLine(line: string): CodeLine {
  const tokens: Token[] = []
  let from = 0
  for (const match of line.matchAll(jsonToken)) {
    tokens.push({ text: line.slice(from, match.index), kind: 'plain' })
    const isKey = match[1] !== undefined
    const isText = match[0].startsWith('"')
    tokens.push({ text: match[0], kind: isKey ? 'keyword' : isText ? 'string' : 'variable' })
    from = match.index + match[0].length
  }
  tokens.push({ text: line.slice(from), kind: 'plain' })
  return mergeTokens(tokens)
}

/** Colours a text, with characters that would not be seen made visible. */
export function highlight(text: string, language: CodeLanguage): readonly CodeLine[] {
  return lines(text, language).map(revealHidden)
}

function lines(text: string, language: CodeLanguage): readonly CodeLine[] {
  switch (language) {
    case 'definition':
      return highlightDefinition(text)
    case 'shell':
      return highlightShell(text)
    case 'json':
      return splitLines(text).map(jsonLine)
    case 'plain':
      return splitLines(text).map((line) => [{ text: line, kind: 'plain' }])
    default:
      return assertNever(language)
  }
}
