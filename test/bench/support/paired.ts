/** Timing commands of the shell against each other: in turn, pair by pair, so that a drifting machine moves both. */
import { execFileSync, spawnSync } from 'node:child_process'

/** One of the commands that are compared. */
export interface Side {
  readonly name: string
  readonly command: string
  /** Run before each measurement, unmeasured. */
  readonly before?: string
}

interface Measured {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMb: number
}

/** Milliseconds by the shell's own clock; the peak memory of the largest process. */
function measure({ command, before }: Side): Measured {
  if (before !== undefined) execFileSync('sh', ['-c', before])
  const script = 'TIMEFORMAT="%3R %3U %3S"; time command time -f "\n%M" sh -c "$0"'
  const { stderr, status } = spawnSync('bash', ['-c', script, command], { encoding: 'utf8' })
  const lines = stderr.trim().split('\n')
  const [seconds = Number.NaN, user = Number.NaN, system = Number.NaN] = (lines.at(-1) ?? '').split(' ').map(Number)
  const peakKb = Number(lines.at(-2))
  if (status !== 0 || Number.isNaN(seconds) || Number.isNaN(peakKb)) throw new Error(`${command}\n${stderr}`)
  return { seconds, cpuSeconds: user + system, peakMb: peakKb / 1024 }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

/** Runs all sides in turn, `runs` times, and prints the median of each and of the first's ratios to it. */
export function compareCommands(options: {
  readonly title: string
  readonly sides: readonly Side[]
  readonly target: string
  readonly runs: number
}): void {
  const { title, sides, target, runs } = options
  const print = (text: string): void => void process.stdout.write(`${text}\n`)
  print(`\n${title}  (target: ${target})`)
  const rounds = Array.from({ length: runs }, () => sides.map(measure))
  for (const [index, side] of sides.entries()) {
    const of = (value: (own: Measured, first: Measured) => number): number =>
      median(
        rounds.flatMap((round) => {
          const [own, first] = [round[index], round[0]]
          return own === undefined || first === undefined ? [] : [value(own, first)]
        }),
      )
    const wallRatio = of((own, first) => first.seconds / own.seconds)
    const cpuRatio = of((own, first) => first.cpuSeconds / own.cpuSeconds)
    const ratios = index === 0 ? '' : `  ours/this: wall ${wallRatio.toFixed(3)}, cpu ${cpuRatio.toFixed(3)}`
    const seconds = of((own) => own.seconds).toFixed(3)
    const cpuSeconds = of((own) => own.cpuSeconds).toFixed(3)
    const peakMb = Math.max(...rounds.map((round) => round[index]?.peakMb ?? 0)).toFixed(0)
    print(
      `  ${side.name.padEnd(24)} ${seconds.padStart(9)} s wall ${cpuSeconds.padStart(9)} s cpu ${peakMb.padStart(5)} MB${ratios}`,
    )
    print(`    ${side.command}`)
  }
}
