/** The usual action with a menu of its variants, like *Pull* with architecture and place. */
import { Button as AriaButton } from 'react-aria-components'
import { Button, type ButtonVariant } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Menu, type MenuEntry } from './menu.tsx'

export interface SplitButtonProps {
  readonly children: string
  readonly onPress: () => void
  readonly entries: readonly MenuEntry[]
  /** The name of the menu, like *More ways to pull*. */
  readonly menuLabel: string
  readonly variant?: Extract<ButtonVariant, 'plain' | 'primary'>
  readonly icon?: IconName
  readonly isDisabled?: boolean
}

export function SplitButton(props: SplitButtonProps) {
  const variant = props.variant ?? 'plain'
  return (
    <span className="split-button">
      <Button
        variant={variant}
        onPress={props.onPress}
        isDisabled={props.isDisabled ?? false}
        {...(props.icon === undefined ? {} : { icon: props.icon })}
      >
        {props.children}
      </Button>
      <Menu label={props.menuLabel} entries={props.entries}>
        <AriaButton
          className={classNames('button', variant === 'primary' && 'primary')}
          aria-label={props.menuLabel}
          isDisabled={props.isDisabled ?? false}
        >
          <Icon name="down" />
        </AriaButton>
      </Menu>
    </span>
  )
}
