/** A small ring that fills with what is done; for the navigation and for rows. */
import './progress.css'
import { frameText } from '../../src-shared/text/frame.ts'

export interface NavRingProps {
  /** How many run. */
  readonly running: number
  /** Share that is done, 0 to 1; null when it is not known. */
  readonly fraction: number | null
}

const radius = 6
const circumference = 2 * Math.PI * radius

export function NavRing({ running, fraction }: NavRingProps) {
  const share = fraction === null ? 0.25 : Math.min(1, Math.max(0.02, fraction))
  return (
    <svg
      className={fraction === null ? 'nav-ring unknown' : 'nav-ring'}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      role="img"
      aria-label={frameText.running(running, fraction)}
    >
      <circle className="ring-track" cx="8" cy="8" r={radius} />
      <circle
        className="ring-done"
        cx="8"
        cy="8"
        r={radius}
        strokeDasharray={`${share * circumference} ${circumference}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  )
}
