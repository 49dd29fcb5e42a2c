/**
 * A name that loses its middle when there is no room: its beginning is cut, its end always stands,
 * because versions and endings are what tells long names apart. Selecting and copying gives it whole.
 */
import './middle-cut.css'

export interface MiddleCutProps {
  readonly text: string
}

/** What is kept of the end. */
const endLength = 12
/** Shorter names are cut at their end like any other text, if at all. */
const cutFrom = 26

export function MiddleCut({ text }: MiddleCutProps) {
  const characters = [...text]
  if (characters.length < cutFrom) {
    return (
      <span className="cut" title={text}>
        {text}
      </span>
    )
  }
  return (
    <span className="middle-cut" title={text}>
      <span className="cut">{characters.slice(0, -endLength).join('')}</span>
      <span className="middle-cut-end">{characters.slice(-endLength).join('')}</span>
    </span>
  )
}
