/**
 * The engine's end of a channel: takes requests, hands them to the engine, sends answers and events
 * back. Every face goes through it but the terminal one, so what a channel may do is bounded here:
 * each message is checked against the wire's schema, the number of open calls is limited, and a
 * reader that falls behind gets only the latest state of a thing, or is cut off. It must never
 * trust that the other end is the project's own page.
 */
import type { EngineEvent } from '../../../src-shared/contract/index.ts'
import { type Channel, type Response, requestSchema } from '../../../src-shared/contract/wire.ts'
import type { Result } from '../../../src-shared/model/result.ts'
import { appError } from '../../../src-shared/text/errors/index.ts'
import { createEventQueue } from './event-queue.ts'
import { toAppError } from './failures.ts'
import type { Log } from './log.ts'

/** What the server needs of an engine. */
export interface ServedEngine {
  call(name: string, params: unknown, options: { readonly signal: AbortSignal }): Promise<Result<unknown>>
  readonly events: { listen(listener: (event: EngineEvent) => void): () => void }
}

/** A channel that can tell how many bytes it still has to send; others count as never behind. */
export interface ServerChannel extends Channel {
  unsentBytes?(): number
}

/** Open calls of one channel; a page that needs more is broken or hostile. */
export const maxOpenCalls = 500

/**
 * Serves an engine over a channel until the channel closes; open calls are then aborted.
 * @returns a function that ends the service and closes the channel
 */
export function serveChannel(engine: ServedEngine, channel: ServerChannel, log: Log): () => void {
  const open = new Map<number, AbortController>()
  let closed = false

  const send = (response: Response): void => {
    if (!closed) channel.send(response)
  }
  const queue = createEventQueue({
    unsentBytes: () => channel.unsentBytes?.() ?? 0,
    send: ({ event, payload }) => send({ type: 'event', event, payload }),
    overflow: () => {
      log('warn', 'channel closed: its reader does not keep up')
      end()
    },
  })
  const stopListening = engine.events.listen(queue.push)

  const end = (): void => {
    if (closed) return
    closed = true
    stopListening()
    queue.close()
    for (const abort of open.values()) abort.abort()
    open.clear()
    channel.close()
  }

  const answer = async (id: number, name: string, params: unknown): Promise<void> => {
    if (open.has(id)) return refuse(id, 'a call of this id is open', 'MESSAGE_MALFORMED')
    if (open.size >= maxOpenCalls) return refuse(id, 'too many open calls', 'TOO_MANY_CALLS')
    const abort = new AbortController()
    open.set(id, abort)
    const result = await settle(engine.call(name, params, { signal: abort.signal }))
    open.delete(id)
    deliver(id, result)
  }

  /** A value that cannot travel is an internal error, not the end of the channel. */
  const deliver = (id: number, result: Result<unknown>): void => {
    try {
      send(result.ok ? { type: 'value', id, value: result.value } : { type: 'error', id, error: result.error })
    } catch (error) {
      log('error', 'answer could not be sent', { detail: String(error) })
      send({ type: 'error', id, error: toAppError(error) })
    }
  }

  const refuse = (id: number | null, why: string, code: 'MESSAGE_MALFORMED' | 'TOO_MANY_CALLS'): void => {
    log('warn', `message refused: ${why}`)
    send({ type: 'error', id, error: appError(code) })
  }

  channel.onMessage((message) => {
    if (closed) return
    const parsed = requestSchema.safeParse(message)
    if (!parsed.success) return refuse(idOf(message), 'it does not fit the schema', 'MESSAGE_MALFORMED')
    const request = parsed.data
    switch (request.type) {
      case 'call':
        void answer(request.id, request.name, request.params)
        return
      case 'cancel':
        open.get(request.id)?.abort()
    }
  })
  channel.onClose(end)
  return end
}

/** An engine's call ends with a result; should it throw after all, that is an internal error. */
async function settle(call: Promise<Result<unknown>>): Promise<Result<unknown>> {
  try {
    return await call
  } catch (error) {
    return { ok: false, error: toAppError(error) }
  }
}

/** The id of a malformed message, so that the caller who waits for it is answered. */
function idOf(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('id' in message)) return null
  return Number.isSafeInteger(message.id) ? Number(message.id) : null
}
