/** Check boxes and radio buttons, each with a word and, where needed, a quiet second line. */
import './field.css'
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  Label,
} from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

export interface CheckProps {
  readonly children: ReactNode
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
  readonly note?: ReactNode
  /** Some of what it stands for is chosen. */
  readonly isPartial?: boolean
  readonly isDisabled?: boolean
  /** Where there is no visible word. */
  readonly label?: string
}

export function Check(props: CheckProps) {
  return (
    <AriaCheckbox
      className="check"
      isSelected={props.isChecked}
      onChange={props.onChange}
      isIndeterminate={props.isPartial ?? false}
      isDisabled={props.isDisabled ?? false}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
    >
      <span className="check-box">
        {props.isPartial ? <span className="partial-mark" /> : props.isChecked && <Icon name="check" />}
      </span>
      <span>
        {props.children}
        {props.note !== undefined && <span className="choice-note">{props.note}</span>}
      </span>
    </AriaCheckbox>
  )
}

export interface RadioChoice<Value extends string> {
  readonly value: Value
  readonly label: ReactNode
  readonly note?: ReactNode
  readonly isDisabled?: boolean
}

export interface RadioGroupProps<Value extends string> {
  readonly label: string
  readonly choices: readonly RadioChoice<Value>[]
  /** Null: nothing is chosen yet. */
  readonly value: Value | null
  readonly onChange: (value: Value) => void
  readonly hidesLabel?: boolean
  readonly isHorizontal?: boolean
  readonly isDisabled?: boolean
}

export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  return (
    <AriaRadioGroup
      className={classNames('radio-group', props.isHorizontal && 'horizontal')}
      value={props.value}
      isDisabled={props.isDisabled ?? false}
      onChange={(value) => {
        const choice = props.choices.find((entry) => entry.value === value)
        if (choice !== undefined) props.onChange(choice.value)
      }}
    >
      <Label className={props.hidesLabel ? 'for-screen-readers' : 'field-label'}>{props.label}</Label>
      <div className="radio-list">
        {props.choices.map((choice) => (
          <AriaRadio key={choice.value} value={choice.value} className="radio" isDisabled={choice.isDisabled ?? false}>
            <span className="radio-dot" />
            <span>
              {choice.label}
              {choice.note !== undefined && <span className="choice-note">{choice.note}</span>}
            </span>
          </AriaRadio>
        ))}
      </div>
    </AriaRadioGroup>
  )
}
