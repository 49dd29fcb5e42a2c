/** One job: what, from where, a bar with its numbers, what can be done with it; failures say the reason. */
import './progress.css'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Progress } from './progress.tsx'

export interface JobRowProps {
  readonly icon: IconName
  readonly subject: ReactNode
  /** Quiet words after the subject, like where it comes from. */
  readonly note?: ReactNode
  /** Left out when there is no bar to show. */
  readonly progress?: { readonly label: string; readonly fraction: number | null; readonly isStill: boolean }
  /** Phase, rate, time left …, in this order; empty ones are left out. */
  readonly numbers?: readonly string[]
  readonly isFailed?: boolean
  readonly actions?: ReactNode
  /** Reason of a failure, the log, the result. */
  readonly children?: ReactNode
}

export function JobRow(props: JobRowProps) {
  const numbers = (props.numbers ?? []).filter((text) => text !== '')
  return (
    <li className={classNames('job-row', props.isFailed && 'failed')}>
      <Icon name={props.isFailed ? 'stop' : props.icon} />
      <div className="job-subject">
        <span className="medium cut">{props.subject}</span>
        {props.note !== undefined && <span className="quiet cut">{props.note}</span>}
      </div>
      <div className="job-actions">{props.actions}</div>
      {props.progress !== undefined && (
        <div className="job-bar">
          <Progress {...props.progress} />
        </div>
      )}
      {numbers.length > 0 && (
        <div className="job-numbers">
          {numbers.map((text) => (
            <span key={text}>{text}</span>
          ))}
        </div>
      )}
      {props.children !== undefined && <div className="job-more">{props.children}</div>}
    </li>
  )
}
