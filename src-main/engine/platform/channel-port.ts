/**
 * A channel over a MessagePort: Electron's own in the shell and the engine's process, Node's in
 * tests. Ports drain themselves, so such a channel never reports that it is behind.
 */
import type { Channel } from '../../../src-shared/contract/wire.ts'

/** What Electron's MessagePortMain and Node's MessagePort have in common. */
export interface PortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** @param unwrap takes the data out of what the port's `message` event carries */
export function createPortChannel(port: PortLike, unwrap: (event: unknown) => unknown = dataOf): Channel {
  const closeListeners = new Set<() => void>()
  let closed = false
  const end = (): void => {
    if (closed) return
    closed = true
    port.close()
    for (const listener of closeListeners) listener()
  }
  port.on('close', end)
  return {
    send(message) {
      if (!closed) port.postMessage(message)
    },
    onMessage(listener) {
      port.on('message', (event) => listener(unwrap(event)))
      port.start()
    },
    onClose: (listener) => void closeListeners.add(listener),
    close: end,
  }
}

/** Electron wraps the data in an event. */
function dataOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined
}
