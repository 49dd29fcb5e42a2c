/**
 * A text of an image with line numbers and colours. Short texts wrap; long ones are drawn only where
 * they are seen, so that a hundred thousand lines cost what fits the window.
 */
import '../../components/code/code.css'
import './code-view.css'
import { memo, useMemo, useRef } from 'react'
import type { CodeLanguage, CodeLine, Token } from '../../components/code/code-tokens.ts'
import { LineWindow } from '../../components/line-window.tsx'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import { highlight } from './highlight.ts'

export interface CodeViewProps {
  readonly text: string
  readonly language: CodeLanguage
  /** What the text is, for screen readers. */
  readonly label: string
  /** The number of the first line, where the text is a part of a longer one; null: not known, so none is shown. */
  readonly firstLine?: number | null
}

/** From this many lines, or characters in one line, on, only what is seen is drawn, without wrapping. */
const longLines = 1500
const longCharacters = 200_000

interface NumberedLine {
  readonly place: number
  readonly number: number | null
  readonly tokens: readonly (Token & { readonly place: number })[]
}

function numbered(lines: readonly CodeLine[], firstLine: number | null): readonly NumberedLine[] {
  return lines.map((line, at) => {
    let place = 0
    const tokens = line.map((token) => {
      const placed = { ...token, place }
      place += token.text.length
      return placed
    })
    return { place: at, number: firstLine === null ? null : firstLine + at, tokens }
  })
}

const Line = memo(function Line({ line }: { readonly line: NumberedLine }) {
  return (
    <div className="code-line">
      <span className="code-number" aria-hidden="true">
        {line.number}
      </span>
      <span className="code-text">
        {line.tokens.map((token) => (
          <span key={token.place} className={token.kind === 'plain' ? undefined : `token-${token.kind}`}>
            {token.text}
          </span>
        ))}
        {line.tokens.length === 0 && '\u00a0'}
      </span>
    </div>
  )
})

export function CodeView({ text, language, label, firstLine = 1 }: CodeViewProps) {
  const lines = useMemo(() => numbered(highlight(text, language), firstLine), [text, language, firstLine])
  const isLong = lines.length > longLines || text.length > longCharacters
  return (
    <div
      className={isLong ? 'code-view long' : 'code-view'}
      style={{ '--code-digits': firstLine === null ? 0 : String(firstLine + lines.length).length }}
    >
      {isLong ? <LongCode lines={lines} label={label} /> : <ShortCode lines={lines} label={label} />}
    </div>
  )
}

interface LinesProps {
  readonly lines: readonly NumberedLine[]
  readonly label: string
}

function ShortCode({ lines, label }: LinesProps) {
  return (
    <ScrollPane className="code-lines" label={label}>
      {lines.map((line) => (
        <Line key={line.place} line={line} />
      ))}
    </ScrollPane>
  )
}

function LongCode({ lines, label }: LinesProps) {
  const element = useRef<HTMLElement>(null)
  return (
    <LineWindow
      className="code-lines"
      label={label}
      element={element}
      count={lines.length}
      lineAt={(index) => {
        const line = lines[index]
        return line === undefined ? null : <Line key={line.place} line={line} />
      }}
    />
  )
}
