/** How long a key is to be in force, as people type it: `2y`, `18m`, `6w`, `90d`, `never`. Pure. */
import { failure } from '../../src-shared/text/errors/index.ts'

const daysIn: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 }
const mostDays = 36_500

/**
 * @returns days from now; null for no end
 * @throws AppFailure USAGE for anything else, and for more than a hundred years
 */
export function readLifeDays(text: string, command: string): number | null {
  if (text === 'never') return null
  const [, count, unit] = /^(\d{1,5})([dwmy])$/.exec(text) ?? []
  const days = Number(count) * (daysIn[unit ?? ''] ?? 0)
  if (days >= 1 && days <= mostDays) return days
  throw failure('USAGE', { problem: '--expires takes a time like 2y, 18m, 6w or 90d, or never', command })
}
