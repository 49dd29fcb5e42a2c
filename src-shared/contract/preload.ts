/**
 * The one thing the window's preload script shows to a page: a function that connects it to the
 * engine and the shell. A page in the browser face has none and connects by WebSocket instead.
 */
import type { Channel } from './wire.ts'

/** One connection of a page. Functions only, as the bridge between the two worlds demands. */
export interface PreloadConnection {
  send(message: unknown): void
  close(): void
  /** Absolute path of a file the user dropped or chose; empty when it has none. */
  pathOfFile(file: object): string
}

export interface PreloadBridge {
  /**
   * @param onMessage called for every message from the engine (Response) and the shell (ShellResponse)
   * @param onClose called once, when either is gone; connect again then
   */
  connect(onMessage: (message: unknown) => void, onClose: () => void): PreloadConnection
}

/** Where the bridge is found: `window.sifDesktop`. */
export const bridgeName = 'sifDesktop'

/** Finds the bridge of this page, or null in the browser face. */
export function findBridge(scope: object = globalThis): PreloadBridge | null {
  if (!(bridgeName in scope)) return null
  const bridge = scope[bridgeName]
  return isBridge(bridge) ? bridge : null
}

function isBridge(value: unknown): value is PreloadBridge {
  return typeof value === 'object' && value !== null && 'connect' in value && typeof value.connect === 'function'
}

export interface PageChannel extends Channel {
  pathOfFile(file: object): string
}

/** Makes an ordinary channel, for `connectClient` and `connectShell` together, from the bridge. */
export function openBridgeChannel(bridge: PreloadBridge): PageChannel {
  const messageListeners = new Set<(message: unknown) => void>()
  const closeListeners = new Set<() => void>()
  let closed = false
  const onClose = (): void => {
    if (closed) return
    closed = true
    for (const listener of closeListeners) listener()
  }
  const connection = bridge.connect((message) => {
    for (const listener of messageListeners) listener(message)
  }, onClose)
  return {
    send: (message) => connection.send(message),
    onMessage: (listener) => void messageListeners.add(listener),
    onClose: (listener) => void closeListeners.add(listener),
    close: () => {
      connection.close()
      onClose()
    },
    pathOfFile: (file) => {
      // Electron before 32 has the path on the file itself, and its bridge does not carry files.
      if ('path' in file && typeof file.path === 'string') return file.path
      return connection.pathOfFile(file)
    },
  }
}
