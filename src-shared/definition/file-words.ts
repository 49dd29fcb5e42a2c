/**
 * The words of a `%files` line, cut as the command lines cut them: runs without blanks and quotes in which
 * `{{ name }}` may hold blanks, or text in double quotes; single quotes leave their opening one behind.
 * Linear in the length of the line, whatever stands in it.
 */
import { trimText } from './program-text.ts'
import type { Span } from './span.ts'

/** White space between words here is ASCII only, and without the vertical tab. */
function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\f' || character === '\r'
}

function isWordCharacter(character: string): boolean {
  return character !== '' && !isBlank(character) && character !== '"' && character !== "'"
}

const template = /\{\{[\t\n\f\r ]*[0-9A-Za-z_]+[\t\n\f\r ]*\}+/y

interface Template {
  readonly start: number
  readonly end: number
}

/** Every place where a template could begin, also one inside another's braces. */
function findTemplates(line: string): readonly Template[] {
  const found: Template[] = []
  for (let at = line.indexOf('{{'); at !== -1; at = line.indexOf('{{', at + 1)) {
    template.lastIndex = at
    const match = template.exec(line)
    if (match !== null) found.push({ start: at, end: at + match[0].length })
  }
  return found
}

/** The last template that begins in the span, found from the end of a sorted list. */
function lastWithin(templates: readonly Template[], start: number, end: number): Template | null {
  let low = 0
  let high = templates.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((templates[middle]?.start ?? end) < end) low = middle + 1
    else high = middle
  }
  const candidate = templates[low - 1]
  return candidate !== undefined && candidate.start >= start ? candidate : null
}

/**
 * Cuts a trimmed line into words.
 * @returns spans in the line, quotes of quoted words included
 */
export function fileWords(line: string): readonly Span[] {
  const templates = findTemplates(line)
  const words: Span[] = []
  let runEnd = 0
  /** The end of the run of word characters that begins at `from`. */
  const endOfRun = (from: number): number => {
    if (runEnd > from) return runEnd
    runEnd = from
    while (isWordCharacter(line.charAt(runEnd))) runEnd += 1
    return runEnd
  }
  let at = 0
  while (at < line.length) {
    let end = templates.length === 0 ? at : endOfTemplateWord(line, at, templates, endOfRun)
    if (end === at) end = endOfPlainWord(line, at, endOfRun)
    if (end > at) words.push({ start: at, end })
    at = Math.max(end, at + 1)
  }
  return words
}

/** Text around templates, as often as it goes on; `from` when there is none. */
function endOfTemplateWord(
  line: string,
  from: number,
  templates: readonly Template[],
  endOfRun: (from: number) => number,
): number {
  let at = from
  for (;;) {
    const found = lastWithin(templates, at, endOfRun(at) - 1)
    if (found === null) return at
    at = found.end
    while (isWordCharacter(line.charAt(at)) && line.charAt(at) !== '{' && line.charAt(at) !== '}') at += 1
  }
}

function endOfPlainWord(line: string, from: number, endOfRun: (from: number) => number): number {
  const character = line.charAt(from)
  if (character === '"') {
    const close = line.indexOf('"', from + 1)
    return close === -1 ? from : close + 1
  }
  if (character === "'") {
    const close = line.indexOf("'", from + 1)
    return close === -1 ? line.length : close
  }
  return isWordCharacter(character) ? endOfRun(from) : from
}

/** A word as the programs use it: trimmed, double quotes at both ends removed. */
export function fileWordText(word: string): string {
  const text = trimText(word)
  let start = 0
  let end = text.length
  while (start < end && text.charAt(start) === '"') start += 1
  while (end > start && text.charAt(end - 1) === '"') end -= 1
  return text.slice(start, end)
}
