/** Why a call failed, where the rest stays as it is: what happened, and what can be done about it. */
import type { ReactNode } from 'react'
import type { AppError } from '../../src-shared/model/error.ts'
import { ErrorActions } from './error-actions.tsx'
import { SourceNotice } from './source-notice.tsx'

export interface ErrorNoticeProps {
  /** Nothing is shown while it is null. */
  readonly error: AppError | null
  /** *Retry*, as a button. */
  readonly action?: ReactNode
}

export function ErrorNotice({ error, action }: ErrorNoticeProps) {
  if (error === null) return null
  return (
    <SourceNotice
      kind={error.kind === 'offline' ? 'offline' : 'failed'}
      title={error.message}
      {...(error.hint === undefined ? {} : { text: error.hint })}
      action={
        <span className="line">
          <ErrorActions error={error} />
          {action}
        </span>
      }
    />
  )
}
