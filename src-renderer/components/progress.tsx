/** How much of something is done, as a bar. */
import './progress.css'
import { ProgressBar } from 'react-aria-components'
import { classNames } from './class-names.ts'

export interface ProgressProps {
  readonly label: string
  /** 0 to 1; null when the whole is not known. */
  readonly fraction: number | null
  /** Does not move at the moment: waiting or paused. */
  readonly isStill?: boolean
}

export function Progress({ label, fraction, isStill = false }: ProgressProps) {
  return (
    <ProgressBar
      aria-label={label}
      className={classNames('progress', isStill && 'still', fraction === null && !isStill && 'unknown')}
      {...(fraction === null ? { isIndeterminate: true } : { value: Math.min(100, Math.max(0, fraction * 100)) })}
    >
      <div className="done" style={fraction === null ? undefined : { width: `${fraction * 100}%` }} />
    </ProgressBar>
  )
}
