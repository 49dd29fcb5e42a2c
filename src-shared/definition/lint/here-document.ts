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
      if ((current.stripsTabs ? raw.replace(/^\t+/, '') : raw) === current.end) waiting.shift()
      continue
    }
    if (!raw.includes('<<') || raw.trimStart().startsWith('#')) continue
    for (const match of raw.matchAll(start)) {
      // `<<<` is no here-document, and `1<<2` in arithmetic has no word.
      if (raw.charAt(match.index - 1) === '<') continue
      const [, dash, single, double, backslash, word] = match
      waiting.push({
        end: single ?? double ?? word ?? '',
        isQuoted: word === undefined || backslash === '\\',
        stripsTabs: dash === '-',
      })
    }
  }
  return waiting[0] ?? null
}
