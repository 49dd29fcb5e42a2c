/** One icon of the set. It is decoration: the word beside it, or the label of its button, carries the meaning. */
import type { IconName } from './icon-sprite.tsx'

export type { IconName } from './icon-sprite.tsx'

export interface IconProps {
  readonly name: IconName
  /** Edge length in px; 16 unless told. */
  readonly size?: number
  readonly className?: string
}

export function Icon({ name, size = 16, className }: IconProps) {
  return (
    <svg
      className={className === undefined ? 'icon' : `icon ${className}`}
      width={size}
      height={size}
      aria-hidden="true"
    >
      <use href={`#icon-${name}`} />
    </svg>
  )
}
