/** The frame that the sheets about accounts share: their buttons, and what went wrong. */
import './remotes.css'
import type { ReactNode } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import { remotesText } from '../../../src-shared/text/remotes.ts'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'

export interface FrameProps {
  readonly title: string
  readonly action: ReactNode
  readonly error: AppError | null
  readonly onClose: () => void
  readonly children: ReactNode
}

/** What an account's call answered in place of what was wanted. */
export function AccountProblem({ error }: { readonly error: AppError | null }) {
  if (error === null) return null
  return (
    <div className="account-problem" role="alert">
      <SourceNotice
        kind={error.kind === 'offline' ? 'offline' : 'failed'}
        title={error.message}
        {...(error.hint === undefined ? {} : { text: error.hint })}
      />
    </div>
  )
}

export function Frame({ title, action, error, onClose, children }: FrameProps) {
  return (
    <Sheet
      title={title}
      width="small"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={onClose}>
            {remotesText.cancel}
          </Button>
          {action}
        </>
      }
    >
      <div className="account-form">
        {children}
        <AccountProblem error={error} />
      </div>
    </Sheet>
  )
}
