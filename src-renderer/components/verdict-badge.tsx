/** A verdict in its two small forms: *list* (shape and word, no fill) and *badge* (filled). */
import './verdict.css'
import type { Verdict } from '../../src-shared/model/verification.ts'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import { verdictLooks } from './verdict-look.ts'

export interface VerdictBadgeProps {
  readonly verdict: Verdict
  readonly form?: 'list' | 'badge'
}

export function VerdictBadge({ verdict, form = 'list' }: VerdictBadgeProps) {
  const look = verdictLooks[verdict]
  return (
    <span
      className={classNames('verdict', form === 'badge' && 'badge')}
      data-family={look.family}
      data-verdict={verdict}
    >
      <Icon name={look.icon} />
      <span>{look.word}</span>
    </span>
  )
}
