/** Rates of transfers as people write them: `500k`, `2.5 MB/s`, `0`. Units are decimal, as everywhere here. Pure. */

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 }
const mostBytesPerSecond = 1e12

/** @returns whole bytes a second, 0 for no limit; null when the text is no rate */
export function readRate(text: string): number | null {
  const [, number, unit = ''] = /^\s*(\d{1,12}(?:[.,]\d{1,6})?)\s*([kmg]?)(?:b(?:\/s)?)?\s*$/i.exec(text) ?? []
  if (number === undefined) return null
  const rate = Math.round(Number(number.replace(',', '.')) * (factors[unit.toLowerCase()] ?? 1))
  return rate <= mostBytesPerSecond ? rate : null
}

/** Writes a rate so that {@link readRate} reads the same; empty for no limit. */
export function printRate(bytesPerSecond: number): string {
  if (bytesPerSecond === 0) return ''
  for (const [unit, factor] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (bytesPerSecond % (factor / 10) === 0 && bytesPerSecond >= factor) return `${bytesPerSecond / factor}${unit}`
  }
  return String(bytesPerSecond)
}
