/** Filters as chips: one that is on or off, and one that opens a list of values. */
import './field.css'
import './menu.css'
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  ToggleButton,
} from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

export interface ToggleChipProps {
  readonly children: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  /** A quiet count after the word. */
  readonly count?: number
}

export function ToggleChip({ children, isOn, onChange, count }: ToggleChipProps) {
  return (
    <ToggleButton className="chip" isSelected={isOn} onChange={onChange}>
      {children}
      {count !== undefined && <span className="quiet">{count}</span>}
    </ToggleButton>
  )
}

export interface FilterChoice<Value extends string> {
  readonly value: Value
  readonly label: string
  /** Before the label, like the shape of a verdict. */
  readonly start?: ReactNode
  readonly note?: string
}

export interface FilterChipProps<Value extends string> {
  /** What it filters by, like *Verdict*. */
  readonly label: string
  readonly choices: readonly FilterChoice<Value>[]
  readonly chosen: readonly Value[]
  readonly onChange: (chosen: readonly Value[]) => void
  /** `one` always has one value and shows it after the label; `many` filters while something is chosen. */
  readonly mode?: 'many' | 'one'
  /** The label is read aloud only; for mode `one`. */
  readonly hidesLabel?: boolean
  readonly isDisabled?: boolean
}

/** A chip with a list. In mode `many` it is lit while something is chosen and names what. */
export function FilterChip<Value extends string>(props: FilterChipProps<Value>) {
  const { label, choices, chosen, onChange, mode = 'many' } = props
  const isOn = mode === 'many' && chosen.length > 0
  const names = choices.filter((choice) => chosen.includes(choice.value)).map((choice) => choice.label)
  const shown = names.length > 2 ? `${names.length}` : names.join(', ')
  return (
    <MenuTrigger>
      <AriaButton className={classNames('chip', isOn && 'on')} isDisabled={props.isDisabled ?? false}>
        {mode === 'one' ? (
          <>
            <span className={props.hidesLabel ? 'for-screen-readers' : 'quiet'}>{label}</span> {shown}
          </>
        ) : isOn ? (
          `${label}: ${shown}`
        ) : (
          label
        )}
        <Icon name="down" />
      </AriaButton>
      <Popover className="menu-popover" placement={mode === 'one' ? 'bottom end' : 'bottom start'} offset={4}>
        <AriaMenu
          className="menu"
          aria-label={label}
          selectionMode={mode === 'one' ? 'single' : 'multiple'}
          disallowEmptySelection={mode === 'one'}
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            onChange(choices.filter((choice) => keys === 'all' || keys.has(choice.value)).map((choice) => choice.value))
          }
        >
          {choices.map((choice) => (
            <MenuItem key={choice.value} id={choice.value} textValue={choice.label} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="menu-tick">{isSelected && <Icon name="check" />}</span>
                  {choice.start}
                  <span>{choice.label}</span>
                  {choice.note !== undefined && <span className="menu-note">{choice.note}</span>}
                </>
              )}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
