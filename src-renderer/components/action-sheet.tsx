/**
 * The frame that sheets with one action share: *Cancel* at the left, the action at the right, what went wrong
 * above them. It decides nothing; whether the action may be pressed is the caller's matter.
 */
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { AppError } from '../../src-shared/model/error.ts'
import type { Result } from '../../src-shared/model/result.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { Button, type ButtonVariant } from './button.tsx'
import { ErrorNotice } from './error-notice.tsx'
import type { IconName } from './icon.tsx'
import { Sheet, type SheetProps } from './sheet.tsx'

export interface ActionSheetProps extends Pick<SheetProps, 'title' | 'subtitle' | 'width' | 'children' | 'onClose'> {
  readonly action: string
  /** `plain` where the gesture is a decision, a signature or about a secret: it is no default button then. */
  readonly variant: Extract<ButtonVariant, 'primary' | 'plain' | 'danger'>
  readonly icon?: IconName
  readonly isReady: boolean
  readonly isBusy?: boolean
  readonly onAction: () => void
  /** Between *Cancel* and the action, like *Back*. */
  readonly otherActions?: ReactNode
  /** Why the action failed the last time. */
  readonly error?: AppError | null
}

export function ActionSheet(props: ActionSheetProps) {
  const { title, subtitle, width, onClose, error = null } = props
  return (
    <Sheet
      title={title}
      {...(subtitle === undefined ? {} : { subtitle })}
      {...(width === undefined ? {} : { width })}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={onClose}>
            {frameText.cancel}
          </Button>
          {props.otherActions}
          <Button
            variant={props.variant}
            {...(props.icon === undefined ? {} : { icon: props.icon })}
            isPending={props.isBusy ?? false}
            isDisabled={!props.isReady}
            onPress={props.onAction}
          >
            {props.action}
          </Button>
        </>
      }
    >
      {props.children}
      <ErrorNotice error={error} />
    </Sheet>
  )
}

export interface SheetRun {
  readonly isBusy: boolean
  readonly error: AppError | null
  readonly start: () => void
}

/**
 * Runs a sheet's action once at a time and keeps why it failed.
 * @param onDone called with what came of it when it succeeded
 */
export function useSheetRun<Value>(run: () => Promise<Result<Value>>, onDone: (value: Value) => void): SheetRun {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const start = async (): Promise<void> => {
    if (isBusy) return
    setBusy(true)
    setError(null)
    const answer = await run()
    setBusy(false)
    if (answer.ok) onDone(answer.value)
    else setError(answer.error)
  }
  return { isBusy, error, start: () => void start() }
}
