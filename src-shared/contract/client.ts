/**
 * The caller's end of a channel: typed calls, events, and what happens when the engine goes away.
 * Runs in every face; it knows nothing of what carries its messages.
 */
import type { Result } from '../model/result.ts'
import { appError } from '../text/errors/index.ts'
import type { CallInput, CallName, CallValue, EventName, Events } from './index.ts'
import { createOpenQuestions } from './open-questions.ts'
import type { Channel, Response } from './wire.ts'

export interface CallOptions {
  /** Aborting asks the engine to stop; the call then ends with CANCELLED. */
  readonly signal?: AbortSignal
}

export interface Client {
  call<Name extends CallName>(
    name: Name,
    params: CallInput<Name>,
    options?: CallOptions,
  ): Promise<Result<CallValue<Name>>>
  /** Listens to one event until the returned function is called. */
  on<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void
  /** Tells once when the engine is gone; every open call has then ended with ENGINE_GONE. */
  onGone(listener: () => void): () => void
  close(): void
}

/** Connects a client to a channel. */
export function connectClient(channel: Channel): Client {
  const questions = createOpenQuestions()
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const goneListeners = new Set<() => void>()

  channel.onMessage((message) => {
    const response = message as Response
    switch (response.type) {
      case 'value':
        return questions.settle(response.id, { ok: true, value: response.value })
      case 'error':
        return response.id === null ? undefined : questions.settle(response.id, { ok: false, error: response.error })
      case 'event':
        for (const listener of listeners.get(response.event) ?? []) listener(response.payload)
        return undefined
    }
  })

  channel.onClose(() => {
    if (questions.isClosed) return
    questions.close()
    for (const listener of goneListeners) listener()
  })

  return {
    call<Name extends CallName>(name: Name, params: CallInput<Name>, options: CallOptions = {}) {
      const { signal } = options
      return new Promise<Result<CallValue<Name>>>((resolve) => {
        if (questions.isClosed) return resolve({ ok: false, error: appError('ENGINE_GONE') })
        if (signal?.aborted) return resolve({ ok: false, error: appError('CANCELLED') })
        const id = questions.add((result) => {
          signal?.removeEventListener('abort', abort)
          resolve(result as Result<CallValue<Name>>)
        })
        const abort = (): void => channel.send({ type: 'cancel', id })
        signal?.addEventListener('abort', abort, { once: true })
        channel.send({ type: 'call', id, name, params })
      })
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      const typed = listener as (payload: unknown) => void
      set.add(typed)
      return () => set.delete(typed)
    },
    onGone(listener) {
      goneListeners.add(listener)
      return () => goneListeners.delete(listener)
    },
    close: () => channel.close(),
  }
}
