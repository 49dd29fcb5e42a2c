/**
 * Keeps one engine running: starts it, notices its end at once, starts it again with growing pauses.
 * It knows nothing of how an engine is started; see engine-utility.ts and engine-command.ts.
 */
import type { MessagePortMain } from 'electron'
import type { Log } from '../engine/platform/log.ts'

/** One running engine. */
export interface EngineProcess {
  /** Hands it one end of a page's connection. */
  connect(port: MessagePortMain): void
  /** Asks it to end in order. */
  stop(): void
}

/** Starts an engine. `onEnd` is called once when it is gone, for whatever reason. */
export type StartEngine = (onEnd: (reason: string) => void) => EngineProcess

export interface EngineSupervisor {
  /** Connects a page. @returns false when there is no engine at the moment; the page tries again later */
  connect(port: MessagePortMain): boolean
  /** Listens to the end of engines. */
  onGone(listener: () => void): void
  /** Ends the engine for good; settles when it is gone or after a few seconds. */
  stop(): Promise<void>
}

const firstPauseMs = 100
const longestPauseMs = 10_000
/** An engine that ran this long was well: the next pause is short again. */
const steadyMs = 30_000
const stopWithinMs = 5000

export function superviseEngine(start: StartEngine, log: Log): EngineSupervisor {
  const goneListeners = new Set<() => void>()
  let current: EngineProcess | null = null
  let pauseMs = firstPauseMs
  let isStopping = false
  let stopped: (() => void) | null = null
  let timer: NodeJS.Timeout | null = null

  const run = (): void => {
    const begun = Date.now()
    const ended = (reason: string): void => {
      current = null
      for (const listener of goneListeners) listener()
      if (isStopping) {
        stopped?.()
        return
      }
      if (Date.now() - begun > steadyMs) pauseMs = firstPauseMs
      log('error', 'engine stopped unexpectedly; starting it again', { reason, pauseMs })
      timer = setTimeout(run, pauseMs)
      pauseMs = Math.min(longestPauseMs, pauseMs * 2)
    }
    try {
      current = start(ended)
    } catch (error) {
      ended(String(error))
    }
  }
  run()

  return {
    connect(port) {
      if (current === null) return false
      current.connect(port)
      return true
    },
    onGone: (listener) => void goneListeners.add(listener),
    async stop() {
      isStopping = true
      if (timer) clearTimeout(timer)
      const engine = current
      if (engine === null) return
      await new Promise<void>((resolve) => {
        const giveUp = setTimeout(resolve, stopWithinMs)
        stopped = () => {
          clearTimeout(giveUp)
          resolve()
        }
        engine.stop()
      })
    },
  }
}
