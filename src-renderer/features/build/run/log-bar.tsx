/** Below the log: following its end, warnings and errors, finding, copying. The same for all steps. */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { buildRunText as text } from '../../../../src-shared/text/build-run.ts'
import { Button, IconButton } from '../../../components/button.tsx'
import { ToggleChip } from '../../../components/chip.tsx'
import { SearchField } from '../../../components/field.tsx'
import type { FindState } from './find-store.ts'

export interface LogBarProps {
  /** Null where nothing can come any more. */
  readonly isFollowing: boolean | null
  readonly onFollow: (isFollowing: boolean) => void
  readonly notices: number
  readonly isListingNotices: boolean
  readonly onListNotices: (isListing: boolean) => void
  readonly typed: string
  readonly onType: (typed: string) => void
  readonly found: FindState
  readonly onStep: (by: 1 | -1) => void
  readonly isCopying: boolean
  /** Null where there is nothing to copy. */
  readonly onCopy: (() => void) | null
}

function findWords({ text: wanted, total, current, isBusy, error }: FindState): string {
  if (wanted === '' || (isBusy && total === 0)) return ''
  if (error !== null) return error.message
  if (total === 0 || current === null) return text.nothingFound
  return text.place(current + 1, total)
}

export function LogBar(props: LogBarProps) {
  const { found, typed, onStep } = props
  const element = useRef<HTMLDivElement>(null)
  // The field's own submit does not tell whether Shift was held.
  useEffect(() => {
    const field = element.current?.querySelector('input')
    if (field === null || field === undefined) return undefined
    const press = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      onStep(event.shiftKey ? -1 : 1)
    }
    field.addEventListener('keydown', press)
    return () => field.removeEventListener('keydown', press)
  }, [onStep])
  const hasFindings = found.lines.length > 0
  return (
    <div className="log-bar">
      {props.isFollowing !== null && (
        <ToggleChip isOn={props.isFollowing} onChange={props.onFollow}>
          {text.follow}
        </ToggleChip>
      )}
      <ToggleChip isOn={props.isListingNotices} onChange={props.onListNotices} count={props.notices}>
        {text.noticesChip}
      </ToggleChip>
      <span className="grow" />
      <span className="quiet small nowrap tabular" role="status">
        {findWords(found)}
      </span>
      {hasFindings && (
        <>
          <IconButton icon="up" label={text.previous} shortcut="Shift+Enter" onPress={() => onStep(-1)} />
          <IconButton icon="down" label={text.next} shortcut="Enter" onPress={() => onStep(1)} />
        </>
      )}
      <div ref={element} className="log-find" data-view-filter="true">
        <SearchField label={text.find} placeholder={text.find} value={typed} onChange={props.onType} />
      </div>
      <Button
        icon="copy"
        label={text.copyLabel}
        isPending={props.isCopying}
        isDisabled={props.onCopy === null}
        {...(props.onCopy === null ? {} : { onPress: props.onCopy })}
      >
        {text.copy}
      </Button>
    </div>
  )
}

/** Keys that go from finding to finding wherever the focus is in the log. */
export function findStepOf(event: KeyboardEvent): 1 | -1 | null {
  if (event.key === 'F3') return event.shiftKey ? -1 : 1
  if (event.key.toLowerCase() === 'g' && event.ctrlKey !== event.metaKey && !event.altKey)
    return event.shiftKey ? -1 : 1
  return null
}
