/**
 * Buttons. A verb stands on each; an ellipsis only where more is asked. At most one `primary` in a
 * view, and none where the gesture is a decision about a key or a signature.
 */
import './button.css'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, Link as AriaLink } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Tooltip } from './tooltip.tsx'

/** `link` stands in a sentence or a list of facts and looks like a link. */
export type ButtonVariant = 'plain' | 'primary' | 'ghost' | 'danger' | 'state' | 'link'

export interface ButtonProps {
  readonly children: ReactNode
  readonly onPress?: () => void
  readonly variant?: ButtonVariant
  readonly size?: 'normal' | 'big' | 'small'
  readonly icon?: IconName
  readonly iconAfter?: IconName
  readonly isDisabled?: boolean
  /** Shows that work goes on; the button keeps its place and takes no press. */
  readonly isPending?: boolean
  /** `submit` inside a form. */
  readonly type?: 'button' | 'submit'
  /** Shown on hover and focus: what else there is to say, like a shortcut. */
  readonly tooltip?: string
  /** The name for screen readers where the visible words need their surroundings. */
  readonly label?: string
  readonly className?: string
  readonly autoFocus?: boolean
  readonly isExpanded?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

function buttonClasses(variant: ButtonVariant, size: 'normal' | 'big' | 'small', className?: string): string {
  return classNames(
    'button',
    variant !== 'plain' && variant,
    size === 'big' && 'big',
    size === 'small' && 'small-button',
    className,
  )
}

export function Button(props: ButtonProps) {
  const { children, variant = 'plain', size = 'normal', icon, iconAfter, tooltip } = props
  const button = (
    <AriaButton
      className={buttonClasses(variant, size, props.className)}
      isDisabled={props.isDisabled ?? false}
      isPending={props.isPending ?? false}
      type={props.type ?? 'button'}
      {...(props.onPress === undefined ? {} : { onPress: props.onPress })}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.isExpanded === undefined ? {} : { 'aria-expanded': props.isExpanded })}
      {...(props.autoFocus === undefined ? {} : { autoFocus: props.autoFocus })}
      {...(props.ref === undefined ? {} : { ref: props.ref })}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {iconAfter !== undefined && <Icon name={iconAfter} />}
    </AriaButton>
  )
  return tooltip === undefined ? button : <Tooltip text={tooltip}>{button}</Tooltip>
}

export interface IconButtonProps {
  readonly icon: IconName
  /** The word that the icon stands for; read aloud and shown as tooltip. */
  readonly label: string
  readonly onPress?: () => void
  /** As people press it, like `Alt+Left`; added to the tooltip. */
  readonly shortcut?: string
  readonly isDisabled?: boolean
  /** `plain` has a border. */
  readonly variant?: 'ghost' | 'plain'
  readonly isQuiet?: boolean
  readonly className?: string
  readonly excludeFromTabOrder?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button without a word, for toolbars and rows; it always has a tooltip. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, shortcut, variant = 'ghost' } = props
  return (
    <Tooltip text={shortcut === undefined ? label : `${label} (${shortcut})`}>
      <AriaButton
        className={classNames(
          'button icon-only',
          variant === 'ghost' && 'ghost',
          props.isQuiet && 'quiet-icon',
          props.className,
        )}
        aria-label={label}
        isDisabled={props.isDisabled ?? false}
        excludeFromTabOrder={props.excludeFromTabOrder ?? false}
        {...(props.onPress === undefined ? {} : { onPress: props.onPress })}
        {...(props.ref === undefined ? {} : { ref: props.ref })}
      >
        <Icon name={icon} />
      </AriaButton>
    </Tooltip>
  )
}

export interface LinkButtonProps {
  readonly children: ReactNode
  /** An address inside the application, or an https address. */
  readonly href: string
  readonly variant?: ButtonVariant
  readonly size?: 'normal' | 'big' | 'small'
  readonly icon?: IconName
  /** The name for screen readers where the visible words need their surroundings. */
  readonly label?: string
}

/** Goes somewhere, but looks like a button: for the one action of a view that is a place. */
export function LinkButton({ children, href, variant = 'plain', size = 'normal', icon, label }: LinkButtonProps) {
  return (
    <AriaLink
      className={buttonClasses(variant, size)}
      href={href}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </AriaLink>
  )
}
