/**
 * The engine's log: one line for each thing worth knowing, to a stream that the face chose.
 * Secrets never reach it: callers pass codes and ids, not values typed by the user.
 */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void

/** Writes lines like `2026-01-02T03:04:05Z warn engine: message {"fact":1}`. */
export function createLog(write: (line: string) => void, minimum: LogLevel, clock: () => Date = () => new Date()): Log {
  const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']
  return (level, message, facts) => {
    if (order.indexOf(level) < order.indexOf(minimum)) return
    write(`${clock().toISOString()} ${level} ${message}${facts ? ` ${JSON.stringify(facts)}` : ''}`)
  }
}

/** A log that keeps nothing. */
export const silentLog: Log = () => undefined
