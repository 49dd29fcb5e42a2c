/**
 * Lets several pages share one channel to an engine: each page's call ids are replaced by ids of
 * their own and back; events go to all. It does not check messages, the engine does.
 */
import type { Channel, Response } from '../../src-shared/contract/wire.ts'

export interface Multiplexer {
  attach(page: Channel): void
}

interface Origin {
  readonly page: Channel
  readonly id: number
}

export function createMultiplexer(engine: Channel): Multiplexer {
  const pages = new Set<Channel>()
  const origins = new Map<number, Origin>()
  let nextId = 0

  engine.onMessage((message) => {
    const response = message as Response
    // An answer to what had no id may be for any of them; who did not send it lets it pass.
    if (response.type === 'event' || response.id === null) {
      for (const page of pages) page.send(response)
      return
    }
    const origin = origins.get(response.id)
    origins.delete(response.id)
    if (origin && pages.has(origin.page)) origin.page.send({ ...response, id: origin.id })
  })
  engine.onClose(() => {
    for (const page of pages) page.close()
    pages.clear()
    origins.clear()
  })

  const cancel = (id: number): void => engine.send({ type: 'cancel', id })

  return {
    attach(page) {
      pages.add(page)
      page.onMessage((message) => {
        const call = callOf(message)
        if (call?.type === 'cancel') {
          for (const [id, origin] of origins) if (origin.page === page && origin.id === call.id) cancel(id)
          return
        }
        // What has no id goes on as it is: the engine refuses and logs it.
        if (call === null) return engine.send(message)
        const id = nextId++
        origins.set(id, { page, id: call.id })
        engine.send({ ...call, id })
      })
      page.onClose(() => {
        pages.delete(page)
        for (const [id, origin] of origins) if (origin.page === page) cancel(id)
      })
    },
  }
}

/** The message when it has an id that can be replaced, with everything else it carries. */
function callOf(message: unknown): { readonly id: number; readonly type?: unknown } | null {
  if (typeof message !== 'object' || message === null || !('id' in message)) return null
  return typeof message.id === 'number' ? { ...message, id: message.id } : null
}
