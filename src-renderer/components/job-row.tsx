/**
 * One job: what and from where, its bar or what came of it, what can be done with it. All rows of a
 * list have the same columns, so that nothing moves when a job goes from one state to the next.
 */
import './progress.css'
import type { ReactNode, Ref } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Progress } from './progress.tsx'

export interface JobBar {
  /** Left above the bar, like `Fetching, 6.04 of 9.74 GB`. */
  readonly doing: string
  /** Right above the bar, like `31 MB/s · 2 min left`. */
  readonly pace: string
  /** 0 to 1; null when the whole is not known. */
  readonly fraction: number | null
  /** Does not move at the moment: waiting or paused. */
  readonly isStill: boolean
}

export interface JobRowProps {
  readonly icon: IconName
  readonly title: string
  /** Second line: where it comes from, how long it took. */
  readonly note: ReactNode
  /** While it is not finished. */
  readonly bar?: JobBar
  /** Once it is finished: what came of it. */
  readonly outcome?: ReactNode
  readonly isFailed?: boolean
  /** The one that an address names. */
  readonly isMarked?: boolean
  readonly actions?: ReactNode
  /** Below the row: the log, the whole reason. */
  readonly children?: ReactNode
  readonly ref?: Ref<HTMLLIElement>
}

export function JobRow(props: JobRowProps) {
  const { bar } = props
  return (
    <li
      className={classNames(
        'job-row',
        bar === undefined && 'finished',
        props.isFailed && 'failed',
        props.isMarked && 'marked',
      )}
      {...(props.ref === undefined ? {} : { ref: props.ref })}
    >
      <Icon name={props.isFailed ? 'stop' : props.icon} />
      <div className="stack">
        <span className="medium cut" title={props.title}>
          {props.title}
        </span>
        <div className="quiet cut">{props.note}</div>
      </div>
      {bar === undefined ? (
        <div className="job-outcome">{props.outcome}</div>
      ) : (
        <div className="stack">
          <div className="line small job-numbers">
            <span className="cut">{bar.doing}</span>
            <span className="quiet nowrap job-pace">{bar.pace}</span>
          </div>
          <Progress label={props.title} fraction={bar.fraction} isStill={bar.isStill} />
        </div>
      )}
      <div className="job-actions">{props.actions}</div>
      {Boolean(props.children) && <div className="job-more">{props.children}</div>}
    </li>
  )
}
