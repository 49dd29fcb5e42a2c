/** Outlines of an image map as SVG path data. Pure. */

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const innerRadius = 2
const outerRadius = 6

const round = (value: number): number => Math.round(value * 100) / 100

/**
 * A part of the bar: corners of 2, and of 6 at the ends of the file.
 * @param inset half the stroke, where there is one
 */
export function partPath(box: Box, isFirst: boolean, isLast: boolean, inset = 0): string {
  const x = box.x + inset
  const y = box.y + inset
  const width = Math.max(0, box.width - 2 * inset)
  const height = Math.max(0, box.height - 2 * inset)
  const limit = Math.min(width / 2, height / 2)
  const left = Math.min(limit, (isFirst ? outerRadius : innerRadius) - (isFirst ? inset : 0))
  const right = Math.min(limit, (isLast ? outerRadius : innerRadius) - (isLast ? inset : 0))
  const [x0, x1, y0, y1] = [x, x + width, y, y + height].map(round)
  const l = round(left)
  const r = round(right)
  return [
    `M${round((x0 ?? 0) + l)} ${y0}`,
    `H${round((x1 ?? 0) - r)}`,
    `a${r} ${r} 0 0 1 ${r} ${r}`,
    `V${round((y1 ?? 0) - r)}`,
    `a${r} ${r} 0 0 1 ${-r} ${r}`,
    `H${round((x0 ?? 0) + l)}`,
    `a${l} ${l} 0 0 1 ${-l} ${-l}`,
    `V${round((y0 ?? 0) + l)}`,
    `a${l} ${l} 0 0 1 ${l} ${-l}`,
    'Z',
  ].join('')
}

/** The leader from a part (below) to its name (above): one shape for all, so that they never cross. */
export function leaderPath(fromX: number, toX: number): string {
  const from = round(fromX)
  const to = round(toX)
  return `M${from} 63C${from} 52 ${to} 56 ${to} 36V4`
}

/** The stem from a signature object down to its lane and along it. */
export function stemPath(x: number, top: number, y: number, end: number): string {
  const distance = Math.abs(end - x)
  const corner = Math.min(4, distance, y - top)
  if (distance < 0.5) return `M${round(x)} ${top}V${y}`
  const sign = end < x ? -1 : 1
  const sweep = sign < 0 ? 1 : 0
  // Two px into what is covered, so that the joint does not show.
  return `M${round(x)} ${top}V${round(y - corner)}a${corner} ${corner} 0 0 ${sweep} ${sign * corner} ${corner}H${round(end + sign * 2)}`
}
