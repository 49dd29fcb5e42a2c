/**
 * A verdict in its two large forms. *banner*: shape and word, the two labelled lines *Integrity* and
 * *Signer*, the next action at the right; in short windows it becomes two rows of text by itself.
 * *line*: word, sentence and next action in one row, for all other tabs and for panes.
 */
import './verdict.css'
import type { ReactNode } from 'react'
import type { Verdict } from '../../src-shared/model/verification.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { Icon } from './icon.tsx'
import { verdictLooks } from './verdict-look.ts'

export type VerdictBannerProps =
  | {
      readonly form: 'banner'
      readonly verdict: Verdict
      readonly integrity: ReactNode
      readonly signer: ReactNode
      /** One `Button variant="primary" size="big"`, if there is something to do. */
      readonly action?: ReactNode
      /** A quieter second action, not shown in short windows. */
      readonly more?: ReactNode
    }
  | {
      readonly form: 'line'
      readonly verdict: Verdict
      readonly sentence: ReactNode
      readonly action?: ReactNode
      /** Name of its landmark, where several stand in one view. */
      readonly label?: string
    }

export function VerdictBanner(props: VerdictBannerProps) {
  const look = verdictLooks[props.verdict]
  const label = props.form === 'line' ? (props.label ?? frameText.verdict) : frameText.verdict
  const shared = { 'data-family': look.family, 'data-verdict': props.verdict, 'aria-label': label }
  if (props.form === 'line') {
    return (
      <section className="banner one-line" {...shared}>
        <Icon name={look.icon} />
        <p>
          <strong className="word">
            {look.word}
            <span className="word-stop">.</span>
          </strong>{' '}
          {props.sentence}
        </p>
        {props.action !== undefined && <div className="next">{props.action}</div>}
      </section>
    )
  }
  return (
    <section className="banner full" {...shared}>
      <Icon name={look.icon} />
      <div className="what">
        <h2 className="word">{look.word}</h2>
        <dl>
          <dt>{frameText.integrity}</dt>
          <dd>{props.integrity}</dd>
          <dt>{frameText.signer}</dt>
          <dd>{props.signer}</dd>
        </dl>
      </div>
      {(props.action !== undefined || props.more !== undefined) && (
        <div className="next">
          {props.action}
          {props.more !== undefined && <div className="hide-short stack">{props.more}</div>}
        </div>
      )}
    </section>
  )
}
