/** What a translation could not carry over, or had to carry over differently, with the line of the source. */
import { type TranslationCode, translationTexts } from '../../text/definition-translation.ts'

export interface TranslationNote {
  /** In the source, from 1. */
  readonly line: number
  readonly code: TranslationCode
  readonly message: string
}

export interface Translation {
  /** A definition; it may need what the notes say. */
  readonly text: string
  /** By line. */
  readonly notes: readonly TranslationNote[]
}

export interface NoteTaker {
  note(line: number, code: TranslationCode, what?: string): void
  notes(): readonly TranslationNote[]
}

const mostNotes = 500

export function createNoteTaker(): NoteTaker {
  const found: TranslationNote[] = []
  return {
    note(line, code, what = '') {
      if (found.length >= mostNotes || found.some((other) => other.code === code && other.line === line)) return
      const short = what.length > 80 ? `${what.slice(0, 79)}…` : what
      found.push({ line, code, message: translationTexts[code].replaceAll('{what}', () => short) })
    },
    notes: () => found.toSorted((a, b) => a.line - b.line),
  }
}
