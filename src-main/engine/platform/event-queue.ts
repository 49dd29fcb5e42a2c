/**
 * Events on their way to one reader. While the reader keeps up they pass at once; when it falls
 * behind, of events about the same thing only the latest is kept, and a reader that stays behind is
 * given up: it connects again and asks for everything anew.
 */
import type { EngineEvent } from '../../../src-shared/contract/index.ts'

export interface EventQueueOptions {
  /** Bytes handed over but not yet taken by the other side. */
  unsentBytes(): number
  send(event: EngineEvent): void
  /** The reader is hopelessly behind. */
  overflow(): void
}

export interface EventQueue {
  push(event: EngineEvent): void
  close(): void
}

const behindAtBytes = 4 * 1024 * 1024
const maxKept = 2000
const lookAgainMs = 50

export function createEventQueue(options: EventQueueOptions): EventQueue {
  const kept = new Map<string, EngineEvent>()
  let timer: NodeJS.Timeout | null = null
  let serial = 0

  const flush = (): void => {
    timer = null
    for (const [key, event] of kept) {
      if (options.unsentBytes() > behindAtBytes) {
        wait()
        return
      }
      kept.delete(key)
      options.send(event)
    }
  }
  const wait = (): void => {
    timer ??= setTimeout(flush, lookAgainMs)
    timer.unref()
  }

  return {
    push(event) {
      if (kept.size === 0 && options.unsentBytes() <= behindAtBytes) return options.send(event)
      const key = subjectOf(event) ?? `#${serial++}`
      // Taken out first, so that the order stays that of the latest facts.
      kept.delete(key)
      kept.set(key, event)
      if (kept.size > maxKept) options.overflow()
      else wait()
    },
    close() {
      if (timer) clearTimeout(timer)
      kept.clear()
    },
  }
}

/** What an event is about, where a later one replaces it: a payload with an id is a whole state. */
function subjectOf({ event, payload }: EngineEvent): string | null {
  if (typeof payload !== 'object' || payload === null || !('id' in payload)) return null
  return `${event} ${String(payload.id)}`
}
