/**
 * A sheet: a dialog over the view for what needs a few answers. *Cancel* at the left, one primary
 * button at the right, none where the gesture is a decision or a signature. Esc steps back.
 */
import './sheet.css'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { classNames } from './class-names.ts'

export interface SheetProps {
  readonly title: string
  /** One quiet sentence under the title. */
  readonly subtitle?: ReactNode
  /** 560, 640, 680, 760 or 900 px. */
  readonly width?: 'small' | 'normal' | 'medium' | 'wide' | 'full'
  readonly isOpen: boolean
  /** Called by Esc, by *Cancel* and by a press outside, if `isDismissable`. */
  readonly onClose: () => void
  /** Whether a press beside the sheet closes it; only where nothing was entered. */
  readonly isDismissable?: boolean
  /** At the right of the title. */
  readonly headActions?: ReactNode
  readonly children: ReactNode
  /** Buttons: the first gets `className="first"`. */
  readonly footer?: ReactNode
}

export function Sheet(props: SheetProps) {
  const { title, subtitle, width = 'normal', isOpen, onClose, headActions, children, footer } = props
  return (
    <ModalOverlay
      className="veil"
      isOpen={isOpen}
      isDismissable={props.isDismissable ?? false}
      onOpenChange={(nowOpen) => {
        if (!nowOpen) onClose()
      }}
    >
      <Modal className={classNames('sheet', `width-${width}`)}>
        <Dialog>
          <header className="sheet-head">
            <div className="stack">
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              {subtitle !== undefined && <p>{subtitle}</p>}
            </div>
            {headActions !== undefined && <div className="line actions">{headActions}</div>}
          </header>
          <div className="sheet-body">{children}</div>
          {footer !== undefined && <footer className="sheet-foot">{footer}</footer>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
