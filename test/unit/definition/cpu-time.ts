/** Measures work by the processor time that it takes, which other programs on the machine do not lengthen. */

/** @returns milliseconds */
export function cpuTimeOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Far more than reading a few megabytes takes, far less than anything that grows with the square of them. */
export const longestMs = 20_000
