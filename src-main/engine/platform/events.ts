/** The engine's events: facts told to whoever listens. An event commands nobody. */
import type { EngineEvent, EventName, Events } from '../../../src-shared/contract/index.ts'

export interface EventBus {
  emit<Name extends EventName>(event: Name, payload: Events[Name]): void
  /** Listens to every event until the returned function is called. */
  listen(listener: (event: EngineEvent) => void): () => void
}

export function createEventBus(): EventBus {
  const listeners = new Set<(event: EngineEvent) => void>()
  return {
    emit(event, payload) {
      const message = { event, payload } as EngineEvent
      for (const listener of listeners) listener(message)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
