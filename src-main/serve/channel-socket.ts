/** A channel over a WebSocket of the server: one JSON message a frame, text only. */
import type { WebSocket } from 'ws'
import type { ServerChannel } from '../engine/platform/channel-server.ts'

const checkEveryMs = 30_000

/** A peer that does not answer a ping within the next round is gone. */
export function createSocketChannel(socket: WebSocket): ServerChannel {
  let isAlive = true
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
    return undefined
  }, checkEveryMs)
  timer.unref()
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('close', () => clearInterval(timer))
  // An error is always followed by a close.
  socket.on('error', () => undefined)
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
    },
    onMessage: (listener) =>
      void socket.on('message', (data, isBinary) => listener(isBinary ? undefined : parse(String(data)))),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(1001),
    unsentBytes: () => socket.bufferedAmount,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
