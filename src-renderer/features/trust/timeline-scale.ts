/** The scale of a time line: what it spans and where its months begin. Pure. */

export interface Span {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
}

const dayMs = 86_400_000
/** A span of a few minutes would tell nothing. */
const leastMs = 30 * dayMs
const mostMarks = 12

/** From the first time to now, and at least a month. */
export function spanOf(times: readonly number[], now: number): Span {
  const known = times.filter((time) => Number.isFinite(time))
  const first = Math.min(now, ...known)
  const to = Math.max(now, ...known)
  return { from: Math.min(first, to - leastMs), to }
}

/** Beginnings of months in a span, evenly thinned out to what there is room for; the year is told in January. */
export function monthMarks({ from, to }: Span): readonly { readonly time: number; readonly label: string }[] {
  const start = new Date(from)
  const marks: { readonly time: number; readonly label: string }[] = []
  for (let month = 1; month <= 1200; month += 1) {
    const date = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1))
    if (date.getTime() > to) break
    const name = date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' })
    marks.push({ time: date.getTime(), label: date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : name })
  }
  const step = Math.ceil(marks.length / mostMarks)
  return marks.filter((_, index) => index % step === 0)
}
