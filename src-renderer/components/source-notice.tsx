/** One source that failed, is offline or is still being asked; the rest of the list stays. */
import './states.css'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export interface SourceNoticeProps {
  readonly kind: 'failed' | 'offline' | 'waiting' | 'information'
  readonly title: ReactNode
  readonly text?: ReactNode
  /** *Retry*, as a button. */
  readonly action?: ReactNode
}

const icons: Readonly<Record<SourceNoticeProps['kind'], IconName>> = {
  failed: 'warning',
  offline: 'cloud-off',
  waiting: 'clock',
  information: 'info',
}

export function SourceNotice({ kind, title, text, action }: SourceNoticeProps) {
  return (
    <div
      className={classNames('source-notice', kind === 'waiting' ? 'waiting' : 'strong-notice')}
      role={kind === 'waiting' ? undefined : 'status'}
    >
      <Icon name={icons[kind]} />
      <div className={kind === 'waiting' ? undefined : 'medium'}>{title}</div>
      <div>{action}</div>
      {text !== undefined && <div className="more">{text}</div>}
    </div>
  )
}
