/** Text fields: with a label above, help or a problem below; the search field with its own clear button. */
import './field.css'
import type { ReactNode, Ref } from 'react'
import {
  Button as AriaButton,
  SearchField as AriaSearchField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
} from 'react-aria-components'
import { frameText } from '../../src-shared/text/frame.ts'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur?: () => void
  readonly placeholder?: string
  /** Quiet words below. */
  readonly help?: ReactNode
  /** What is wrong with the value; marks the field. */
  readonly problem?: string | null
  readonly type?: 'text' | 'password' | 'email' | 'url' | 'number'
  /** For references, fingerprints, paths and digests. */
  readonly isCode?: boolean
  /** More than one line, this many at first. */
  readonly lines?: number
  /** The label is read aloud only. */
  readonly hidesLabel?: boolean
  readonly icon?: IconName
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly autoFocus?: boolean
  readonly autoComplete?: string
  /** Inside the field at its end, like a reveal button. */
  readonly end?: ReactNode
  readonly inputRef?: Ref<HTMLInputElement>
}

export function Field(props: FieldProps) {
  const { label, value, onChange, problem = null, help, lines } = props
  const placeholder = props.placeholder === undefined ? {} : { placeholder: props.placeholder }
  return (
    <TextField
      className="field-group"
      value={value}
      onChange={onChange}
      type={props.type ?? 'text'}
      isInvalid={problem !== null}
      validationBehavior="aria"
      isDisabled={props.isDisabled ?? false}
      isRequired={props.isRequired ?? false}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      {...(props.onBlur === undefined ? {} : { onBlur: props.onBlur })}
    >
      <Label className={props.hidesLabel ? 'for-screen-readers' : 'field-label'}>{label}</Label>
      <div
        className={classNames(
          'field',
          props.isCode && 'code',
          lines !== undefined && 'multi-line',
          problem !== null && 'invalid',
        )}
      >
        {props.icon !== undefined && <Icon name={props.icon} />}
        {lines === undefined ? (
          <Input
            spellCheck={false}
            {...placeholder}
            {...(props.inputRef === undefined ? {} : { ref: props.inputRef })}
          />
        ) : (
          <TextArea rows={lines} spellCheck={false} {...placeholder} />
        )}
        {props.end}
      </div>
      {help !== undefined && problem === null && (
        <Text slot="description" className="field-help small">
          {help}
        </Text>
      )}
      <FieldError className="field-error small">{problem}</FieldError>
    </TextField>
  )
}

export interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onSubmit?: (value: string) => void
  readonly placeholder?: string
  readonly width?: number
  /** `filter` for the field that narrows the view (Ctrl+F goes there), `search` for asking a service. */
  readonly kind?: 'search' | 'filter'
  readonly autoFocus?: boolean
}

export function SearchField(props: SearchFieldProps) {
  const { label, value, onChange, kind = 'search' } = props
  return (
    <AriaSearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      autoFocus={props.autoFocus ?? false}
      {...(props.onSubmit === undefined ? {} : { onSubmit: props.onSubmit })}
      {...(kind === 'filter' ? { 'data-view-filter': 'true' } : {})}
      style={props.width === undefined ? { flex: 1, minWidth: 0 } : { width: props.width, flex: 'none' }}
    >
      <div className="field">
        <Icon name={kind === 'filter' ? 'filter' : 'search'} />
        <Input spellCheck={false} {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })} />
        {value !== '' && (
          <AriaButton className="clear-button" aria-label={frameText.clear}>
            <Icon name="cross" size={12} />
          </AriaButton>
        )}
      </div>
    </AriaSearchField>
  )
}
