/** Raw technical text: folded until asked for, copied whole. */
import './states.css'
import { type ReactNode, useId, useState } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'

export interface RawDetailProps {
  /** What is folded: an error code, *Signed message* … */
  readonly title: ReactNode
  readonly text: string
}

export function RawDetail({ title, text }: RawDetailProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="raw-detail">
      <div className="line">
        <button
          type="button"
          className="disclosure-button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="right" />
          {title}
        </button>
        <span className="grow" />
        <CopyButton text={text} label={frameText.copyDetail} hasWord />
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && <pre className="raw-text">{text}</pre>}
      </div>
    </div>
  )
}
