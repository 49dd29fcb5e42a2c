/** An error in the place of what could not be shown: what, why, what now; detail folded and copyable. */
import './states.css'
import type { ReactNode } from 'react'
import type { AppError } from '../../src-shared/model/error.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { Button } from './button.tsx'
import { ErrorActions } from './error-actions.tsx'
import { Icon } from './icon.tsx'
import { RawDetail } from './raw-detail.tsx'

export interface ErrorStateProps {
  readonly error: AppError
  /** What the user was about to see, like *This image cannot be read*; the message stands below it. */
  readonly title?: string
  /** Tries the same again. */
  readonly onRetry?: () => void
  /** Other ways on. */
  readonly actions?: ReactNode
}

/** What is copied: everything that helps to understand the error, one fact a line. */
export function errorDetail(error: AppError): string {
  const lines = [`${error.code} (${error.area}, ${error.kind})`, error.message]
  if (error.hint !== undefined) lines.push(error.hint)
  const params = Object.entries(error.params)
  for (const [name, value] of params) lines.push(`${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
  if (error.detail !== undefined) lines.push('', error.detail)
  return lines.join('\n')
}

export function ErrorState({ error, title, onRetry, actions }: ErrorStateProps) {
  return (
    <div className="error-state" role="alert">
      <div>
        <Icon name="stop" />
        <div className="stack">
          <h2>{title ?? error.message}</h2>
          {title !== undefined && <p>{error.message}</p>}
          {error.hint !== undefined && <p>{error.hint}</p>}
          <div className="line actions">
            {onRetry !== undefined && <Button onPress={onRetry}>{frameText.tryAgain}</Button>}
            <ErrorActions error={error} />
            {actions}
          </div>
          <div className="detail-line">
            <RawDetail title={<code>{error.code}</code>} text={errorDetail(error)} />
          </div>
        </div>
      </div>
    </div>
  )
}
