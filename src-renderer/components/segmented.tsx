/** Two or three ways to show the same, one of which is chosen. */
import './field.css'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'

export interface SegmentedProps<Value extends string> {
  readonly label: string
  readonly segments: readonly { readonly value: Value; readonly label: string }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

export function Segmented<Value extends string>({ label, segments, value, onChange }: SegmentedProps<Value>) {
  return (
    <ToggleButtonGroup
      className="segmented"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const segment = segments.find((entry) => keys.has(entry.value))
        if (segment !== undefined) onChange(segment.value)
      }}
    >
      {segments.map((segment) => (
        <ToggleButton key={segment.value} id={segment.value} className="segment">
          {segment.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
