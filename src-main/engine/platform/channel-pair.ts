/**
 * Two ends of a channel inside one process. Messages are copied, as every other carrier does, and
 * arrive after the sender has gone on, so that nothing works here that would fail elsewhere.
 */
import type { Channel } from '../../../src-shared/contract/wire.ts'

export function createChannelPair(): readonly [Channel, Channel] {
  const sides = [createSide(), createSide()] as const
  let closed = false
  const close = (): void => {
    if (closed) return
    closed = true
    for (const side of sides) for (const listener of side.closeListeners) listener()
  }
  const end = (own: Side, other: Side): Channel => ({
    send(message) {
      if (closed) return
      const copy: unknown = structuredClone(message)
      queueMicrotask(() => {
        if (!closed) for (const listener of other.messageListeners) listener(copy)
      })
    },
    onMessage: (listener) => void own.messageListeners.add(listener),
    onClose: (listener) => void own.closeListeners.add(listener),
    close,
  })
  return [end(sides[0], sides[1]), end(sides[1], sides[0])]
}

interface Side {
  readonly messageListeners: Set<(message: unknown) => void>
  readonly closeListeners: Set<() => void>
}

function createSide(): Side {
  return { messageListeners: new Set(), closeListeners: new Set() }
}
