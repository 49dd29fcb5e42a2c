/** RUN, and the text of `%post` that comes of all instructions together. */
import { endsHereDocument, type HereDocument, hereDocumentsOf } from '../lint/here-document.ts'
import {
  type DockerfileHereDocument,
  type DockerfileInstruction,
  documentSign,
  execForm,
  rewritable,
} from './dockerfile-parse.ts'
import type { StageState } from './dockerfile-state.ts'
import { shellWord } from './dockerfile-variables.ts'
import type { NoteTaker } from './notes.ts'

/** What a command can leave behind for the next one, which in a Dockerfile begins anew. */
const leavesTraces =
  /(?:^|[\s;&|(])(?:cd|pushd|export|set|unset|umask|exit|source|\.|trap|exec|alias|ulimit)\s|(?:^|[\s;&|(])\w+=[^\s;&|]*\s*(?:[;&|]|$)/

export function runLines(instruction: DockerfileInstruction, state: StageState): void {
  const { line, flags, text, comments } = instruction
  const documents = instruction.documents.map(rewritable)
  const lines = withSigns(instruction.lines, instruction.documents, documents)
  const { taker } = state.around
  const dropped = flags.map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
  if (dropped.length > 0) taker.note(line, 'run-options', dropped.join(' '))
  for (const comment of comments) state.post.push(`# ${comment}`)
  state.hasRun = true
  const words = execForm(text)
  if (words !== null) {
    state.post.push(words.map(shellWord).join(' '))
    return
  }
  const [document] = instruction.documents
  if (document !== undefined && /^<<-?\S+$/.test(text)) {
    // The document is the script itself. With its own `#!` it has its own interpreter.
    const body = document.body.replace(/\n$/, '').split('\n')
    const interpreter = /^#!\s*(\S.*)$/.exec(body[0] ?? '')?.[1]
    if (interpreter !== undefined) {
      const sign = documentSign(rewritable({ ...document, isQuoted: true }))
      const own = rewritable({ ...document, isQuoted: true })
        .body.replace(/\n$/, '')
        .split('\n')
      state.post.push(`${interpreter} ${sign}`, ...own, document.end)
    } else state.post.push('(', ...body, ')')
    return
  }
  const command = breaksInSingleQuotes(lines)
    ? [lines.join('')]
    : lines.map((part, place) => (place < lines.length - 1 ? `${part}\\` : part))
  const tail = documents.flatMap(({ body, end }) => [...body.replace(/\n$/, '').split('\n'), end])
  const all = [...command, ...tail]
  const needsBrackets = leavesTraces.test(lines.join(' ')) && documents.length === 0
  for (const part of needsBrackets ? inBrackets(all) : all) state.post.push(part)
  for (const match of text.matchAll(/\{\{\s*\w+\s*\}\}/g)) taker.note(line, 'template-like', match[0])
}

/** Lines in which quoted here-documents that became unquoted ones are named so. */
function withSigns(
  lines: readonly string[],
  before: readonly DockerfileHereDocument[],
  after: readonly DockerfileHereDocument[],
): readonly string[] {
  const changed = before.filter((document, place) => document.isQuoted !== after[place]?.isQuoted)
  return lines.map((line) =>
    changed.reduce((text, document) => {
      const sign = documentSign({ ...document, isQuoted: false })
      return text.replace(documentSign(document), sign).replace(documentSign(document).replaceAll("'", '"'), sign)
    }, line),
  )
}

/** In a shell of its own, so that the next command begins where this one began. */
function inBrackets(lines: readonly string[]): readonly string[] {
  const [only] = lines
  return lines.length === 1 && only !== undefined ? [`( ${only} )`] : ['(', ...lines, ')']
}

/** The lines of `%post`, indented where that changes nothing. */
export function postLines(lines: readonly string[]): readonly string[] {
  const written: string[] = []
  const open: HereDocument[] = []
  let isContinued = false
  for (const line of lines) {
    // Indentation inside a here-document or a continued line could be a part of what is written.
    const [document] = open
    written.push(document !== undefined || isContinued || line === '' ? line : `    ${line}`)
    isContinued = document === undefined && line.endsWith('\\')
    if (document === undefined) open.push(...hereDocumentsOf(line))
    else if (endsHereDocument(line, document)) open.shift()
  }
  return written
}

/** A line that means the same to the shell, but does not begin with what begins a section or a stage. */
export function protectedLine(line: string, sourceLine: number, taker: NoteTaker): string {
  const percent = /^(\s*)(%+)/.exec(line)
  if (percent !== null) {
    taker.note(sourceLine, 'percent-line')
    const [whole, blanks = '', signs = ''] = percent
    return `${blanks}\${percent-${signs}}${line.slice(whole.length)}`
  }
  if (/^bootstrap:/iu.test(line)) {
    taker.note(sourceLine, 'bootstrap-line')
    return `\${bootstrap-${line.slice(0, 9)}}${line.slice(9)}`
  }
  return line
}

/**
 * Whether a line break of a continued command lies in single quotes. There a shell keeps the backslash that a
 * Dockerfile takes away, so such a command has to be one line.
 */
function breaksInSingleQuotes(lines: readonly string[]): boolean {
  let quote = ''
  for (const line of lines.slice(0, -1)) {
    for (let at = 0; at < line.length; at += 1) {
      const character = line.charAt(at)
      if (character === '\\' && quote !== "'") at += 1
      else if (quote === '' && (character === '"' || character === "'")) quote = character
      else if (character === quote) quote = ''
    }
    if (quote === "'") return true
  }
  return false
}
