/** Finds here-documents in shell text, as far as that can be said line by line. It runs nothing. */
import { linesIn, type Span } from '../span.ts'

export interface HereDocument {
  /** The word that ends it. */
  readonly end: string
  /** Quoted words switch expansion off inside. */
  readonly isQuoted: boolean
  readonly stripsTabs: boolean
}

const start = /<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|(\\?)([A-Za-z_][\w.-]*))/g

/** The here-document that is still open at the end of a part of shell text, or null. */
export function openHereDocument(text: string, span: Span): HereDocument | null {
  const waiting: HereDocument[] = []
  for (const line of linesIn(text, span.start, span.end)) {
    const raw = text.slice(line.start, line.end)
    const [current] = waiting
    if (current !== undefined) {
      if (endsHereDocument(raw, current)) waiting.shift()
      continue
    }
    waiting.push(...hereDocumentsOf(raw))
  }
  return waiting[0] ?? null
}

/** The here-documents that a line of shell text opens, in the order in which they follow. */
export function hereDocumentsOf(line: string): readonly HereDocument[] {
  if (!line.includes('<<') || line.trimStart().startsWith('#')) return []
  return Array.from(line.matchAll(start))
    .filter((match) => line.charAt(match.index - 1) !== '<')
    .map(([, dash, single, double, backslash, word]) => ({
      // `<<<` is no here-document, and `1<<2` in arithmetic has no word.
      end: single ?? double ?? word ?? '',
      isQuoted: word === undefined || backslash === '\\',
      stripsTabs: dash === '-',
    }))
}

/** Whether a line ends a here-document. */
export function endsHereDocument(line: string, { end, stripsTabs }: HereDocument): boolean {
  return (stripsTabs ? line.replace(/^\t+/, '') : line) === end
}
