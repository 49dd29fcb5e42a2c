/**
 * A text of an image with line numbers and colours. Short texts wrap; long ones are drawn only where
 * they are seen, so that a hundred thousand lines cost what fits the window.
 */
import './code-view.css'
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import type { CodeLanguage, CodeLine, Token } from './code-tokens.ts'
import { highlight } from './highlight.ts'

export interface CodeViewProps {
  readonly text: string
  readonly language: CodeLanguage
  /** What the text is, for screen readers. */
  readonly label: string
}

const lineHeight = 20
const overscan = 20
/** From this many lines, or characters in one line, on, only what is seen is drawn, without wrapping. */
const longLines = 1500
const longCharacters = 200_000

interface NumberedLine {
  readonly number: number
  readonly tokens: readonly (Token & { readonly place: number })[]
}

function numbered(lines: readonly CodeLine[]): readonly NumberedLine[] {
  return lines.map((line, at) => {
    let place = 0
    const tokens = line.map((token) => {
      const placed = { ...token, place }
      place += token.text.length
      return placed
    })
    return { number: at + 1, tokens }
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

export function CodeView({ text, language, label }: CodeViewProps) {
  const lines = useMemo(() => numbered(highlight(text, language)), [text, language])
  const isLong = lines.length > longLines || text.length > longCharacters
  return (
    <div className={isLong ? 'code-view long' : 'code-view'} style={{ '--code-digits': String(lines.length).length }}>
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
        <Line key={line.number} line={line} />
      ))}
    </ScrollPane>
  )
}

function LongCode({ lines, label }: LinesProps) {
  const element = useRef<HTMLElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  useLayoutEffect(() => {
    const pane = element.current
    if (pane === null) return undefined
    const observer = new ResizeObserver(() => setHeight(pane.clientHeight))
    observer.observe(pane)
    return () => observer.disconnect()
  }, [])
  const first = Math.max(0, Math.floor(top / lineHeight) - overscan)
  const last = Math.min(lines.length, Math.ceil((top + height) / lineHeight) + overscan)
  return (
    <ScrollPane
      className="code-lines"
      label={label}
      ref={element}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div style={{ height: lines.length * lineHeight, position: 'relative' }}>
        <div style={{ position: 'absolute', top: first * lineHeight }}>
          {lines.slice(first, last).map((line) => (
            <Line key={line.number} line={line} />
          ))}
        </div>
      </div>
    </ScrollPane>
  )
}
