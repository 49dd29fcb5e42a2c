/** A channel over a WebSocket, for the browser face: one JSON message per frame. */
import type { Channel } from '../../src-shared/contract/wire.ts'

/** Opens it; rejects when the server does not answer or refuses. */
export function openSocketChannel(url: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const messageListeners = new Set<(message: unknown) => void>()
    const closeListeners = new Set<() => void>()
    let isOpen = false
    socket.addEventListener('message', (event) => {
      if (typeof event.data !== 'string') return
      const message: unknown = JSON.parse(event.data)
      for (const listener of messageListeners) listener(message)
    })
    socket.addEventListener('close', () => {
      if (isOpen) for (const listener of closeListeners) listener()
      else reject(new Error('closed before it was open'))
    })
    socket.addEventListener('open', () => {
      isOpen = true
      resolve({
        send: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => void messageListeners.add(listener),
        onClose: (listener) => void closeListeners.add(listener),
        close: () => socket.close(),
      })
    })
  })
}
