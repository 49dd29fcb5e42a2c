/**
 * Build arguments: how `name=value` is read, the defaults of `%arguments`, and the replacement of
 * `{{ name }}` in the raw text of a stage. Both command lines do the same up to details that are kept apart
 * here: empty values, comments, and values that hold templates themselves.
 */
import { contentLines } from './interpret-stage.ts'
import type { DefinitionError, Program } from './meaning.ts'
import { quoted, splitOnce, trimText } from './program-text.ts'
import type { Span } from './span.ts'

export type PairReading =
  | { readonly kind: 'pair'; readonly name: string; readonly value: string }
  /** The words of the program about it. */
  | { readonly kind: 'problem'; readonly message: string }

/** Reads `name=value`: split at the first `=`, both sides trimmed, quotes kept. */
export function readPair(text: string, program: Program): PairReading {
  const [before, after] = splitOnce(text, '=')
  if (after === null) return { kind: 'problem', message: `${quoted(text)} is not a key=value pair` }
  const name = trimText(before)
  const value = trimText(after)
  if (name === '') return { kind: 'problem', message: `missing key portion in ${quoted(text)}` }
  if (value === '' && program === 'singularity') {
    return { kind: 'problem', message: `missing value portion in ${quoted(text)}` }
  }
  return { kind: 'pair', name, value }
}

export interface ArgumentDefaults {
  readonly values: ReadonlyMap<string, string>
  readonly warnings: readonly string[]
}

/** The defaults of an `%arguments` text. A line that is no pair is skipped with a warning. */
export function readDefaults(body: string, program: Program): ArgumentDefaults {
  const values = new Map<string, string>()
  const warnings: string[] = []
  for (const line of contentLines(body)) {
    const pair = readPair(line, program)
    if (pair.kind === 'pair') values.set(pair.name, pair.value)
    else warnings.push(`Skipping ${quoted(line)} in 'arguments' section: ${pair.message}`)
  }
  return { values, warnings }
}

/**
 * Reads the lines of a file of arguments; there are no comments in it, and a bad line is skipped.
 * @returns what it gives, and the words about lines that were skipped
 */
export function readArgumentFile(content: string, program: Program): ArgumentDefaults {
  const values = new Map<string, string>()
  const warnings: string[] = []
  for (const line of content.replace(/\r?\n$/, '').split(/\r?\n/)) {
    const pair = readPair(line, program)
    if (pair.kind === 'pair') values.set(pair.name, pair.value)
    else warnings.push(`Skipping ${quoted(line)} in build arg file: ${pair.message}`)
  }
  return { values, warnings }
}

/** A template in a text. */
export interface Template extends Span {
  readonly name: string
  readonly nameSpan: Span
}

const templatePattern = /\{\{[\t\n\f\r ]*([0-9A-Za-z_]+)[\t\n\f\r ]*\}\}/g

/** All templates of a text, in order. */
export function findTemplates(text: string, start = 0, end = text.length): readonly Template[] {
  return Array.from(text.slice(start, end).matchAll(templatePattern), (match) => {
    const [whole, name = ''] = match
    const from = start + match.index
    const nameStart = from + whole.search(/[0-9A-Za-z_]/)
    return { start: from, end: from + whole.length, name, nameSpan: { start: nameStart, end: nameStart + name.length } }
  })
}

/** A part of a replaced text and where it comes from. */
export interface ReplacedPart {
  /** Offset in the replaced text. */
  readonly to: number
  /** Offset in the text before. */
  readonly from: number
  /** Copied as it was; false for an inserted value. */
  readonly isCopied: boolean
}

export type Replacement =
  | {
      readonly kind: 'replaced'
      readonly text: string
      readonly parts: readonly ReplacedPart[]
      readonly used: ReadonlySet<string>
    }
  | { readonly kind: 'error'; readonly error: DefinitionError }

/** What values may make of a text, in UTF-16 units: far more than a program would read afterwards. */
const largestText = 16 * 1024 * 1024

export interface ArgumentValues {
  readonly given: ReadonlyMap<string, string>
  readonly defaults: ReadonlyMap<string, string>
}

/** Replaces the templates of a stage. */
export function replaceTemplates(text: string, values: ArgumentValues, program: Program): Replacement {
  const parts: ReplacedPart[] = [{ to: 0, from: 0, isCopied: true }]
  const pieces: string[] = []
  const used = new Set<string>()
  const isCommented = commentWatch(text)
  let length = 0
  let from = 0
  const add = (piece: string): void => {
    pieces.push(piece)
    length += piece.length
  }
  for (const template of findTemplates(text)) {
    if (program === 'apptainer' && isCommented(template.start, from)) continue
    const value = lookUp(template.name, values)
    if (value === null) {
      const message = `build var ${template.name} is not defined through either --build-arg (--build-arg-file) or 'arguments' section`
      return {
        kind: 'error',
        error: { kind: 'argument-undefined', message, at: template.start, names: [template.name] },
      }
    }
    add(text.slice(from, template.start))
    parts.push({ to: length, from: template.start, isCopied: false })
    const inserted = program === 'apptainer' ? replaceNested(value, values) : value
    if (inserted === null || length + inserted.length > largestText) return tooLarge(template)
    add(inserted)
    used.add(template.name)
    from = template.end
    parts.push({ to: length, from, isCopied: true })
  }
  add(text.slice(from))
  return { kind: 'replaced', text: pieces.join(''), parts, used }
}

function tooLarge({ name, start }: Template): Replacement {
  const message = `the value of build var ${name} makes the definition too large`
  return { kind: 'error', error: { kind: 'argument-malformed', message, at: start, names: [name] } }
}

function lookUp(name: string, { given, defaults }: ArgumentValues): string | null {
  return given.get(name) ?? defaults.get(name) ?? null
}

/** Replaces the templates inside a value, one level deep; null when it grows beyond measure. */
function replaceNested(value: string, values: ArgumentValues): string | null {
  let result = value
  for (const template of findTemplates(value)) {
    const inner = lookUp(template.name, values)
    if (inner === null) continue
    const whole = value.slice(template.start, template.end)
    const count = result.split(whole).length - 1
    if (result.length + count * inner.length > largestText) return null
    result = result.replaceAll(whole, () => inner)
  }
  return result
}

/**
 * Whether a template stands in what Apptainer takes for a comment: a `#` and a character other than `!`
 * stand before it in its line, after the template that was replaced last. Quotes do not matter. Asked for
 * templates in order, the whole text is looked at once.
 */
function commentWatch(text: string): (templateStart: number, copiedFrom: number) => boolean {
  let at = 0
  let isInComment = false
  return (templateStart, copiedFrom) => {
    if (copiedFrom > at) {
      at = copiedFrom
      isInComment = false
    }
    for (; at < templateStart; at += 1) {
      const character = text.charAt(at)
      if (character === '\n') isInComment = false
      else if (character === '#' && at + 1 < templateStart && text.charAt(at + 1) !== '!') isInComment = true
    }
    return isInComment
  }
}

/** Where a place of a replaced text lies in the text before; a place in a value is where the template was. */
export function sourceOffset(parts: readonly ReplacedPart[], offset: number): number {
  const part = parts.findLast((candidate) => candidate.to <= offset)
  if (part === undefined) return 0
  return part.isCopied ? part.from + (offset - part.to) : part.from
}
