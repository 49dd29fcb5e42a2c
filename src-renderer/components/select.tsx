/** One of several values, in a list below the button that names the chosen one. */
import './field.css'
import './menu.css'
import {
  Button as AriaButton,
  Select as AriaSelect,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components'
import { Icon } from './icon.tsx'

export interface SelectProps<Value extends string> {
  readonly label: string
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly note?: string }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly hidesLabel?: boolean
  readonly isDisabled?: boolean
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  return (
    <AriaSelect
      className="field-group"
      selectedKey={props.value}
      isDisabled={props.isDisabled ?? false}
      onSelectionChange={(key) => {
        const choice = props.choices.find((entry) => entry.value === key)
        if (choice !== undefined) props.onChange(choice.value)
      }}
    >
      <Label className={props.hidesLabel ? 'for-screen-readers' : 'field-label'}>{props.label}</Label>
      <AriaButton className="button select-button">
        <SelectValue />
        <Icon name="down" />
      </AriaButton>
      <Popover className="menu-popover" offset={4}>
        <ListBox className="select-list">
          {props.choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.label} className="menu-item">
              {choice.label}
              {choice.note !== undefined && <span className="menu-note">{choice.note}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
