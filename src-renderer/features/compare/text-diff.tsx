/** Two texts line by line: what was, what is, and a little around them. */
import { Fragment } from 'react'
import type { TextDifference } from '../../../src-shared/model/compare.ts'
import { compareText as text } from '../../../src-shared/text/compare.ts'

const marks = { same: '', was: '−', is: '+' } as const

interface Numbered {
  readonly kind: 'same' | 'was' | 'is'
  readonly text: string
  readonly a: number | null
  readonly b: number | null
}

function numbered(hunk: TextDifference['hunks'][number]): readonly Numbered[] {
  let a = hunk.aStart
  let b = hunk.bStart
  return hunk.lines.map((line) => ({
    ...line,
    a: line.kind === 'is' ? null : a++,
    b: line.kind === 'was' ? null : b++,
  }))
}

export function TextDiff({ label, difference }: { readonly label: string; readonly difference: TextDifference }) {
  if (difference.isTooDifferent)
    return <p className="compare-note quiet">{text.tooDifferent(difference.added, difference.removed)}</p>
  return (
    <table className="text-diff" aria-label={label}>
      <tbody>
        {difference.hunks.map((hunk, index) => (
          <Fragment key={`${hunk.aStart}-${hunk.bStart}`}>
            {index > 0 && (
              <tr className="gap">
                <td colSpan={4} />
              </tr>
            )}
            {numbered(hunk).map((line) => (
              <tr key={`${line.kind}-${line.a ?? ''}-${line.b ?? ''}`} className={line.kind}>
                <td className="number">{line.a}</td>
                <td className="number">{line.b}</td>
                <td className="mark">{marks[line.kind]}</td>
                <td className="text">{line.text}</td>
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}
