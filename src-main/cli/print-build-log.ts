/** Prints the log of a build while it grows: lines for people, events for programs. It starts and stops nothing. */
import type { LogLine } from '../../src-shared/model/build-log.ts'
import type { Engine } from '../engine/engine.ts'
import type { Output } from './output.ts'
import { runCall } from './run-call.ts'

const linesAtOnce = 2000

export interface PrintedLog {
  /** Prints what is left, and ends. */
  end(): Promise<void>
}

/**
 * @param from the first line that is wanted
 * @param label put before each line, where several are printed at once
 */
export function printBuildLog(
  engine: Engine,
  output: Output,
  { id, from = 1, label = '' }: { readonly id: string; readonly from?: number; readonly label?: string },
): PrintedLog {
  const { signal } = new AbortController()
  let next = from
  let reading: Promise<void> = Promise.resolve()
  const print = (line: LogLine): void => {
    const { line: number, kind, text } = line
    output.event({ type: 'log', buildId: id, line: number, kind, text })
    output.line(`${label}${text}`)
  }
  const read = async (): Promise<void> => {
    for (;;) {
      const { lines } = await runCall(engine, 'build.log', { id, from: next, count: linesAtOnce }, signal)
      for (const line of lines) print(line)
      next = (lines.at(-1)?.line ?? next - 1) + 1
      if (lines.length < linesAtOnce) return
    }
  }
  const soon = (): void => {
    // A log that cannot be read does not keep anybody from building.
    reading = reading.then(read).catch(() => undefined)
  }
  const stop = engine.events.listen(({ event, payload }) => {
    if (event === 'build.logged' && payload.id === id) soon()
  })
  soon()
  return {
    async end() {
      stop()
      soon()
      await reading
    },
  }
}
