/**
 * The engine for another program: the contract over standard input and output, one JSON message a
 * line. Nothing else may ever be written to standard output while it runs; logs go to standard error.
 */
import { createLinesChannel } from '../engine/platform/channel-lines.ts'
import { type ServedEngine, serveChannel } from '../engine/platform/channel-server.ts'
import type { Log } from '../engine/platform/log.ts'

export interface RunStdioOptions {
  readonly engine: ServedEngine
  readonly log: Log
  /** Ends it from outside; otherwise it ends when its input does. */
  readonly signal: AbortSignal
}

/** Serves until standard input ends. The engine is the caller's to close. */
export function runStdioEngine({ engine, log, signal }: RunStdioOptions): Promise<void> {
  return new Promise((resolve) => {
    const channel = createLinesChannel(process.stdin, process.stdout)
    channel.onClose(resolve)
    const stop = serveChannel(engine, channel, log)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
